package org.wetstack.emulator.culture.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Arrays of numbers in a saved state. */
final class Floats {

  private Floats() {}

  static void write(DataOutput out, float[] values) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  static void read(DataInput in, float[] values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) finite(in.readFloat());
    }
  }

  static double finite(double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IOException("the saved state of an organoid has a number that is none");
    }
    return value;
  }

  /** {@code value}, if it is from {@code least} to {@code most}. */
  static int within(int value, int least, int most) throws IOException {
    if (value < least || value > most) {
      throw new IOException(
          "the saved state of an organoid has "
              + value
              + " where only "
              + least
              + " to "
              + most
              + " make sense");
    }
    return value;
  }
}
