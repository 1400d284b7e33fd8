package org.wetstack.lab.signal;

/** Plain Java. */
final class ScalarKernel implements Kernel {

  @Override
  public void filter(
      float[] sections, float[] state, short[] in, int from, int frames, int stride, float[] out) {
    for (int frame = from; frame < from + frames; frame++) {
      int at = frame * stride;
      for (int i = at; i < at + stride; i++) {
        out[i] = in[i];
      }
      for (int section = 0; 3 * section < sections.length; section++) {
        next(
            sections[3 * section],
            sections[3 * section + 1],
            sections[3 * section + 2],
            state,
            2 * section * stride,
            stride,
            out,
            at);
      }
    }
  }

  private static void next(
      float b, float a1, float a2, float[] state, int first, int stride, float[] values, int at) {
    int second = first + stride;
    for (int c = 0; c < stride; c++) {
      float in = b * values[at + c];
      float out = in + state[first + c];
      state[first + c] = a1 * out + state[second + c];
      state[second + c] = a2 * out - in;
      values[at + c] = out;
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
      float up,
      float down,
      float least,
      float factor,
      float[] thresholds,
      int stride) {
    for (int c = 0; c < stride; c++) {
      float median = medians[c];
      float moved = Math.max(least, median * (Math.abs(values[at + c]) > median ? up : down));
      medians[c] = moved;
      thresholds[c] = factor * moved;
    }
  }
}
