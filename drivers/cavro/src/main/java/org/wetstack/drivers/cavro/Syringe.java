package org.wetstack.drivers.cavro;

import java.math.BigInteger;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** A syringe of so many microlitres, in the steps and pulses of the pump that it is in. */
record Syringe(Model model, int microliters) {

  private static final long SECONDS = 60;

  Volume stroke() {
    return Volume.nanoliters(nanoliters());
  }

  private long nanoliters() {
    return microliters * 1_000L;
  }

  /**
   * Of an XCalibur the least number of microsteps that is a whole number of nanolitres. There is
   * none for a Centris; of that the least number of nanolitres that is a step.
   */
  Volume step() {
    long divisor =
        BigInteger.valueOf(nanoliters()).gcd(BigInteger.valueOf(model.stroke)).longValue();
    return Volume.nanoliters(
        exact() ? nanoliters() / divisor : roundedUp(nanoliters(), model.stroke));
  }

  private boolean exact() {
    return model == Model.XCALIBUR;
  }

  /** How far a dose may be from the next step. */
  Volume tolerance() {
    return exact() ? Volume.ZERO : Volume.nanoliters(roundedUp(nanoliters(), 2 * model.stroke));
  }

  /** Rates are multiples of this: a pulse a second, or of a Centris the next nanolitres above. */
  FlowRate pulse() {
    return FlowRate.nanolitersPerMinute(roundedUp(nanoliters() * SECONDS, model.strokePulses));
  }

  FlowRate slowest() {
    long least = roundedUp(nanoliters() * SECONDS * model.slowest, model.strokePulses);
    long pulse = pulse().nanolitersPerMinute();
    return FlowRate.nanolitersPerMinute(roundedUp(least, pulse) * pulse);
  }

  FlowRate fastest() {
    long most = nanoliters() * SECONDS * model.fastest / model.strokePulses;
    long pulse = pulse().nanolitersPerMinute();
    return FlowRate.nanolitersPerMinute(most / pulse * pulse);
  }

  /** {@code volume}, which is a multiple of {@link #step}, in steps of the pump; the nearest. */
  long steps(Volume volume) {
    return (volume.nanoliters() * model.stroke * 2 + nanoliters()) / (2 * nanoliters());
  }

  /** {@code rate}, a multiple of {@link #pulse}, in pulses a second; not more. */
  long pulses(FlowRate rate) {
    return rate.nanolitersPerMinute() * model.strokePulses / (nanoliters() * SECONDS);
  }

  /** What {@code steps} move, to the nanolitre. */
  Delivered volume(long steps) {
    long product = steps * nanoliters();
    return new Delivered(
        Volume.nanoliters(product / model.stroke),
        Volume.nanoliters(roundedUp(product, model.stroke)));
  }

  private static long roundedUp(long value, long divisor) {
    return -Math.floorDiv(-value, divisor);
  }
}
