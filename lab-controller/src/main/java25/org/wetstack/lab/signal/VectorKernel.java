package org.wetstack.lab.signal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** As many channels at once as the processor takes: Java 25 and its incubating Vector API. */
final class VectorKernel implements Kernel {

  private static final VectorSpecies<Float> FLOATS = floats();
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
  private static final int WIDTH = FLOATS.length();

  /** No wider than a stride is a multiple of. */
  private static VectorSpecies<Float> floats() {
    VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
    return preferred.length() > LANES ? FloatVector.SPECIES_512 : preferred;
  }

  /**
   * Frame by frame: each channel has to wait for its own last value, and meanwhile the others are
   * worked on.
   */
  @Override
  public void filter(
      float[] sections,
      float[][] state,
      short[] in,
      int from,
      int frames,
      int stride,
      float[] out) {
    for (int frame = from; frame < from + frames; frame++) {
      int at = frame * stride;
      for (int c = 0; c < stride; c += WIDTH) {
        FloatVector sample =
            (FloatVector) ShortVector.fromArray(SHORTS, in, at + c).castShape(FLOATS, 0);
        section(sections, 0, state[0], state[1], sample, c).intoArray(out, at + c);
      }
      for (int i = 1; 3 * i < sections.length; i++) {
        float[] first = state[2 * i];
        float[] second = state[2 * i + 1];
        for (int c = 0; c < stride; c += WIDTH) {
          FloatVector value = FloatVector.fromArray(FLOATS, out, at + c);
          section(sections, 3 * i, first, second, value, c).intoArray(out, at + c);
        }
      }
    }
  }

  private static FloatVector section(
      float[] sections, int i, float[] first, float[] second, FloatVector in, int c) {
    FloatVector scaled = in.mul(sections[i]);
    FloatVector filtered = scaled.add(FloatVector.fromArray(FLOATS, first, c));
    filtered.mul(sections[i + 1]).add(FloatVector.fromArray(FLOATS, second, c)).intoArray(first, c);
    filtered.mul(sections[i + 2]).sub(scaled).intoArray(second, c);
    return filtered;
  }

  @Override
  public int beyond(
      float[] values, int at, float[] thresholds, float limit, int stride, int[] hits) {
    int count = 0;
    for (int c = 0; c < stride; c += WIDTH) {
      FloatVector value = FloatVector.fromArray(FLOATS, values, at + c);
      VectorMask<Float> below =
          value.compare(VectorOperators.LT, FloatVector.fromArray(FLOATS, thresholds, c));
      VectorMask<Float> above = value.compare(VectorOperators.GT, limit);
      long lanes = below.or(above).toLong();
      while (lanes != 0) {
        hits[count++] = c + Long.numberOfTrailingZeros(lanes);
        lanes &= lanes - 1;
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
    for (int c = 0; c < stride; c += WIDTH) {
      FloatVector median = FloatVector.fromArray(FLOATS, medians, c);
      FloatVector size = FloatVector.fromArray(FLOATS, values, at + c).abs();
      VectorMask<Float> larger = size.compare(VectorOperators.GT, median);
      FloatVector step = FloatVector.broadcast(FLOATS, steps[0]).blend(steps[1], larger);
      FloatVector moved = median.mul(step).max(least);
      moved.intoArray(medians, c);
      moved.mul(factor).intoArray(thresholds, c);
    }
  }
}
