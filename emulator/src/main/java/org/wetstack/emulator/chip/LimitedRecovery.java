package org.wetstack.emulator.chip;

/**
 * Current-limited charge recovery: a driver for each electrode that takes it to a target voltage,
 * with no more than a set current. The sheet tells the current far from the target and the
 * resistance at it; both fit I tanh(ΔV / 75 mV), here as the rational approximation x (27 + x²) /
 * (27 + 9 x²), which is exactly 1 from x = 3.
 */
final class LimitedRecovery {

  private static final double VOLTS_PER_STEP = 1.225 / 128;

  private final double kneeMicrovolts;
  private final double relaxation;
  private final double[] nanoamps = new double[16];
  private int limitWord = -1;
  private double limit;
  private int on;

  LimitedRecovery(ChipParameters parameters) {
    kneeMicrovolts = parameters.recoveryKneeMillivolts() * 1_000;
    relaxation = parameters.recoveryRelaxation();
  }

  void connect(int channels) {
    if (channels == on) {
      return;
    }
    on = channels;
    for (int channel = 0; channel < 16; channel++) {
      if ((channels >> channel & 1) == 0) {
        nanoamps[channel] = 0;
      }
    }
  }

  int on() {
    return on;
  }

  /** What it drives into an electrode, from what voltage that was seen at last. */
  double nanoamps(int channel) {
    return nanoamps[channel];
  }

  /** The electrodes are at {@code microvolts}: the drivers follow. */
  void follow(int[] microvolts, int from, int target, int limitWord) {
    if (limitWord != this.limitWord) {
      this.limitWord = limitWord;
      limit = CurrentSteps.RECOVERY.nanoamps(limitWord);
    }
    double targetMicrovolts = (target - 128) * VOLTS_PER_STEP * 1e6;
    for (int channel = 0; channel < 16; channel++) {
      if ((on >> channel & 1) != 0) {
        double x = (targetMicrovolts - microvolts[from + channel]) / kneeMicrovolts;
        double clipped = Math.max(-3, Math.min(3, x));
        double square = clipped * clipped;
        double aim = limit * clipped * (27 + square) / (27 + 9 * square);
        nanoamps[channel] += relaxation * (aim - nanoamps[channel]);
      }
    }
  }
}
