package org.wetstack.lab.tap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.recording.LiveSink;
import org.wetstack.lab.recording.RecordSink;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.RecordingInfo;
import org.wetstack.lab.recording.Retrospect;
import org.wetstack.lab.stream.Lane;

/**
 * The stream of one array in one session, for as many as want to listen. It ends with the session:
 * the next one has a tap of its own, since its samples are counted anew.
 */
public final class Tap implements AutoCloseable {

  private static final SampleHandler[] NOBODY = {};

  /** What waits for a copy at most: blocks, and their memory. */
  private static final int MOST_BLOCKS = 1_024;

  private static final int LEAST_COPIED = 64;
  private static final long RING_BYTES = 64L << 20;

  private final DeviceInfo info;
  private final ArrayLayout layout;
  private final Duration remembered;
  private final Timebase time;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();

  /** Each block is handed to those that stand here when it comes, and only to them. */
  private volatile SampleHandler[] listeners = NOBODY;

  private volatile long latest;
  private @Nullable Retrospect past;
  private boolean ended;
  private @Nullable Subscription stream;

  private Tap(
      DeviceInfo info, ArrayLayout layout, Duration remembered, Timebase time, Executor executor) {
    this.info = info;
    this.layout = layout;
    this.remembered = remembered;
    this.time = time;
    this.executor = executor;
  }

  /** What was asked of a stream that has ended. */
  public static final class OverException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    OverException() {
      super("the stream has ended: wait for the next session");
    }
  }

  /**
   * Starts the stream of {@code array}.
   *
   * @param info of the instrument that carries it
   * @param remembered how much of the past a recording may begin with; zero for none
   * @param executor gives a thread to each listener that may be slow
   * @throws DeviceException if the device refused, or did not answer
   */
  public static Tap open(
      ElectrodeArray array,
      DeviceInfo info,
      int samplesPerBlock,
      Duration remembered,
      Timebase time,
      Executor executor) {
    var tap = new Tap(info, array.layout(), remembered, time, executor);
    tap.remember();
    tap.stream = array.record(samplesPerBlock, tap.new Mouth());
    return tap;
  }

  public ArrayLayout layout() {
    return layout;
  }

  /** Whether nothing more comes. */
  public boolean isOver() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** The last sample that has come. */
  public long latestSample() {
    return latest;
  }

  /** Has {@code handler} called on the link's thread, which it must not hold up. */
  public Subscription listen(SampleHandler handler) {
    add(handler);
    return () -> remove(handler);
  }

  /**
   * Has {@code handler} called on a thread of its own, where it may take its time: what does not
   * fit in a ring of {@code blocks} is dropped, and told of as missed.
   */
  public Subscription follow(SampleHandler handler, int blocks) {
    Lane lane = Lane.open(layout, blocks, handler, executor);
    try {
      add(lane);
    } catch (OverException e) {
      // Nobody else would ever tell its thread.
      lane.onEnd(Optional.empty());
      throw e;
    }
    return () -> {
      remove(lane);
      lane.onEnd(Optional.empty());
    };
  }

  /**
   * Begins a recording, with what is remembered if {@code withPast}. It ends with {@link #finish},
   * or when the session does.
   *
   * @param onFailure called once, on the recorder's thread, if the disk fails
   */
  public Recorder record(
      Path directory, String notes, boolean withPast, Consumer<IOException> onFailure)
      throws IOException {
    lock.lock();
    try {
      requireOpen();
      Retrospect before = past;
      if (withPast && before != null) {
        Recorder recorder = before.save(directory, onFailure);
        recorder.note(notes);
        past = memory();
        replace(before, recorder, past);
        return recorder;
      }
      Recorder recorder =
          Recorder.create(
              directory,
              new RecordingInfo(time.now(), info, layout, OptionalLong.empty(), notes),
              time,
              onFailure);
      listeners = with(listeners, recorder);
      return recorder;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has {@code sink} write {@code file} beside a recording, on a thread of its own and from now on.
   * A second of samples may wait for it; what comes then is dropped, and told of as missed.
   *
   * @param onFailure called once, on that thread, when it can write no more
   */
  public Subscription copy(
      LiveSink sink, Path file, String notes, Consumer<IOException> onFailure) {
    var its = new RecordingInfo(time.now(), info, layout, OptionalLong.empty(), notes);
    int blocks = ringBlocks(layout, layout.maxSamplesPerBlock(), LEAST_COPIED);
    return follow(sink.open(file, its, onFailure), blocks);
  }

  /**
   * How long a ring may be: a second of blocks of a millisecond, fewer of large ones, and never
   * fewer than {@code least}.
   *
   * @param samples of a block, in each channel
   */
  public static int ringBlocks(ArrayLayout layout, int samples, int least) {
    long slotBytes = 2L * layout.channels() * samples;
    return (int) Math.max(least, Math.min(MOST_BLOCKS, RING_BYTES / slotBytes));
  }

  /** Ends a recording, and closes it. */
  public void finish(Recorder recorder) throws IOException {
    remove(recorder);
    recorder.close();
  }

  /**
   * Has {@code write} done to everything that is being recorded, or may be. A recording that is
   * closed meanwhile hears nothing.
   */
  public void tell(Consumer<RecordSink> write) {
    for (SampleHandler listener : listeners) {
      if (listener instanceof RecordSink sink) {
        try {
          write.accept(sink);
        } catch (IllegalStateException e) {
          // It is closed: finish() takes it out of the listeners, and these were looked up before.
        }
      }
    }
  }

  /** Ends the stream. Idempotent. */
  @Override
  public void close() {
    Subscription open = stream;
    if (open != null) {
      open.close();
    }
  }

  private void remember() {
    past = memory();
    if (past != null) {
      listeners = with(listeners, past);
    }
  }

  private @Nullable Retrospect memory() {
    return remembered.isZero()
        ? null
        : Retrospect.of(
            remembered,
            new RecordingInfo(time.now(), info, layout, OptionalLong.empty(), ""),
            time);
  }

  /** In one step: whatever is put in between goes to the same recording, and once. */
  private void replace(Retrospect before, Recorder recorder, @Nullable Retrospect after) {
    SampleHandler[] next = with(without(listeners, before), recorder);
    listeners = after == null ? next : with(next, after);
  }

  private void add(SampleHandler handler) {
    lock.lock();
    try {
      requireOpen();
      listeners = with(listeners, handler);
    } finally {
      lock.unlock();
    }
  }

  private void remove(SampleHandler handler) {
    lock.lock();
    try {
      listeners = without(listeners, handler);
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (ended) {
      throw new OverException();
    }
  }

  private static SampleHandler[] with(SampleHandler[] some, SampleHandler one) {
    SampleHandler[] more = Arrays.copyOf(some, some.length + 1);
    more[some.length] = one;
    return more;
  }

  private static SampleHandler[] without(SampleHandler[] some, SampleHandler one) {
    return Arrays.stream(some).filter(each -> each != one).toArray(SampleHandler[]::new);
  }

  /** What the array talks to. */
  private final class Mouth implements SampleHandler {

    @Override
    public void onBlock(SampleBlock block) {
      latest = block.firstSample() + block.samples() - 1;
      for (SampleHandler listener : listeners) {
        listener.onBlock(block);
      }
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {
      SampleHandler[] last;
      lock.lock();
      try {
        ended = true;
        last = listeners;
        listeners = NOBODY;
      } finally {
        lock.unlock();
      }
      for (SampleHandler listener : last) {
        listener.onEnd(reason);
      }
    }
  }
}
