package org.wetstack.emulator.chip;

/**
 * The currents that the fields sel1, sel2 and sel3 of registers 34 and 37 select. The sheet lists
 * ten settings of each; between them this is a model: the fields switch resistors in series, and
 * the current goes as the inverse of their sum. The sums of the listed settings are within a few
 * percent of the listed currents; what is left is interpolated on logarithmic scales, so that every
 * listed setting gives its listed current.
 */
final class CurrentSteps {

  /** Steps of the stimulators, register 34. */
  static final CurrentSteps STIMULATION =
      new CurrentSteps(
          new double[] {0.02, 0.00506, 0.490, 30.15},
          new int[] {
            0x000F, 0x0026, 0x005E, 0x00E2, 0x01E5, 0x0519, 0x0A1E, 0x1440, 0x3428, 0x69C0
          },
          new double[] {10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10});

  /** Limits of current-limited recovery, register 37. */
  static final CurrentSteps RECOVERY =
      new CurrentSteps(
          new double[] {0.4, 0.0645, 6.43, 403},
          new int[] {
            0x0009, 0x001A, 0x0047, 0x00B8, 0x0196, 0x03CE, 0x07B2, 0x0F80, 0x2780, 0x4F00
          },
          new double[] {1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1});

  /** The recommended bias of the steps of {@link #STIMULATION}. */
  private static final int[] BIASES = {15, 14, 11, 10, 9, 8, 7, 7, 7, 6};

  private final double[] resistors;
  private final ListedSettings listed;
  private final double[] nanoamps;

  private CurrentSteps(double[] resistors, int[] words, double[] nanoamps) {
    this.resistors = resistors;
    this.nanoamps = nanoamps;
    double[] sums = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      sums[i] = sum(words[i]);
    }
    listed = new ListedSettings(sums, nanoamps);
  }

  /** What a register that holds {@code word} selects, in nanoamperes. */
  double nanoamps(int word) {
    return listed.at(sum(word));
  }

  /** The bias that the sheet recommends with a step: that of the nearest listed one. */
  static int recommendedBias(double stepNanoamps) {
    double[] listed = STIMULATION.nanoamps;
    int nearest = 0;
    for (int i = 1; i < listed.length; i++) {
      // Nearer on a logarithmic scale: beyond the geometric mean of the two.
      if (stepNanoamps * stepNanoamps < listed[i] * listed[i - 1]) {
        nearest = i;
      }
    }
    return BIASES[nearest];
  }

  private double sum(int word) {
    return resistors[0]
        + resistors[1] * (word & 0x7F)
        + resistors[2] * (word >> 7 & 0x3F)
        + resistors[3] * (word >> 13 & 3);
  }
}
