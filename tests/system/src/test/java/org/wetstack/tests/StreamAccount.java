package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/** Checks that a stream of {@link NumberedTissue} is what it says, and keeps the book of it. */
final class StreamAccount implements SampleHandler {

  private long first = -1;
  private long end;
  private long blocks;
  private long samples;
  private long missed;
  private boolean over;

  /** The sample with which the stream began, whether it came or was missed; -1 before that. */
  synchronized long first() {
    return first;
  }

  /** The sample after the last one that came. */
  synchronized long end() {
    return end;
  }

  synchronized long blocks() {
    return blocks;
  }

  synchronized long samples() {
    return samples;
  }

  synchronized long missed() {
    return missed;
  }

  synchronized boolean over() {
    return over;
  }

  @Override
  public synchronized void onBlock(SampleBlock block) {
    skip(block.firstSample() - block.missedBefore(), block.missedBefore());
    for (int s = 0; s < block.samples(); s++) {
      for (int c = 0; c < block.channels(); c++) {
        check(block.firstSample() + s, c, block.raw(s, c));
      }
    }
    take(block.samples());
  }

  /** {@code count} samples from {@code from} on did not come. */
  synchronized void skip(long from, long count) {
    assertTrue(!over, "after the end");
    if (first < 0) {
      first = from;
      end = from;
    }
    assertEquals(end, from, "neither sent nor told as missing");
    end += count;
    missed += count;
  }

  static void check(long sample, int channel, short counts) {
    if (NumberedTissue.counts(sample, channel) != counts) {
      assertEquals(
          NumberedTissue.counts(sample, channel),
          counts,
          "sample " + sample + " of channel " + channel);
    }
  }

  /** So many samples came. */
  synchronized void take(int count) {
    end += count;
    samples += count;
    blocks++;
  }

  @Override
  public synchronized void onEnd(Optional<DeviceException> reason) {
    over = reason.isEmpty();
  }
}
