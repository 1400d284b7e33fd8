package org.wetstack.emulator.culture;

/**
 * The extracellular spike of one kind of cell, for a trough of 1: down in 0.3 ms, up to the
 * after-peak, and back to nothing within 1.5 ms in all. Kept for eight positions of its beginning
 * between two samples.
 */
final class Waveform {

  /** From the beginning to the trough. */
  static final int TROUGH_MICROS = 300;

  private static final int PHASES = 8;
  private static final int TOTAL_MICROS = 1_500;

  private final float[][] shapes = new float[PHASES][];

  Waveform(int samplesPerSecond, double afterPeak, double troughToPeakMicros) {
    for (int phase = 0; phase < PHASES; phase++) {
      // The first sample comes that much after the beginning.
      double first = 1 - (phase + 0.5) / PHASES;
      int length = (int) (TOTAL_MICROS * 1e-6 * samplesPerSecond - first) + 1;
      shapes[phase] = new float[Math.max(1, length)];
      for (int i = 0; i < shapes[phase].length; i++) {
        double micros = (i + first) * 1e6 / samplesPerSecond;
        shapes[phase][i] = (float) at(micros, afterPeak, troughToPeakMicros);
      }
    }
  }

  private static double at(double micros, double afterPeak, double troughToPeakMicros) {
    double peak = TROUGH_MICROS + troughToPeakMicros;
    if (micros < TROUGH_MICROS) {
      return -smooth(micros / TROUGH_MICROS);
    } else if (micros < peak) {
      return -1 + (1 + afterPeak) * smooth((micros - TROUGH_MICROS) / troughToPeakMicros);
    } else {
      return afterPeak * (1 - smooth(Math.min(1, (micros - peak) / (TOTAL_MICROS - peak))));
    }
  }

  /** From 0 to 1, level at both ends. */
  private static double smooth(double x) {
    return x * x * (3 - 2 * x);
  }

  /** The samples of a spike that begins {@code part} (0 to 1) of a period after a sample. */
  float[] beginning(double part) {
    return shapes[(int) (part * PHASES)];
  }

  static int longest(int samplesPerSecond) {
    return (int) (TOTAL_MICROS * 1e-6 * samplesPerSecond) + 2;
  }
}
