package org.wetstack.emulator.culture.electrode;

/**
 * A constant-phase element of 1 kΩ at 1 kHz as a row of parallel resistors and capacitors, and a
 * last capacitor: the distribution of relaxation times of (jω)^-α, which is sin(πα)/π × τ^α for
 * each unit of ln τ (Cole and Cole 1941), taken at times five-fold apart. Times shorter than that
 * are a resistor, longer ones the last capacitor. Within 3 % and 2° of the element from 10 Hz to 10
 * kHz.
 */
final class Ladder {

  /** Branches before the last capacitor. */
  static final int BRANCHES = 9;

  private static final double SHORTEST_SECONDS = 1.5e-6;
  private static final double STEP = 5;

  /** Of each branch: what is left of its voltage after one sample. */
  final double[] keep = new double[BRANCHES];

  /** Of each branch: microvolts for each nanoamp that flows for one sample. */
  final double[] gain = new double[BRANCHES];

  /** The sum of {@link #gain}. */
  final double gainSum;

  /** Resistance of all that is faster than the branches, in kiloohms. */
  final double fastKiloohms;

  /** One over the last capacitor, in kiloohms a second. */
  final double elastance;

  private final double[] kiloohms = new double[BRANCHES];
  private final double[] seconds = new double[BRANCHES];

  Ladder(double exponent, int samplesPerSecond) {
    double width = StrictMath.log(STEP);
    double density =
        StrictMath.sin(Math.PI * exponent)
            / Math.PI
            * StrictMath.pow(2 * Math.PI * 1_000, exponent);
    double sum = 0;
    double tau = SHORTEST_SECONDS;
    for (int k = 0; k < BRANCHES; k++) {
      seconds[k] = tau;
      kiloohms[k] = density * StrictMath.pow(tau, exponent) * width;
      keep[k] = StrictMath.exp(-1.0 / samplesPerSecond / tau);
      gain[k] = kiloohms[k] * (1 - keep[k]);
      sum += gain[k];
      tau *= STEP;
    }
    gainSum = sum;
    double edge = Math.sqrt(STEP);
    fastKiloohms = density * StrictMath.pow(SHORTEST_SECONDS / edge, exponent) / exponent;
    elastance =
        density * StrictMath.pow(seconds[BRANCHES - 1] * edge, exponent - 1) / (1 - exponent);
  }

  /** Real and imaginary part at {@code hertz}, in kiloohms; without leak. */
  double[] impedance(double hertz) {
    double omega = 2 * Math.PI * hertz;
    double real = fastKiloohms;
    double imaginary = -elastance / omega;
    for (int k = 0; k < BRANCHES; k++) {
      double x = omega * seconds[k];
      real += kiloohms[k] / (1 + x * x);
      imaginary -= kiloohms[k] * x / (1 + x * x);
    }
    return new double[] {real, imaginary};
  }

  /** What is left of the voltage of branch {@code k} after that many seconds. */
  double keepAfter(int k, double elapsedSeconds) {
    return StrictMath.exp(-elapsedSeconds / seconds[k]);
  }
}
