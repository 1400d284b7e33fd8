package org.wetstack.drivers.intanrhx;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;

/**
 * The waveform socket: cuts it into blocks and frames, counts samples on beyond the 32 bits of RHX
 * and over its restarts, and hands frames to the recordings. Everything but adding and removing
 * recordings happens on the link's thread, without allocation per block.
 */
final class WaveformStream implements LinkHandler {

  /** The largest block a recording may ask for. */
  static final int MAX_SAMPLES = 1_024;

  private static final int MAGIC = 0x2ef07a08;
  private static final int STORE = 2 * MAX_SAMPLES + FrameLayout.FRAMES;
  private static final int MAX_GAPS_PER_BLOCK = 8;
  private static final int MAX_GAP_SECONDS = 10;

  private final Session session;
  private final FrameLayout layout;
  private final PulseMarks marks = new PulseMarks(STORE);
  private final SampleClock clock;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final byte[] block;
  private final byte[] store;
  private volatile List<Recording> recordings = List.of();
  private volatile @Nullable PulseWatch watch;
  private volatile Runnable settled = () -> {};
  private volatile boolean runExpected;
  private volatile long lastHeardNanos;
  private volatile boolean hearing;
  private final AtomicLong blocks = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();
  private long end = -1;
  private int filled;
  private int nextStamp;
  private long storeFirst;
  private long lastBlockNanos;
  private boolean broken;

  WaveformStream(Session session, FrameLayout layout, int blocksPerWrite) {
    this.session = session;
    this.layout = layout;
    this.clock = new SampleClock(layout, blocksPerWrite);
    this.block = new byte[layout.blockBytes()];
    this.store = new byte[STORE * layout.frameBytes()];
    this.lastHeardNanos = session.time().nanoTime();
  }

  SampleClock clock() {
    return clock;
  }

  PulseMarks marks() {
    return marks;
  }

  /** Completes with the first samples. */
  CompletableFuture<Void> begun() {
    return begun;
  }

  long blocks() {
    return blocks.get();
  }

  long gaps() {
    return gaps.get();
  }

  /** For how long nothing has come, though a handler that dawdles was not in the way. */
  Duration silence(long nowNanos) {
    return hearing ? Duration.ZERO : Duration.ofNanos(nowNanos - lastHeardNanos);
  }

  /**
   * Has the STIM words looked at.
   *
   * @param settled called when a stimulus is over, before its last samples are handed out
   */
  void watchedBy(PulseWatch watch, Runnable settled) {
    this.settled = settled;
    this.watch = watch;
  }

  /** The next timestamp that does not continue is the first one of a new run. */
  void expectRun() {
    runExpected = true;
  }

  /** A recording of {@code band} in blocks of {@code size}, which gets samples once added. */
  Recording recording(
      Band band, int size, SampleHandler handler, BiConsumer<Recording, DeviceException> failed) {
    var block = new RhxBlock(layout.offsets(band), layout.frameBytes(), marks);
    return new Recording(size, handler, block, failed);
  }

  /** Hands out samples to {@code recording} from the next frame on. */
  void add(Recording recording) {
    change(recording, true);
  }

  /** Hands out nothing more to {@code recording}; the caller ends it. */
  void remove(Recording recording) {
    change(recording, false);
  }

  private synchronized void change(Recording recording, boolean add) {
    var changed = new ArrayList<>(recordings);
    changed.remove(recording);
    if (add) {
      changed.add(recording);
    }
    recordings = List.copyOf(changed);
  }

  @Override
  public void onBytes(Link link, ByteBuffer bytes) {
    hearing = true;
    try {
      hear(bytes, session.time().nanoTime());
    } finally {
      lastHeardNanos = session.time().nanoTime();
      hearing = false;
    }
  }

  private void hear(ByteBuffer bytes, long now) {
    while (bytes.hasRemaining() && !broken) {
      int count = Math.min(bytes.remaining(), block.length - filled);
      bytes.get(block, filled, count);
      filled += count;
      if (filled == block.length) {
        filled = 0;
        if (sound()) {
          take(now);
        }
      }
    }
  }

  /** Whether the block is what was agreed. A layout that changed shows here, before any harm. */
  private boolean sound() {
    int breaks = 0;
    boolean plausible = word(0) == MAGIC;
    for (int frame = 1; frame < FrameLayout.FRAMES && plausible; frame++) {
      int lost = stamp(frame) - stamp(frame - 1) - 1;
      breaks += lost == 0 ? 0 : 1;
      plausible =
          breaks <= MAX_GAPS_PER_BLOCK
              && lost >= 0
              && lost <= MAX_GAP_SECONDS * layout.samplesPerSecond();
    }
    if (!plausible) {
      breakOff(
          "the samples of RHX do not have the layout that was agreed: somebody has changed its TCP"
              + " data outputs, or something else listens there");
    }
    return plausible;
  }

