package org.wetstack.emulator.chip;

/**
 * The side of an RHS2116 where its electrodes are driven and their voltage against ground is seen:
 * stimulators, both ways of charge recovery, impedance check, DC amplifiers, compliance monitor.
 */
final class Outputs {

  private static final int CHANNELS = 16;
  private static final int MICROVOLTS_PER_DC_CODE = 19_230;
  private static final int DC_MIDDLE = 512;
  private static final int DC_MOST = 1_023;

  private final ChipParameters parameters;
  private final Registers registers;
  private final Stimulators stimulators;
  private final LimitedRecovery limited;
  private final ImpedanceCheck check;
  private final Compliance compliance;
  private final int[] microvolts = new int[CHANNELS];
  private final int[] dcCodes = new int[CHANNELS];
  private int shorted;
  private boolean quiet;

  Outputs(double samplesPerSecond, Registers registers, ChipParameters parameters) {
    this.parameters = parameters;
    this.registers = registers;
    stimulators = new Stimulators(registers, parameters);
    limited = new LimitedRecovery(parameters);
    check = new ImpedanceCheck(samplesPerSecond, parameters);
    compliance = new Compliance(parameters);
  }

  void powerUp(int noise) {
    compliance.powerUp(noise);
    check.powerUp();
    refreshDc();
    refresh();
  }

  /** A register has changed that says what is driven. */
  void refresh() {
    stimulators.refresh();
    boolean mayRecover = !parameters.recoveryNeedsEnable() || stimulators.enabled();
    shorted = mayRecover ? registers.active(Registers.SHORT) : 0;
    limited.connect(mayRecover ? registers.active(Registers.RECOVERY) : 0);
    boolean checking = (registers.active(Registers.ZCHECK) & 1) != 0;
    quiet = (stimulators.on() | shorted | limited.on()) == 0 && !checking;
  }

  /** The power of the DC amplifiers has changed, or what they see. */
  void refreshDc() {
    int power = registers.active(Registers.DC_POWER);
    for (int i = 0; i < CHANNELS; i++) {
      int seen = Math.max(lowestMicrovolts(), Math.min(highestMicrovolts(), microvolts[i]));
      // It inverts, so that half of a code is rounded down.
      int code =
          DC_MIDDLE - Math.floorDiv(seen + MICROVOLTS_PER_DC_CODE / 2, MICROVOLTS_PER_DC_CODE);
      boolean powered = (power >> i & 1) != 0;
      dcCodes[i] = powered ? Math.max(0, Math.min(DC_MOST, code)) : parameters.dcCodeWhenOff();
    }
  }

  void enablePin(boolean high) {
    stimulators.enablePin(high);
    refresh();
  }

  /** So many samples pass. */
  void step(int samples) {
    check.step(registers.active(Registers.ZCHECK_DAC), dacPowered(), samples);
  }

  boolean quiet() {
    return quiet;
  }

  double nanoamps(int electrode) {
    double sum = stimulators.nanoamps(electrode) + limited.nanoamps(electrode);
    int control = registers.active(Registers.ZCHECK);
    if ((control & 1) != 0 && (control >> 8 & 15) == electrode) {
      sum += check.nanoamps(registers.active(Registers.ZCHECK_DAC), dacPowered(), control >> 3 & 3);
    }
    return sum;
  }

  boolean shorts(int electrode) {
    return (shorted >> electrode & 1) != 0;
  }

  void answer(int[] microvolts, boolean[] exceeded, int from) {
    System.arraycopy(microvolts, from, this.microvolts, 0, CHANNELS);
    refreshDc();
    limited.follow(
        microvolts,
        from,
        registers.active(Registers.RECOVERY_TARGET),
        registers.active(Registers.RECOVERY_LIMIT));
    compliance.watch(exceeded, from, stimulators.on());
  }

  int dcCode(int electrode) {
    return dcCodes[electrode];
  }

  Compliance compliance() {
    return compliance;
  }

  /** The sum of the currents of all sources, in nanoamperes. */
  double sourcedNanoamps() {
    return stimulators.sum(true);
  }

  /** The sum of the currents of all sinks, without a sign. */
  double sunkNanoamps() {
    return stimulators.sum(false);
  }

  int lowestMicrovolts() {
    return parameters.lowestMicrovolts();
  }

  int highestMicrovolts() {
    return parameters.highestMicrovolts();
  }

  private boolean dacPowered() {
    return (registers.active(Registers.ZCHECK) & 1 << 6) != 0;
  }
}
