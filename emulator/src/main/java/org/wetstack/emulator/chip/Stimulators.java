package org.wetstack.emulator.chip;

/**
 * The output stage of an RHS2116: a source and a sink for each electrode. A source is on where the
 * channel is on, positive, and stimulation enabled by both keys and the pin; a sink where it is on
 * and not positive.
 */
final class Stimulators {

  private static final int KEY_A = 0xAAAA;
  private static final int KEY_B = 0x00FF;
  private static final double TRIM_UP = 0.0022;
  private static final double TRIM_DOWN = 0.0020;

  private final Registers registers;
  private final double biasLossPerStep;
  private final double[] nanoamps = new double[16];
  private boolean pin = true;
  private int on;
  private int stepWord = -1;
  private double step;

  Stimulators(Registers registers, ChipParameters parameters) {
    this.registers = registers;
    biasLossPerStep = parameters.biasLossPerStep();
  }

  void enablePin(boolean high) {
    pin = high;
    refresh();
  }

  boolean enabled() {
    return pin
        && registers.active(Registers.ENABLE_A) == KEY_A
        && registers.active(Registers.ENABLE_B) == KEY_B;
  }

  /** A bit for each channel that drives. */
  int on() {
    return on;
  }

  double nanoamps(int channel) {
    return nanoamps[channel];
  }

  /** The sum of the currents of all sources, or of all sinks without their sign. */
  double sum(boolean sources) {
    double sum = 0;
    for (double current : nanoamps) {
      sum += Math.max(0, sources ? current : -current);
    }
    return sum;
  }

  /** A register of the output stage has changed. */
  void refresh() {
    int was = on;
    on = enabled() ? registers.active(Registers.STIM_ON) : 0;
    if ((on | was) == 0) {
      return;
    }
    int positive = registers.active(Registers.STIM_POSITIVE);
    if (registers.active(Registers.STEP) != stepWord) {
      stepWord = registers.active(Registers.STEP);
      step = CurrentSteps.STIMULATION.nanoamps(stepWord);
    }
    int bias = registers.active(Registers.BIAS);
    int recommended = CurrentSteps.recommendedBias(step);
    double source = step * biased(bias >> 4 & 15, recommended);
    double sink = -step * biased(bias & 15, recommended);
    for (int channel = 0; channel < 16; channel++) {
      if ((on >> channel & 1) == 0) {
        nanoamps[channel] = 0;
      } else if ((positive >> channel & 1) != 0) {
        nanoamps[channel] = source * scale(registers.active(Registers.POSITIVE + channel));
      } else {
        nanoamps[channel] = sink * scale(registers.active(Registers.NEGATIVE + channel));
      }
    }
  }

  private double biased(int bias, int recommended) {
    return Math.max(0, 1 - biasLossPerStep * Math.max(0, recommended - bias));
  }

  /** Steps that the magnitude and trim of {@code word} make. */
  private static double scale(int word) {
    int trim = (word >> 8) - 128;
    return (word & 0xFF) * (1 + (trim > 0 ? TRIM_UP : TRIM_DOWN) * trim);
  }
}
