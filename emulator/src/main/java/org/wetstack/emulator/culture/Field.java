package org.wetstack.emulator.culture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.wetstack.emulator.tissue.Stateful;

/** What cells bring to the electrodes in the samples to come, in nanovolts: a ring of samples. */
final class Field implements Stateful {

  private final int channels;
  private final int mask;

  /** All of it, sample by sample. */
  final float[] nanovolts;

  Field(int channels, int samplesAhead) {
    this.channels = channels;
    int span = Integer.highestOneBit(Math.max(1, samplesAhead)) * 2;
    mask = span - 1;
    nanovolts = new float[span * channels];
  }

  /** Where in {@link #nanovolts} {@code sample} begins. */
  int at(long sample) {
    return (int) (sample & mask) * channels;
  }

  /** {@code sample} has been used. */
  void clear(long sample) {
    int from = at(sample);
    Arrays.fill(nanovolts, from, from + channels, 0);
  }

  void clear() {
    Arrays.fill(nanovolts, 0);
  }

  /**
   * Adds a spike.
   *
   * @param first sample of {@code shape}; those before {@code now} are gone
   * @param troughs in nanovolts, of each of {@code heard}
   */
  void draw(long now, long first, float[] shape, int[] heard, float[] troughs, float size) {
    for (int i = (int) Math.max(0, now - first); i < shape.length; i++) {
      int row = at(first + i);
      float value = shape[i] * size;
      for (int j = 0; j < heard.length; j++) {
        nanovolts[row + heard[j]] += troughs[j] * value;
      }
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (float value : nanovolts) {
      out.writeFloat(value);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (int i = 0; i < nanovolts.length; i++) {
      nanovolts[i] = in.readFloat();
    }
  }
}
