package org.wetstack.emulator.chip;

/**
 * The side of an RHS2116 that records: what registers say of its AC amplifiers, and the codes that
 * its converter finds behind them.
 */
final class Inputs {

  private static final int CHANNELS = Rhs2116.CHANNELS;

  private final double samplesPerSecond;
  private final Registers registers;
  private final Amplifiers amplifiers;
  private final int first;
  private final int number;
  private final Bandwidth bandwidth = new Bandwidth();
  private final int[] sensed = new int[CHANNELS];
  private short[] codes = new short[CHANNELS];
  private int codesFrom;
  private int settled;
  private int lowSelected;
  private boolean changed;

  /**
   * @param number of the chip among those that {@code amplifiers} are of
   */
  Inputs(double samplesPerSecond, Registers registers, Amplifiers amplifiers, int number) {
    this.samplesPerSecond = samplesPerSecond;
    this.registers = registers;
    this.amplifiers = amplifiers;
    this.number = number;
    first = number * CHANNELS;
  }

  /** Whether a trigger changed which amplifiers are settled, or have the other lower corner. */
  boolean selectionDiffers() {
    return registers.active(Registers.SETTLE) != settled
        || registers.active(Registers.LOW_A) != lowSelected;
  }

  /**
   * A register has changed.
   *
   * @param analog whether amplifiers follow it, from the next sample on
   */
  void refresh(boolean analog) {
    changed |= analog;
    lowSelected = registers.active(Registers.LOW_A);
    settle(registers.active(Registers.SETTLE));
  }

  /** What is settled shows its baseline at once, and until the sample after it is released. */
  private void settle(int hold) {
    for (int i = 0; hold != settled && i < CHANNELS; i++) {
      if ((hold >> i & 1) != 0) {
        codes[codesFrom + i] = (short) amplifiers.baseline(first + i);
      }
    }
    settled = hold;
  }

  /** A sample begins: amplifiers follow the registers. */
  void configure() {
    if (!changed) {
      return;
    }
    changed = false;
    bandwidth.set(registers);
    int power = registers.active(Registers.AC_POWER);
    // Beyond this a filter at this rate could not show it.
    double most = 0.45 * samplesPerSecond;
    double lowA = Math.min(most, bandwidth.lowHertzA());
    double lowB = Math.min(most, bandwidth.lowHertzB());
    for (int i = 0; i < CHANNELS; i++) {
      amplifiers.power(first + i, (power >> i & 1) != 0);
      amplifiers.settle(first + i, (settled >> i & 1) != 0);
      amplifiers.lowHertz(first + i, (lowSelected >> i & 1) != 0 ? lowA : lowB);
    }
    amplifiers.highHertz(number, bandwidth.highHertz());
  }

  /** The upper corner that the registers say, in hertz. */
  double highHertz() {
    bandwidth.set(registers);
    return bandwidth.highHertz();
  }

  /** One sample, of amplifiers that are this chip's alone. */
  void sense(int[] nanovolts, int from) {
    System.arraycopy(nanovolts, from, sensed, 0, CHANNELS);
    amplifiers.amplify(sensed, codes, 1);
  }

  /** From now on the converter finds its codes there. */
  void codes(short[] codes, int at) {
    this.codes = codes;
    codesFrom = at;
  }

  int code(int channel) {
    return codes[codesFrom + channel];
  }
}
