package org.wetstack.drivers.newera;

import java.math.BigDecimal;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * The limits of a model with a syringe. The speeds of the NE-1000 give the rows of its manual's
 * table of syringes; those of other models, and all motor steps, are from memory of the maker's
 * pages. The pump refuses what it cannot do by itself, so that a wrong one here does no harm.
 */
final class NewEraLimits {

  private static final long USUAL_DOSE_NANOLITERS = 9_999;
  private static final int USUAL_DOSES_PER_HOUR = 20;

  private NewEraLimits() {}

  /** The speed range of a model in micrometres a minute, and its motor step in nanometres. */
  private record Model(double top, double least, int stepNanometers) {}

  private static Model model(String name) {
    return switch (name) {
      case "NE1600" -> new Model(43_550, 0.4343, 132);
      case "NE4000" -> new Model(183_700, 1.3955, 423);
      default -> new Model(51_005, 0.70083, 213);
    };
  }

  /**
   * What may be asked of pump {@code model}.
   *
   * @param diameter inner diameter of the syringe in mm
   * @param stepNanometers what one motor step moves the plunger; 0 for that of the model
   * @throws IllegalArgumentException if an option is more than the pump can do
   */
  static PumpLimits of(String model, BigDecimal diameter, int stepNanometers, PumpOptions options) {
    Model known = model(model);
    double area = Math.PI / 4 * diameter.doubleValue() * diameter.doubleValue();
    long top = (long) (area * known.top());
    long least = (long) Math.ceil(area * known.least());
    int step = stepNanometers == 0 ? known.stepNanometers() : stepNanometers;
    long motorStep = (long) Math.ceil(area * step / 1_000);

    Volume maxVolume = options.maxDose(Volume.nanoliters(USUAL_DOSE_NANOLITERS));
    long digit = digit(maxVolume.nanoliters());
    long volumeStep = (motorStep + digit - 1) / digit * digit;
    FlowRate maxRate = options.maxRate(FlowRate.nanolitersPerMinute(top / digit(top) * digit(top)));
    long rateStep = digit(maxRate.nanolitersPerMinute());
    return new PumpLimits(
        Volume.nanoliters(volumeStep),
        maxVolume,
        options.maxPerHour(Volume.nanoliters(maxVolume.nanoliters() * USUAL_DOSES_PER_HOUR)),
        FlowRate.nanolitersPerMinute((least + rateStep - 1) / rateStep * rateStep),
        FlowRate.nanolitersPerMinute(maxRate.nanolitersPerMinute() / rateStep * rateStep),
        FlowRate.nanolitersPerMinute(rateStep),
        Volume.nanoliters(motorStep + digit / 2));
  }

  /** Whether numbers up to this are told in millionfold units: mL instead of µL. */
  static boolean large(long nano) {
    return nano > 9_999_000;
  }

  /** The finest number of nano in which all up to {@code nano} can be told. */
  private static long digit(long nano) {
    return large(nano) ? Digits.step(nano / 1_000) * 1_000 : Digits.step(nano);
  }
}
