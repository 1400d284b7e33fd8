package org.wetstack.drivers.intanrhx;

import java.nio.ByteBuffer;
import java.time.Duration;
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

  private static final int MAGIC = 0x2ef07a08;
  private static final int MAX_GAPS_PER_BLOCK = 8;
  private static final int MAX_GAP_SECONDS = 10;

  private final Session session;
  private final FrameLayout layout;
  private final FrameStore store;
  private final SampleClock clock;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final byte[] block;
  private volatile @Nullable PulseWatch watch;
  private volatile Runnable settled = () -> {};
  private volatile boolean runExpected;
  private volatile long lastHeardNanos;
  private volatile boolean hearing;
  private final AtomicLong blocks = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();
  private int filled;
  private int nextStamp;
  private long lastBlockNanos;
  private boolean broken;

  WaveformStream(Session session, FrameLayout layout, int blocksPerWrite) {
    this.session = session;
    this.layout = layout;
    this.clock = new SampleClock(layout, blocksPerWrite);
    this.block = new byte[layout.blockBytes()];
    this.store = new FrameStore(session.callbacks().telling(), layout.frameBytes());
    this.lastHeardNanos = session.time().nanoTime();
  }

  SampleClock clock() {
    return clock;
  }

  /** The frames, and who reads them. */
  FrameStore store() {
    return store;
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

  /** A recording of {@code band} in blocks of {@code size}, to be added to the store. */
  Recording recording(
      Band band, int size, SampleHandler handler, BiConsumer<Recording, DeviceException> failed) {
    var view = new RhxBlock(layout.offsets(band), layout.frameBytes(), store.marks());
    return new Recording(size, handler, view, failed);
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
    clock.arrived(store.end(), now);
    PulseWatch watching = watch;
    if (watching != null && watching.over(store.end())) {
      settled.run();
    }
    store.deliver(false);
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
    if (store.end() < 0) {
      store.begin(Integer.toUnsignedLong(stamp));
      runSeen();
    } else if (stamp != nextStamp) {
      long lost = Integer.toUnsignedLong(stamp - nextStamp);
      PulseWatch watching = watch;
      if (runExpected) {
        clock.restart();
        if (watching != null) {
          watching.calm();
        }
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
        session
            .callbacks()
            .alarm(
                "",
                "samples-lost",
                lost + " samples are missing from sample " + store.end() + " on");
      }
      store.skip(lost);
      if (watching != null) {
        watching.gap();
      }
    }
    nextStamp = stamp + to - from;
    append(from, to);
  }

  private void append(int from, int to) {
    int at = 4 + from * layout.frameBytes();
    PulseWatch watching = watch;
    if (watching != null) {
      for (int frame = 0; frame < to - from; frame++) {
        watching.look(block, at + frame * layout.frameBytes(), store.end() + frame);
      }
    }
    store.append(block, at, to - from);
  }

  private void runSeen() {
    runExpected = false;
    session.conversation().startAnswered();
  }

  /** How many samples would have come since the last block of the run before. */
  private long restarted(long now) {
    double seconds = (now - lastBlockNanos) * 1e-9;
    return Math.max(1, Math.round(seconds * layout.samplesPerSecond()) - FrameLayout.FRAMES);
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
