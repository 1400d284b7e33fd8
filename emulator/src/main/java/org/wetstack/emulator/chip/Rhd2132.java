package org.wetstack.emulator.chip;

/** An Intan RHD2132, which records from 32 electrodes. */
public final class Rhd2132 extends Rhd {

  private static final RhdSpec SPEC = new RhdSpec("RHD2132", 32, false, 1, true);

  /**
   * Just powered.
   *
   * @param samplesPerSecond how often {@link #sense} will be called
   * @param seed of what is indeterminate at power-up, and of what differs from chip to chip
   */
  public Rhd2132(double samplesPerSecond, ChipParameters parameters, long seed) {
    super(SPEC, samplesPerSecond, parameters, seed);
  }

  /** The same, as number {@code number} of those that {@code amplifiers} are of. */
  public Rhd2132(
      Amplifiers amplifiers,
      int number,
      double samplesPerSecond,
      ChipParameters parameters,
      long seed) {
    super(SPEC, amplifiers, number, samplesPerSecond, parameters, seed);
  }
}
