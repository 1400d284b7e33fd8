package org.wetstack.hal;

import java.time.Duration;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.Power;

/**
 * What this light accepts. Stated by the device, checked here, and checked again by the device.
 *
 * @param wavelengthNanometers of its peak
 * @param maxPower brightest
 * @param step powers are whole multiples of this; a power is rounded down to it
 * @param maxDuration longest flash
 * @param maxEnergy most that one flash may give
 */
public record LightLimits(
    int wavelengthNanometers, Power maxPower, Power step, Duration maxDuration, Energy maxEnergy) {

  public LightLimits {
    if (maxPower.compareTo(step) < 0) {
      throw new IllegalArgumentException(
          "the greatest power, " + maxPower + ", is less than one step of " + step);
    }
    if (maxDuration.isZero() || maxDuration.isNegative()) {
      throw new IllegalArgumentException("a light that may be lit for " + maxDuration);
    }
  }

  /**
   * {@code wanted} as this light would give it: its power rounded down to a step, its duration to a
   * microsecond.
   *
   * @throws IllegalArgumentException if it is outside the limits; the message says which
   */
  public Flash quantise(Flash wanted) {
    if (wanted.power().compareTo(maxPower) > 0) {
      throw new IllegalArgumentException(
          "power of " + wanted.power() + " exceeds the limit of " + maxPower);
    }
    if (wanted.duration().compareTo(maxDuration) > 0) {
      throw new IllegalArgumentException(
          "flash of " + wanted.duration() + " exceeds the limit of " + maxDuration);
    }
    if (wanted.power().compareTo(step) < 0) {
      throw new IllegalArgumentException(
          "power of " + wanted.power() + " is less than one step of " + step);
    }
    Duration micros = wanted.duration().minusNanos(wanted.duration().toNanosPart() % 1_000);
    if (micros.isZero()) {
      throw new IllegalArgumentException("flash of " + wanted.duration() + " is less than 1 µs");
    }
    long power = wanted.power().microwatts() / step.microwatts() * step.microwatts();
    var flash = new Flash(Power.microwatts(power), micros);
    if (flash.energy().compareTo(maxEnergy) > 0) {
      throw new IllegalArgumentException(
          "flash of " + flash + ", " + flash.energy() + ", exceeds the limit of " + maxEnergy);
    }
    return flash;
  }
}
