package org.wetstack.emulator.fluidics;

import org.wetstack.emulator.tissue.Parameter;

/** What a syringe pump is made of, apart from its firmware. */
public record Mechanics(
    @Parameter(value = "travel of the plunger for one step", unit = "mm", least = 1e-7, most = 1)
        double stepMillimeters,
    @Parameter(value = "inner diameter of the syringe", unit = "mm", least = 0.05, most = 100)
        double boreMillimeters,
    @Parameter(value = "travel from full to empty", unit = "mm", least = 0.1, most = 1_000)
        double strokeMillimeters,
    @Parameter(value = "lost after a change of direction", unit = "steps", most = 100_000)
        int backlashSteps,
    @Parameter(value = "stretch of syringe and tube", unit = "nL/kPa", most = 10_000)
        double complianceNanolitersPerKilopascal,
    @Parameter(value = "time in which a stretched tube relaxes to 1/e", unit = "s", most = 3_600)
        double tubeSeconds,
    @Parameter(value = "pressure at which the motor stalls", unit = "kPa", least = 1, most = 1e5)
        double stallKilopascals,
    @Parameter(value = "what a reservoir holds at first", unit = "nL", most = 1e12)
        long reservoirNanoliters) {

  private static final double NANOLITERS_PER_CUBIC_MILLIMETER = 1_000;

  /**
   * A stiff pump without play: everything that is pushed comes out at once. Its reservoir holds 50
   * mL.
   */
  public static Mechanics ideal(
      double stepMillimeters, double boreMillimeters, double strokeMillimeters) {
    return new Mechanics(
        stepMillimeters, boreMillimeters, strokeMillimeters, 0, 0, 0, 300, 50_000_000);
  }

  /** The same with the play of a worn screw, and a tube that stretches. */
  public Mechanics worn(int backlashSteps, double nanolitersPerKilopascal, double tubeSeconds) {
    return new Mechanics(
        stepMillimeters,
        boreMillimeters,
        strokeMillimeters,
        backlashSteps,
        nanolitersPerKilopascal,
        tubeSeconds,
        stallKilopascals,
        reservoirNanoliters);
  }

  /** What one step moves. */
  public double nanolitersPerStep() {
    return Math.PI
        / 4
        * boreMillimeters
        * boreMillimeters
        * stepMillimeters
        * NANOLITERS_PER_CUBIC_MILLIMETER;
  }

  /** Whole steps from full to empty. */
  public long strokeSteps() {
    return (long) Math.floor(strokeMillimeters / stepMillimeters + 1e-9);
  }
}
