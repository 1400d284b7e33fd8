package org.wetstack.emulator.headstage;

/** What the data sheets recommend for a sampling rate: bias currents, and bandwidths. */
final class Bandwidths {

  /** A quarter of the sampling rate is kept free of aliases well enough by three poles. */
  private static final int SAMPLES_PER_PERIOD = 4;

  /** The upper limits of total rates in kS/s, and the bias words for them. */
  private static final int[][] RHS = {
    {120, 0x0828},
    {140, 0x0428},
    {175, 0x0228},
    {220, 0x0220},
    {280, 0x021A},
    {350, 0x0112},
    {440, 0x00D0},
    {Integer.MAX_VALUE, 0x00C5}
  };

  /** The same, as the biases of the buffer and of the multiplexer. */
  private static final int[][] RHD = {
    {120, 32, 40},
    {140, 16, 40},
    {175, 8, 40},
    {220, 8, 32},
    {280, 8, 26},
    {350, 4, 18},
    {440, 3, 16},
    {525, 3, 7},
    {Integer.MAX_VALUE, 2, 4}
  };

  /** Upper cut-offs in Hz, with the fields sel1 and sel2 of RH1 and of RH2. */
  private static final int[][] HIGH = {
    {7_500, 22, 0, 23, 0}, {5_000, 33, 0, 37, 0}, {3_000, 3, 1, 13, 1}, {2_500, 13, 1, 25, 1},
    {2_000, 27, 1, 44, 1}, {1_500, 1, 2, 23, 2}, {1_000, 46, 2, 30, 3}, {750, 41, 3, 36, 4},
    {500, 30, 5, 43, 6}, {300, 6, 9, 2, 11}, {250, 42, 10, 5, 13}
  };

  private Bandwidths() {}

  /** Register 0 of an RHS2116 that converts so often in all. */
  static int rhsBias(int samplesPerSecond) {
    return row(RHS, samplesPerSecond)[1];
  }

  /** The biases of an RHD2132 that converts so often in all: buffer, multiplexer. */
  static int[] rhdBias(int samplesPerSecond) {
    int[] row = row(RHD, samplesPerSecond);
    return new int[] {row[1], row[2]};
  }

  private static int[] row(int[][] table, int samplesPerSecond) {
    int at = 0;
    while (samplesPerSecond > 1_000L * table[at][0]) {
      at++;
    }
    return table[at];
  }

  /** The fields for the widest bandwidth that suits channels sampled so often, at most 7.5 kHz. */
  static int[] high(int samplesPerSecond) {
    int at = 0;
    while (at < HIGH.length - 1 && HIGH[at][0] * SAMPLES_PER_PERIOD > samplesPerSecond) {
      at++;
    }
    int[] row = HIGH[at];
    return new int[] {row[1], row[2], row[3], row[4]};
  }
}
