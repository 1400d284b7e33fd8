package org.wetstack.emulator.rhx.signal;

/**
 * The program's software filters as cascades of second-order sections. Each section is {@code b0,
 * b1, b2, a1, a2} of {@code y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''}.
 */
final class FilterDesign {

  private static final double NOTCH_BANDWIDTH_HERTZ = 10;

  /** Of a Bessel filter of each order, from its one-pole section on: frequency factor and Q. */
  private static final double[][] BESSEL = {
    {1, 0},
    {1.2736, 0.5773},
    {1.3270, 0, 1.4524, 0.6910},
    {1.4192, 0.5219, 1.5912, 0.8055},
    {1.5069, 0, 1.5611, 0.5635, 1.7607, 0.9165},
    {1.6060, 0.5103, 1.6913, 0.6112, 1.9071, 1.0234},
    {1.6853, 0, 1.7174, 0.5324, 1.8235, 0.6608, 2.0507, 1.1262},
    {1.7837, 0.5060, 1.8376, 0.5596, 1.9591, 0.7109, 2.1953, 1.2258}
  };

  /** Of a Butterworth filter, likewise; its sections all have the cut-off itself. */
  private static final double[][] BUTTERWORTH = {
    {1, 0},
    {1, 0.7071},
    {1, 0, 1, 1.0000},
    {1, 1.3065, 1, 0.5412},
    {1, 0, 1, 0.6180, 1, 1.6181},
    {1, 0.5177, 1, 0.7071, 1, 1.9320},
    {1, 0, 1, 0.5549, 1, 0.8019, 1, 2.2472},
    {1, 0.5098, 1, 0.6013, 1, 0.8999, 1, 2.5628}
  };

  private FilterDesign() {}

  static double[][] notch(double hertz, double sampleRate) {
    double d = StrictMath.exp(-Math.PI * NOTCH_BANDWIDTH_HERTZ / sampleRate);
    double middle = (1 + d * d) * StrictMath.cos(2 * Math.PI * hertz / sampleRate);
    return new double[][] {{(1 + d * d) / 2, -middle, (1 + d * d) / 2, -middle, d * d}};
  }

  /**
   * A low-pass or high-pass.
   *
   * @param order 1 to 8
   */
  static double[][] pass(boolean high, boolean bessel, int order, double hertz, double sampleRate) {
    double[] table = (bessel ? BESSEL : BUTTERWORTH)[order - 1];
    var sections = new double[table.length / 2][];
    for (int i = 0; i < sections.length; i++) {
      double cutoff = high ? hertz / table[2 * i] : hertz * table[2 * i];
      double q = table[2 * i + 1];
      sections[i] =
          q == 0 ? onePole(high, cutoff, sampleRate) : twoPoles(high, cutoff, q, sampleRate);
    }
    return sections;
  }

  private static double[] onePole(boolean high, double cutoff, double sampleRate) {
    double k = StrictMath.exp(-2 * Math.PI * cutoff / sampleRate);
    return high ? new double[] {1, -1, 0, -k, 0} : new double[] {1 - k, 0, 0, -k, 0};
  }

  private static double[] twoPoles(boolean high, double cutoff, double q, double sampleRate) {
    double k = StrictMath.tan(Math.PI * cutoff / sampleRate);
    double norm = 1 / (1 + k / q + k * k);
    double b = high ? norm : k * k * norm;
    double a1 = 2 * (k * k - 1) * norm;
    double a2 = (1 - k / q + k * k) * norm;
    return new double[] {b, high ? -2 * b : 2 * b, b, a1, a2};
  }
}
