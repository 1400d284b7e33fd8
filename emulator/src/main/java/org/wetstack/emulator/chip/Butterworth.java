package org.wetstack.emulator.chip;

/**
 * The coefficients of a low-pass of three poles, H(z) = (b0 + b1/z + b2/z² + b3/z³) / (1 + a1/z +
 * a2/z² + a3/z³).
 */
record Butterworth(double b0, double b1, double b2, double b3, double a1, double a2, double a3) {

  /** Lets everything pass. */
  static final Butterworth TRANSPARENT = new Butterworth(1, 0, 0, 0, 0, 0, 0);

  /**
   * From 1 / ((s + 1) (s² + s + 1)) by the bilinear transform, prewarped: half the power at {@code
   * hertz}.
   */
  static Butterworth lowPass(double hertz, double samplesPerSecond) {
    double k = StrictMath.tan(StrictMath.PI * hertz / samplesPerSecond);
    double square = k * k;
    // (s + 1) -> pole p, (s² + s + 1) -> 1 + u/z + v/z².
    double p = (k - 1) / (k + 1);
    double norm = 1 / (1 + k + square);
    double u = 2 * (square - 1) * norm;
    double v = (1 - k + square) * norm;
    double gain = k / (k + 1) * square * norm;
    return new Butterworth(gain, 3 * gain, 3 * gain, gain, u + p, v + u * p, v * p);
  }
}
