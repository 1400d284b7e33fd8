package org.wetstack.lab.signal;

/** Plain Java. */
final class ScalarKernel implements Kernel {

  /** In a row and loops of its own: so C2 does several channels at once also on Java 17. */
  @Override
  public void filter(
      float[] sections,
      float[][] state,
      short[] in,
      int from,
      int frames,
      int stride,
      float[] out) {
    float[] row = state[state.length - 1];
    for (int frame = from; frame < from + frames; frame++) {
      widen(in, frame * stride, row);
      for (int i = 0; 3 * i < sections.length; i++) {
        section(
            sections[3 * i],
            sections[3 * i + 1],
            sections[3 * i + 2],
            state[2 * i],
            state[2 * i + 1],
            row);
      }
      System.arraycopy(row, 0, out, frame * stride, stride);
    }
  }

  private static void widen(short[] in, int at, float[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = in[at + c];
    }
  }

  private static void section(
      float b, float a1, float a2, float[] first, float[] second, float[] row) {
    for (int c = 0; c < row.length; c++) {
      float in = b * row[c];
      float out = in + first[c];
      first[c] = a1 * out + second[c];
      second[c] = a2 * out - in;
      row[c] = out;
    }
  }

  @Override
  public int beyond(
      float[] values, int at, float[] thresholds, float limit, int stride, int[] hits) {
    int count = 0;
    for (int c = 0; c < stride; c++) {
      float value = values[at + c];
      if (value < thresholds[c] || value > limit) {
        hits[count++] = c;
      }
    }
    return count;
  }

  @Override
  public void follow(
      float[] values,
      int at,
      float[] medians,
      float[] steps,
      float least,
      float factor,
      float[] thresholds,
      int stride) {
    for (int c = 0; c < stride; c++) {
      float median = medians[c];
      // The sign as an index: which way a median goes is a coin toss that no branch predicts.
      int larger = Float.floatToRawIntBits(median - Math.abs(values[at + c])) >>> 31;
      float moved = median * steps[larger];
      if (moved < least) {
        moved = least;
      }
      medians[c] = moved;
      thresholds[c] = factor * moved;
    }
  }
}