  private void breakOff(String why) {
    broken = true;
    session.fail(new DeviceException(Reason.PROTOCOL, Outcome.UNKNOWN, why));
  }

  private void take(long now) {
    int from = 0;
    while (from < FrameLayout.FRAMES && !broken) {
      int to = from + 1;
      while (to < FrameLayout.FRAMES && stamp(to) == stamp(to - 1) + 1) {
        to++;
      }
      take(from, to, now);
      from = to;
    }
    if (broken) {
      return;
    }
    lastBlockNanos = now;
    blocks.incrementAndGet();
    clock.arrived(end, now);
    PulseWatch watching = watch;
    if (watching != null && watching.over(end)) {
      settled.run();
    }
    deliver(false);
    if (watching != null) {
      watching.report();
    }
    if (!begun.isDone()) {
      begun.complete(null);
    }
  }

  /** Takes consecutive frames. */
  private void take(int from, int to, long now) {
    int stamp = stamp(from);
    if (end < 0) {
      end = Integer.toUnsignedLong(stamp);
      storeFirst = end;
      runSeen();
    } else if (stamp != nextStamp) {
      long lost = Integer.toUnsignedLong(stamp - nextStamp);
      if (runExpected) {
        clock.restart();
        runSeen();
        lost = restarted(now);
      } else if (lost > Integer.MAX_VALUE) {
        breakOff(
            "the timestamps of RHX went back from "
                + Integer.toUnsignedString(nextStamp)
                + " to "
                + Integer.toUnsignedString(stamp)
                + ": somebody has started it anew");
        return;
      } else {
        gaps.incrementAndGet();
        session.alarm("", "samples-lost", lost + " samples are missing from sample " + end + " on");
      }
      skip(lost);
    }
    nextStamp = stamp + to - from;
    append(from, to);
  }

  private void runSeen() {
    runExpected = false;
    session.conversation().runSeen();
  }

  /** How many samples would have come since the last block of the run before. */
  private long restarted(long now) {
    double seconds = (now - lastBlockNanos) * 1e-9;
    return Math.max(1, Math.round(seconds * layout.samplesPerSecond()) - FrameLayout.FRAMES);
  }

  private void skip(long lost) {
    deliver(true);
    PulseWatch watching = watch;
    if (watching != null) {
      watching.gap();
    }
    for (Recording recording : recordings) {
      recording.gap(end, lost);
    }
    end += lost;
    storeFirst = end;
    marks.forgetBefore(end);
  }

  private void append(int from, int to) {
    int frameBytes = layout.frameBytes();
    makeRoom();
    List<Recording> hearing = recordings;
    for (int i = 0; i < hearing.size(); i++) {
      hearing.get(i).comes(end);
    }
    int at = 4 + from * frameBytes;
    int length = (to - from) * frameBytes;
    System.arraycopy(block, at, store, (int) (end - storeFirst) * frameBytes, length);
    PulseWatch watching = watch;
    if (watching != null) {
      for (int frame = 0; frame < to - from; frame++) {
        watching.look(block, at + frame * frameBytes, end + frame);
      }
    }
    end = end + to - from;
  }

  /** Makes room for a block by forgetting what every recording has had. */
  private void makeRoom() {
    if (end - storeFirst + FrameLayout.FRAMES <= STORE) {
      return;
    }
    long oldest = end;
    List<Recording> hearing = recordings;
    for (int i = 0; i < hearing.size(); i++) {
      long next = hearing.get(i).next();
      oldest = next < 0 ? oldest : Math.min(oldest, next);
    }
    int frameBytes = layout.frameBytes();
    int from = (int) (oldest - storeFirst) * frameBytes;
    System.arraycopy(store, from, store, 0, (int) (end - oldest) * frameBytes);
    storeFirst = oldest;
    marks.forgetBefore(oldest);
  }

  private void deliver(boolean rest) {
    List<Recording> hearing = recordings;
    if (hearing.isEmpty()) {
      return;
    }
    boolean outer = session.enter();
    try {
      for (int i = 0; i < hearing.size(); i++) {
        hearing.get(i).deliver(store, layout.frameBytes(), storeFirst, end, rest);
      }
    } finally {
      session.leave(outer);
    }
  }

  private int stamp(int frame) {
    return word(4 + frame * layout.frameBytes());
  }

  private int word(int at) {
    return (block[at] & 0xff)
        | ((block[at + 1] & 0xff) << 8)
        | ((block[at + 2] & 0xff) << 16)
        | (block[at + 3] << 24);
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    String why = cause == null ? "it was closed" : String.valueOf(cause.getMessage());
    session.fail(
        new DeviceException(
            Reason.LINK_LOST, Outcome.UNKNOWN, "the waveform link to RHX is lost: " + why, cause));
  }
}
