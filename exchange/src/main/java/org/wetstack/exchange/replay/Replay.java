package org.wetstack.exchange.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;

/**
 * One playing of a recording, on a thread of its own, which reads the disk and calls the handler.
 * Samples keep their numbers; what is missing is in {@code missedBefore()}. At the end of the
 * recording the stream is lost, with that as the reason.
 */
final class Replay {

  /** Marks that stand before their block; more of them without a block are damage. */
  private static final int MOST_MARKS = 4_096;

  /** Ends the reading. Has no stack trace, as nobody is to see it. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  private final Recording recording;
  private final int samplesPerBlock;
  private final int speed;
  private final Timebase time;
  private final SampleHandler handler;
  private final Consumer<Replay> over;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final List<Entry.Mark> marks = new ArrayList<>();
  private final short[] rows;
  private final int channels;
  private long first;
  private int filled;
  private long missed;
  private long expected = -1;
  private long zeroSample;
  private long zeroNanos;

  Replay(
      Recording recording,
      int samplesPerBlock,
      int speed,
      Timebase time,
      SampleHandler handler,
      Consumer<Replay> over) {
    this.recording = recording;
    this.samplesPerBlock = samplesPerBlock;
    this.speed = speed;
    this.time = time;
    this.handler = handler;
    this.over = over;
    this.channels = recording.info().layout().channels();
    this.rows = new short[samplesPerBlock * channels];
  }

  void start() {
    Thread thread = new Thread(this::run, "wetstack-replay");
    thread.setDaemon(true);
    thread.start();
  }

  void close() {
    stop.complete(null);
  }

  private void run() {
    Optional<DeviceException> reason;
    try {
      recording.read(this::take);
      flush();
      reason = Optional.of(lost("the recording has ended", null));
    } catch (Stopped e) {
      reason = Optional.empty();
    } catch (IOException | RuntimeException e) {
      reason = Optional.of(lost("the recording cannot be played: " + e.getMessage(), e));
    }
    over.accept(this);
    handler.onEnd(reason);
  }

  private static DeviceException lost(String why, @org.jspecify.annotations.Nullable Exception e) {
    return new DeviceException(
        DeviceException.Reason.LINK_LOST, DeviceException.Outcome.UNKNOWN, why, e);
  }

  private void take(Entry entry) {
    if (stop.isDone()) {
      throw new Stopped();
    }
    if (entry instanceof Entry.Mark mark) {
      if (marks.size() < MOST_MARKS) {
        marks.add(mark);
      }
    } else if (entry instanceof Entry.Block block) {
      block(block);
    }
  }

  private void block(Entry.Block block) {
    if (expected < 0) {
      expected = block.firstSample() - block.missedBefore();
      zeroSample = expected;
      zeroNanos = time.nanoTime();
    }
    if (block.firstSample() != expected || filled == 0) {
      flush();
      missed += Math.max(0, block.firstSample() - expected);
      first = block.firstSample();
    }
    for (int s = 0; s < block.counts().samples(); s++) {
      if (filled == 0) {
        first = block.firstSample() + s;
      }
      block.counts().copy(s, rows, filled * channels);
      filled++;
      if (filled == samplesPerBlock) {
        flush();
      }
    }
    expected = block.end();
  }

  private void flush() {
    if (filled == 0) {
      return;
    }
    pace(first + filled);
    List<Entry.Mark> mine =
        marks.stream()
            .filter(mark -> mark.sample() >= first && mark.sample() < first + filled)
            .toList();
    long end = first + filled;
    marks.removeIf(mark -> mark.sample() < end);
    handler.onBlock(new ReplayedBlock(first, missed, channels, filled, rows, mine));
    missed = 0;
    filled = 0;
  }

  /** Waits until the device would have had the samples before {@code end}. */
  private void pace(long end) {
    if (speed == 0) {
      return;
    }
    double seconds = (double) (end - zeroSample) / recording.info().layout().samplesPerSecond();
    long due = zeroNanos + Math.round(seconds * 1e9 / speed);
    long left = due - time.nanoTime();
    if (left > 0) {
      try {
        time.await(stop, Duration.ofNanos(left));
        throw new Stopped();
      } catch (TimeoutException e) {
        // It is time.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Stopped();
      }
    }
  }
}
