package org.wetstack.drivers.firmware;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.SampleHandler;
import org.wetstack.protocol.SampleFrame;
import org.wetstack.protocol.v1.StreamStarted;

/**
 * The samples of one recording on their way to its handler: in order, without repeats, and with
 * every gap counted. Blocks come on the link's thread; {@link #end} may come from any.
 */
final class Stream {

  private final SampleHandler handler;
  private final FirmwareBlock block;
  private final ReentrantLock delivering = new ReentrantLock();
  private long expected = -1;
  private boolean over;

  Stream(int channels, SampleHandler handler) {
    this.handler = handler;
    this.block = new FirmwareBlock(channels);
  }

  void begin(StreamStarted started) {
    delivering.lock();
    try {
      expected = started.getFirstSample();
    } finally {
      delivering.unlock();
    }
  }

  /** Hands {@code samples} on. Returns what to end the recording for, if its handler failed. */
  @Nullable DeviceException hear(SampleFrame samples) {
    delivering.lock();
    try {
      // Before the start is confirmed these may be of an earlier recording; what is dropped here
      // shows as missing in the next block, because `expected` is where the device began.
      if (over
          || expected < 0
          || samples.firstSample() < expected
          || !block.wrap(samples, samples.firstSample() - expected)) {
        return null;
      }
      expected = samples.firstSample() + samples.sampleCount();
      handler.onBlock(block);
      return null;
    } catch (RuntimeException | Error e) {
      return new DeviceException(
          Reason.REJECTED, Outcome.NOT_DONE, "the sample handler failed: " + e, e);
    } finally {
      block.release();
      delivering.unlock();
    }
  }

  /** Ends without a word to the handler, which has not begun. */
  void forget() {
    delivering.lock();
    try {
      over = true;
    } finally {
      delivering.unlock();
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
