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
   * All frames of some channels before the next ones, two sections at once: so their state and the
   * values between the two stay in registers, and neither waits for the other.
   */
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
    int count = 0;
    for (int i = 0; 3 * i < sections.length; i += 2) {
      boolean widens = i == 0;
      float b1 = sections[3 * i];
      float b2 = sections[3 * i + 3];
      float p1 = sections[3 * i + 1];
      float p2 = sections[3 * i + 4];
      float q1 = sections[3 * i + 2];
      float q2 = sections[3 * i + 5];
      float[] row1 = state[2 * i];
      float[] row2 = state[2 * i + 1];
      float[] row3 = state[2 * i + 2];
      float[] row4 = state[2 * i + 3];
      count = 0;
      for (int c = 0; c < stride; c += WIDTH) {
        FloatVector threshold = FloatVector.fromArray(FLOATS, thresholds, c);
        FloatVector first = FloatVector.fromArray(FLOATS, row1, c);
        FloatVector second = FloatVector.fromArray(FLOATS, row2, c);
        FloatVector third = FloatVector.fromArray(FLOATS, row3, c);
        FloatVector fourth = FloatVector.fromArray(FLOATS, row4, c);
        VectorMask<Float> outside = FLOATS.maskAll(false);
        for (int frame = from; frame < from + frames; frame++) {
          FloatVector scaled =
              (widens
                      ? widened(in, frame * stride + c)
                      : FloatVector.fromArray(FLOATS, out[frame], c))
                  .mul(b1);
          FloatVector value = scaled.add(first);
          first = value.mul(p1).add(second);
          second = value.mul(q1).sub(scaled);
          scaled = value.mul(b2);
          value = scaled.add(third);
          third = value.mul(p2).add(fourth);
          fourth = value.mul(q2).sub(scaled);
          value.intoArray(out[frame], c);
          outside =
              outside
                  .or(value.compare(VectorOperators.LT, threshold))
                  .or(value.compare(VectorOperators.GT, limit));
        }
        first.intoArray(row1, c);
        second.intoArray(row2, c);
        third.intoArray(row3, c);
        fourth.intoArray(row4, c);
        for (long lanes = outside.toLong(); lanes != 0; lanes &= lanes - 1) {
          hits[count++] = c + Long.numberOfTrailingZeros(lanes);
        }
      }
    }
    return count;
  }

  private static FloatVector widened(short[] in, int at) {
    return (FloatVector) ShortVector.fromArray(SHORTS, in, at).castShape(FLOATS, 0);
  }

  @Override
  public void follow(
      float[] values,
      float[] medians,
      float[] steps,
      float least,
      float factor,
      float[] thresholds) {
    for (int c = 0; c < values.length; c += WIDTH) {
      FloatVector median = FloatVector.fromArray(FLOATS, medians, c);
      FloatVector size = FloatVector.fromArray(FLOATS, values, c).abs();
      VectorMask<Float> larger = size.compare(VectorOperators.GT, median);
      FloatVector step = FloatVector.broadcast(FLOATS, steps[0]).blend(steps[1], larger);
      FloatVector moved = median.mul(step).max(least);
      moved.intoArray(medians, c);
      moved.mul(factor).intoArray(thresholds, c);
    }
  }
}
