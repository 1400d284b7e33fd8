package org.wetstack.drivers.harp;

import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.hal.Dose;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** What a Harp pump accepts, from what a step of it moves: at most 65,535 steps of 1 ms to 65 s. */
record HarpPumpLimits(StepVolume step, PumpLimits limits) {

  private static final long MOST = 65_535;

  /** pL per ms are 60 nL/min. */
  private static final long RATE = 60;

  private static final Volume USUAL_DOSE = Volume.nanoliters(100_000);
  private static final Volume USUAL_HOUR = Volume.nanoliters(1_000_000);

  /**
   * The limits for {@code step}, and those that {@code options} set.
   *
   * @throws IllegalArgumentException if the pump cannot do what the options ask for
   */
  static HarpPumpLimits of(StepVolume step, PumpOptions options) {
    long each = step.stepsPerWhole();
    Volume unit = step.atLeast(each);
    Volume can = step.atLeast(MOST / each * each);
    Volume most = options.maxDose(can.compareTo(USUAL_DOSE) < 0 ? can : USUAL_DOSE);
    if (most.compareTo(can) > 0) {
      throw new IllegalArgumentException(
          "option 'max-dose': 65,535 steps move " + can + " at most, not " + most);
    }
    long fastest = step.picoliters() * RATE;
    long slowest = Math.max(1, (fastest + MOST - 1) / MOST);
    FlowRate fast = options.maxRate(FlowRate.nanolitersPerMinute(fastest));
    if (fast.nanolitersPerMinute() < slowest) {
      throw new IllegalArgumentException(
          "option 'max-rate': a step each 65 s moves " + slowest + " nL/min, more than " + fast);
    }
    return new HarpPumpLimits(
        step,
        new PumpLimits(
            unit,
            most,
            options.maxPerHour(USUAL_HOUR.compareTo(most) < 0 ? most : USUAL_HOUR),
            FlowRate.nanolitersPerMinute(slowest),
            fast,
            FlowRate.nanolitersPerMinute(1)));
  }

  /** The steps of {@code dose}, exactly. */
  long steps(Dose dose) {
    return step.stepsFor(dose.volume());
  }

  /** The period in ms, rounded up: never faster than was asked for. */
  long period(Dose dose) {
    long rate = dose.rate().nanolitersPerMinute();
    return (step.picoliters() * RATE + rate - 1) / rate;
  }
}
