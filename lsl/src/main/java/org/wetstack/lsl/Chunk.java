package org.wetstack.lsl;

import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.SampleBlock;

/** One block as LSL takes it. Used by one thread. */
final class Chunk {

  private static final float NANOVOLTS_PER_MICROVOLT = 1_000;

  private final int channels;
  private final float microvoltsPerCount;
  private final boolean floats;
  private final short[] counts;
  private final float[] microvolts;

  Chunk(ArrayLayout layout, Streams.Format format) {
    channels = layout.channels();
    microvoltsPerCount = layout.nanovoltsPerCount() / NANOVOLTS_PER_MICROVOLT;
    floats = format == Streams.Format.FLOAT32;
    int most = Math.multiplyExact(channels, layout.maxSamplesPerBlock());
    counts = new short[most];
    microvolts = new float[floats ? most : 0];
  }

  /** Sends {@code block}, whose last sample is at {@code at}. */
  void push(SampleBlock block, Outlet to, double at) {
    int values = block.samples() * channels;
    for (int i = 0; i < block.samples(); i++) {
      block.copy(i, counts, i * channels);
    }
    if (!floats) {
      to.push(counts, values, at);
      return;
    }
    for (int i = 0; i < values; i++) {
      microvolts[i] = counts[i] * microvoltsPerCount;
    }
    to.push(microvolts, values, at);
  }
}
