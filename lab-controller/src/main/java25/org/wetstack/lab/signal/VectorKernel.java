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

  @Override
  public void filter(
      float[] sections, float[] state, short[] in, int from, int frames, int stride, float[] out) {
    for (int c = 0; c < stride; c += WIDTH) {
      first(sections, state, in, from, frames, stride, out, c);
    }
    for (int section = 1; 3 * section < sections.length; section++) {
      for (int c = 0; c < stride; c += WIDTH) {
        next(sections, section, state, from, frames, stride, out, c);
      }
    }
  }

  /** The first section of some channels, from the samples; its state stays in registers. */
  private static void first(
      float[] sections,
      float[] state,
      short[] in,
      int from,
      int frames,
      int stride,
      float[] out,
      int c) {
    FloatVector b = FloatVector.broadcast(FLOATS, sections[0]);
    FloatVector a1 = FloatVector.broadcast(FLOATS, sections[1]);
    FloatVector a2 = FloatVector.broadcast(FLOATS, sections[2]);
    FloatVector first = FloatVector.fromArray(FLOATS, state, c);
    FloatVector second = FloatVector.fromArray(FLOATS, state, stride + c);
    for (int frame = from; frame < from + frames; frame++) {
      int at = frame * stride + c;
      FloatVector sample = (FloatVector) ShortVector.fromArray(SHORTS, in, at).castShape(FLOATS, 0);
      FloatVector scaled = b.mul(sample);
      FloatVector filtered = scaled.add(first);
      first = a1.mul(filtered).add(second);
      second = a2.mul(filtered).sub(scaled);
      filtered.intoArray(out, at);
    }
    first.intoArray(state, c);
    second.intoArray(state, stride + c);
  }

  private static void next(
      float[] sections,
      int section,
      float[] state,
      int from,
      int frames,
      int stride,
      float[] values,
      int c) {
    FloatVector b = FloatVector.broadcast(FLOATS, sections[3 * section]);
    FloatVector a1 = FloatVector.broadcast(FLOATS, sections[3 * section + 1]);
    FloatVector a2 = FloatVector.broadcast(FLOATS, sections[3 * section + 2]);
    int at1 = 2 * section * stride + c;
    int at2 = at1 + stride;
    FloatVector first = FloatVector.fromArray(FLOATS, state, at1);
    FloatVector second = FloatVector.fromArray(FLOATS, state, at2);
    for (int frame = from; frame < from + frames; frame++) {
      int at = frame * stride + c;
      FloatVector scaled = b.mul(FloatVector.fromArray(FLOATS, values, at));
      FloatVector filtered = scaled.add(first);
      first = a1.mul(filtered).add(second);
      second = a2.mul(filtered).sub(scaled);
      filtered.intoArray(values, at);
    }
    first.intoArray(state, at1);
    second.intoArray(state, at2);
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
      float up,
      float down,
      float least,
      float factor,
      float[] thresholds,
      int stride) {
    for (int c = 0; c < stride; c += WIDTH) {
      FloatVector median = FloatVector.fromArray(FLOATS, medians, c);
      FloatVector size = FloatVector.fromArray(FLOATS, values, at + c).abs();
      VectorMask<Float> larger = size.compare(VectorOperators.GT, median);
      FloatVector step = FloatVector.broadcast(FLOATS, down).blend(up, larger);
      FloatVector moved = median.mul(step).max(least);
      moved.intoArray(medians, c);
      moved.mul(factor).intoArray(thresholds, c);
    }
  }
}
