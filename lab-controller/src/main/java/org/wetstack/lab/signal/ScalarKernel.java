package org.wetstack.lab.signal;

import java.util.Arrays;

/**
 * Plain Java. Java 17 does several channels of a loop at once only if all its arrays are read and
 * written from the same index on: hence the rows. It never converts several shorts at once.
 */
final class ScalarKernel implements Kernel {

  /** A float whose last bit is worth 1: added to a count, it holds that in its last bits. */
  private static final float BIAS = 0x1.8p23f;

  private static final int BIAS_BITS = Float.floatToRawIntBits(BIAS);

  /** So much that any difference of floats near a median becomes at least 1. */
  private static final float STEEP = 1e30f;

  @Override
  public int filter(
      float[] sections,
      float[][] state,
      short[] in,
      int from,
      int frames,
      int stride,
      float[][] out,
      float[] thresholds,
      float limit,
      int[] hits) {
    float[] outside = state[state.length - 1];
    Arrays.fill(outside, 0);
    for (int frame = from; frame < from + frames; frame++) {
      float[] row = out[frame];
      widen(in, frame * stride, row);
      float bias = BIAS;
      for (int i = 0; 3 * i < sections.length; i++) {
        section(
            sections[3 * i],
            sections[3 * i + 1],
            sections[3 * i + 2],
            state[2 * i],
            state[2 * i + 1],
            bias,
            row);
        bias = 0;
      }
      look(row, thresholds, limit, outside);
    }
    return collect(outside, hits);
  }

  /** Counts plus the bias, made as ints: that is faster than a conversion. */
  private static void widen(short[] in, int at, float[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = Float.intBitsToFloat(BIAS_BITS + in[at + c]);
    }
  }

  private static void section(
      float b, float a1, float a2, float[] first, float[] second, float bias, float[] row) {
    for (int c = 0; c < row.length; c++) {
      float in = b * (row[c] - bias);
      float out = in + first[c];
      first[c] = a1 * out + second[c];
      second[c] = a2 * out - in;
      row[c] = out;
    }
  }

  /** Adds something negative to what is {@code outside}: a branch would be slower. */
  private static void look(float[] row, float[] thresholds, float limit, float[] outside) {
    for (int c = 0; c < row.length; c++) {
      float product = (row[c] - thresholds[c]) * (limit - row[c]);
      outside[c] += product - Math.abs(product);
    }
  }

  private static int collect(float[] outside, int[] hits) {
    int count = 0;
    for (int c = 0; c < outside.length; c++) {
      if (Float.floatToRawIntBits(outside[c]) < 0) {
        hits[count++] = c;
      }
    }
    return count;
  }

  @Override
  public void follow(
      float[] values,
      float[] medians,
      float[] steps,
      float least,
      float factor,
      float[] thresholds) {
    move(values, medians, steps[0], steps[1] - steps[0], least, factor, thresholds);
  }

  /** The two steps are so near each other that their difference is exact. */
  private static void move(
      float[] values,
      float[] medians,
      float down,
      float more,
      float least,
      float factor,
      float[] thresholds) {
    for (int c = 0; c < medians.length; c++) {
      float larger = Math.min(1, Math.max(0, (Math.abs(values[c]) - medians[c]) * STEEP));
      float moved = Math.max(least, medians[c] * (down + larger * more));
      medians[c] = moved;
      thresholds[c] = factor * moved;
    }
  }
}
