package org.wetstack.drivers.intanrhx;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.SampleHandler;

/**
 * The samples of one band on their way to a handler: in order, without repeats, and with every gap
 * counted. Frames come on the waveform link's thread; {@link #end} may come from any.
 */
final class Recording {

  private final int size;
  private final SampleHandler handler;
  private final RhxBlock block;
  private final BiConsumer<Recording, DeviceException> failed;
  private final ReentrantLock delivering = new ReentrantLock();
  private long next = -1;
  private long missed;
  private boolean over;

  /**
   * @param failed told when the handler has thrown: ends this recording
   */
  Recording(
      int size,
      SampleHandler handler,
      RhxBlock block,
      BiConsumer<Recording, DeviceException> failed) {
    this.size = size;
    this.handler = handler;
    this.block = block;
    this.failed = failed;
  }

  /** The sample that the next block begins with; negative before anything has come. */
  long next() {
    return next;
  }

  /** Frames come from {@code sample} on. Only the first such word counts. */
  void comes(long sample) {
    if (next < 0) {
      next = sample;
    }
  }

  /** The {@code lost} samples from {@code sample} on will not come. */
  void gap(long sample, long lost) {
    if (next >= 0) {
      next = sample + lost;
      missed += lost;
    }
  }

  /**
   * Hands out what there is in whole blocks, and the rest too if a gap follows.
   *
   * @param first the sample at the beginning of {@code frames}
   * @param end the sample after the last one in {@code frames}
   */
  void deliver(byte[] frames, int frameBytes, long first, long end, boolean rest) {
    DeviceException failure = null;
    delivering.lock();
    try {
      while (!over && next >= 0 && (end - next >= size || (rest && end > next))) {
        int count = (int) Math.min(size, end - next);
        block.wrap(frames, (int) (next - first) * frameBytes, next, missed, count);
        next += count;
        missed = 0;
        handler.onBlock(block);
      }
    } catch (RuntimeException | Error e) {
      failure =
          new DeviceException(
              Reason.REJECTED, Outcome.NOT_DONE, "the sample handler failed: " + e, e);
    } finally {
      block.release();
      delivering.unlock();
    }
    if (failure != null) {
      failed.accept(this, failure);
    }
  }

  /** Tells the handler, once and as the last thing. */
  void end(Optional<DeviceException> reason) {
    delivering.lock();
    try {
      if (!over) {
        over = true;
        handler.onEnd(reason);
      }
    } finally {
      delivering.unlock();
    }
  }
}
