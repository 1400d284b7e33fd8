package org.wetstack.drivers.harvard;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * What a person says of a pump.
 *
 * @param diameterMillimeters the inner diameter of the syringe, to 4 decimals
 * @param syringe what it holds
 */
record HarvardSettings(BigDecimal diameterMillimeters, Volume syringe, PumpOptions options) {

  private static final BigDecimal FASTEST_STEP_MINUTES =
      new BigDecimal("26e-6").divide(BigDecimal.valueOf(60), java.math.MathContext.DECIMAL128);
  private static final int DECIMALS = 4;

  /** Pumps print 6 digits: a dose is to be read back exactly. */
  private static final long MOST_STEPS = 1_000_000;

  static HarvardSettings of(EndpointOptions options) {
    String diameter =
        options
            .text("diameter")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the option diameter is missing: the inner diameter of the syringe in mm,"
                            + " as in diameter=14.427"));
    var common = new PumpOptions(options);
    return new HarvardSettings(
        millimeters(diameter),
        common.quantity("syringe", Volume::parse, Volume.nanoliters(10_000_000)),
        common);
  }

  private static BigDecimal millimeters(String text) {
    try {
      BigDecimal diameter = new BigDecimal(text).setScale(DECIMALS, RoundingMode.UNNECESSARY);
      if (diameter.signum() > 0 && diameter.compareTo(BigDecimal.valueOf(100)) < 0) {
        return diameter;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "option 'diameter' must be the inner diameter of the syringe in mm, above 0 and with at"
            + " most 4 decimals, not '"
            + text
            + "'");
  }

  /** The limits of a pump that goes from {@code slowest} to {@code fastest}, in nL/min. */
  PumpLimits limits(BigDecimal slowest, BigDecimal fastest) {
    Volume motorStep =
        Volume.nanoliters(
            fastest.multiply(FASTEST_STEP_MINUTES).setScale(0, RoundingMode.CEILING).longValue());
    Volume maxDose = options.maxDose(Volume.nanoliters(Math.max(1, syringe.nanoliters() / 10)));
    if (maxDose.compareTo(syringe) > 0) {
      throw new IllegalArgumentException(
          "option 'max-dose' of " + maxDose + " is more than the syringe holds, " + syringe);
    }
    long step = 1;
    while (step < motorStep.nanoliters() || maxDose.nanoliters() > step * MOST_STEPS) {
      step *= 10;
    }
    FlowRate max =
        FlowRate.nanolitersPerMinute(fastest.setScale(0, RoundingMode.FLOOR).longValue());
    return new PumpLimits(
        Volume.nanoliters(step),
        maxDose,
        options.maxPerHour(syringe),
        FlowRate.nanolitersPerMinute(
            Math.max(1, slowest.setScale(0, RoundingMode.CEILING).longValue())),
        options.maxRate(max),
        FlowRate.nanolitersPerMinute(1),
        motorStep);
  }
}
