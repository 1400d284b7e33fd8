package org.wetstack.emulator.chip;

/**
 * What an RHS2116 draws from its three supplies, by the figures of its data sheet.
 *
 * @param vddMicroamps from 3.3 V
 * @param positiveMicroamps from VSTIM+
 * @param negativeMicroamps from VSTIM-
 */
public record SupplyCurrent(
    double vddMicroamps, double positiveMicroamps, double negativeMicroamps) {

  private static final double VDD = 3_200;
  private static final double PER_AMPLIFIER_AND_KILOHERTZ = 9.2;
  private static final double PER_KILOSAMPLE = 5.2;
  private static final double LVDS = 5_700;
  private static final double ZCHECK_DAC = 120;

  // A mistake in the silicon: what has no power draws it.
  private static final double PER_DC_AMPLIFIER_OFF = 1_930;
  private static final double POSITIVE = 620;
  private static final double NEGATIVE = 480;

  static SupplyCurrent of(
      Registers registers,
      Outputs outputs,
      double highHertz,
      double conversionsPerSecond,
      boolean lvds) {
    double up = outputs.sourcedNanoamps() / 1_000;
    double down = outputs.sunkNanoamps() / 1_000;
    int amplifiers = Integer.bitCount(registers.active(Registers.AC_POWER) & 0xFFFF);
    int dcOff = 16 - Integer.bitCount(registers.active(Registers.DC_POWER) & 0xFFFF);
    double vdd =
        VDD
            + PER_AMPLIFIER_AND_KILOHERTZ * highHertz / 1_000 * amplifiers
            + PER_KILOSAMPLE * conversionsPerSecond / 1_000
            + (lvds ? LVDS : 0)
            + ((registers.active(Registers.ZCHECK) & 1 << 6) != 0 ? ZCHECK_DAC : 0)
            + PER_DC_AMPLIFIER_OFF * dcOff;
    return new SupplyCurrent(
        vdd + 0.23 * up + 0.10 * down, POSITIVE + 1.15 * up + 0.34 * down, NEGATIVE + 1.31 * down);
  }
}
