package org.wetstack.emulator.chip;

/**
 * The corners of the amplifiers of one chip, from the fields of registers 4 to 7. On-chip
 * resistors, switched by the fields, set them; how a corner goes with its resistance is a formula
 * of the manufacturer's software, inverted here.
 */
final class Bandwidth {

  /**
   * Resistances of the settings that the sheet lists for 1 kHz to 0.1 Hz. Near 1 kHz the formula of
   * the manufacturer's software is too flat to be inverted, so lower corners are from the list.
   */
  private static final ListedSettings LOW =
      new ListedSettings(
          new double[] {
            5_250, 5_775, 6_125, 6_475, 6_650, 7_175, 7_875, 8_400, 9_450, 11_200, 11_900, 12_950,
            14_350, 17_075, 19_350, 23_200, 32_400, 36_250, 43_000, 55_875, 87_400, 126_375,
            225_525, 511_675, 699_100, 3_768_300
          },
          new double[] {
            1_000, 500, 300, 250, 200, 150, 100, 75, 50, 30, 25, 20, 15, 10, 7.5, 5, 3, 2.5, 2, 1.5,
            1, 0.75, 0.5, 0.3, 0.25, 0.1
          });

  /** Of a polynomial in log10 f: log10 of a resistance. */
  private static final double[] HIGH_1 = {8.0968, -1.1892, 0.04767, 0};

  private static final double[] HIGH_2 = {8.1009, -1.0821, 0.03383, 0};

  private int rh1 = -1;
  private int rh2 = -1;
  private int rlA = -1;
  private int rlB = -1;
  private double highHertz;
  private double lowHertzA;
  private double lowHertzB;

  private void set(int rh1, int rh2, int rlA, int rlB) {
    if (rh1 != this.rh1 || rh2 != this.rh2) {
      this.rh1 = rh1;
      this.rh2 = rh2;
      highHertz = highHertz(rh1, rh2);
    }
    if (rlA != this.rlA) {
      this.rlA = rlA;
      lowHertzA = lowHertz(rlA);
    }
    if (rlB != this.rlB) {
      this.rlB = rlB;
      lowHertzB = lowHertz(rlB);
    }
  }

  /** Registers 4 to 7 are as they are there. */
  void set(Registers registers) {
    set(
        registers.active(Registers.RH1),
        registers.active(Registers.RH2),
        registers.active(Registers.RL_A),
        registers.active(Registers.RL_B));
  }

  double highHertz() {
    return highHertz;
  }

  double lowHertzA() {
    return lowHertzA;
  }

  double lowHertzB() {
    return lowHertzB;
  }

  /** fH: the geometric mean of what the two resistors tell. */
  static double highHertz(int sel1First, int sel2First, int sel1Second, int sel2Second) {
    double first = solve(HIGH_1, (2_200 + 600.0 * sel1First + 29_400.0 * sel2First) / 0.9730, 1, 6);
    double second =
        solve(HIGH_2, (8_700 + 763.0 * sel1Second + 38_400.0 * sel2Second) / 1.0191, 1, 6);
    return Math.sqrt(first * second);
  }

  /** fH of registers 4 and 5. */
  static double highHertz(int rh1, int rh2) {
    return highHertz(rh1 & 0x3F, rh1 >> 6 & 0x1F, rh2 & 0x3F, rh2 >> 6 & 0x1F);
  }

  /** fL of register 6 or 7. */
  static double lowHertz(int rl) {
    return lowHertz(rl & 0x7F, rl >> 7 & 0x3F, rl >> 13 & 1);
  }

  static double lowHertz(int sel1, int sel2, int sel3) {
    return LOW.at(3_500 + 175.0 * sel1 + 12_700.0 * sel2 + 3e6 * sel3);
  }

  /** Bisects for the frequency, where the polynomial falls; outside, the nearer end. */
  private static double solve(double[] coefficients, double resistance, double low, double high) {
    double wanted = StrictMath.log10(resistance);
    double below = low;
    double above = high;
    for (int i = 0; i < 50; i++) {
      double middle = (below + above) / 2;
      if (polynomial(coefficients, middle) > wanted) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return StrictMath.pow(10, (below + above) / 2);
  }

  private static double polynomial(double[] c, double x) {
    return c[0] + x * (c[1] + x * (c[2] + x * c[3]));
  }
}
