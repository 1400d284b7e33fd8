package org.wetstack.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.wetstack.hal.SampleBlock;

/**
 * Makes blocks smaller, so that a slow line can carry them: of each {@code factor} samples the
 * least and the greatest are kept, so no spike is lost to the eye. What does not fill a group waits
 * for the next block, or is given as it is by {@link #rest}: if it were left out, a stream with a
 * gap in each group would be one that shows nothing.
 */
final class Decimation {

  static final int MOST = 30_000;

  private final int channels;
  private final int factor;
  private final short[] least;
  private final short[] greatest;
  private short[] row = {};
  private int held;
  private long groupFirst;
  private long first;

  /**
   * @param factor 1 to {@link #MOST}; 0 counts as 1, which keeps every sample as it is
   */
  Decimation(int channels, int factor) {
    if (factor < 0 || factor > MOST) {
      throw new IllegalArgumentException(
          "decimation is 1 (none) to " + MOST + ", not " + Integer.toUnsignedString(factor));
    }
    this.channels = channels;
    this.factor = Math.max(1, factor);
    this.least = new short[channels];
    this.greatest = new short[channels];
  }

  int factor() {
    return factor;
  }

  /** The device's number of the first sample in what {@link #of} gave last. */
  long firstSample() {
    return first;
  }

  /** Forgets the group that is not full; how many samples were in it. */
  int restart() {
    int forgotten = held;
    held = 0;
    return forgotten;
  }

  /** Samples in the group that is not full. */
  int held() {
    return held;
  }

  /**
   * The group that is not full, which is then none: the one sample that is in it, or the least and
   * the greatest of {@link #held}.
   *
   * @throws IllegalStateException if nothing is held
   */
  byte[] rest() {
    if (held == 0) {
      throw new IllegalStateException("there is no group");
    }
    int rows = held == 1 ? 1 : 2;
    ByteBuffer counts =
        ByteBuffer.allocate(rows * channels * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    put(counts, least);
    if (rows == 2) {
      put(counts, greatest);
    }
    first = groupFirst;
    held = 0;
    return counts.array();
  }

  /** The counts to send of {@code block}, little-endian; empty if no group is full. */
  byte[] of(SampleBlock block, int[] from) {
    if (factor == 1) {
      return whole(block, from);
    }
    int groups = (held + block.samples()) / factor;
    ByteBuffer counts =
        ByteBuffer.allocate(groups * 2 * channels * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    first = held > 0 ? groupFirst : block.firstSample();
    if (row.length != block.channels()) {
      row = new short[block.channels()];
    }
    for (int sample = 0; sample < block.samples(); sample++) {
      if (held == 0) {
        groupFirst = block.firstSample() + sample;
        Arrays.fill(least, Short.MAX_VALUE);
        Arrays.fill(greatest, Short.MIN_VALUE);
      }
      block.copy(sample, row, 0);
      for (int i = 0; i < channels; i++) {
        short raw = row[from[i]];
        least[i] = (short) Math.min(least[i], raw);
        greatest[i] = (short) Math.max(greatest[i], raw);
      }
      if (++held == factor) {
        put(counts, least);
        put(counts, greatest);
        held = 0;
      }
    }
    return counts.array();
  }

  private byte[] whole(SampleBlock block, int[] from) {
    first = block.firstSample();
    ByteBuffer counts =
        ByteBuffer.allocate(block.samples() * channels * Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int sample = 0; sample < block.samples(); sample++) {
      for (int i = 0; i < channels; i++) {
        counts.putShort(block.raw(sample, from[i]));
      }
    }
    return counts.array();
  }

  private static void put(ByteBuffer into, short[] counts) {
    for (short count : counts) {
      into.putShort(count);
    }
  }
}
