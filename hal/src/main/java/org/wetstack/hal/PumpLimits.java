package org.wetstack.hal;

import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * What this pump accepts. Stated by the device, checked here, and checked again by the device.
 *
 * @param step the pump delivers whole multiples of this; a dose is rounded down to it
 * @param maxVolume largest single dose
 * @param maxVolumePerHour most it will deliver within any hour, counting what is not known exactly
 *     at its upper bound
 * @param minRate slowest flow
 * @param maxRate fastest flow
 * @param rateStep rates are whole multiples of this; a rate is rounded down to it
 * @param tolerance how far a completed dose may be from what was applied, either way, because the
 *     pump counts in motor steps of its own; 0 where a dose is a whole number of them
 */
public record PumpLimits(
    Volume step,
    Volume maxVolume,
    Volume maxVolumePerHour,
    FlowRate minRate,
    FlowRate maxRate,
    FlowRate rateStep,
    Volume tolerance) {

  /** The limits of a pump whose doses are exact. */
  public PumpLimits(
      Volume step,
      Volume maxVolume,
      Volume maxVolumePerHour,
      FlowRate minRate,
      FlowRate maxRate,
      FlowRate rateStep) {
    this(step, maxVolume, maxVolumePerHour, minRate, maxRate, rateStep, Volume.ZERO);
  }

  public PumpLimits {
    if (step.nanoliters() == 0) {
      throw new IllegalArgumentException("a pump with a step of 0 µL delivers nothing");
    }
    if (maxVolume.compareTo(step) < 0) {
      throw new IllegalArgumentException(
          "the largest dose, " + maxVolume + ", is less than one step of " + step);
    }
    if (minRate.compareTo(maxRate) > 0) {
      throw new IllegalArgumentException(
          "the slowest flow, " + minRate + ", is faster than the fastest, " + maxRate);
    }
  }

  /** What a completed dose of {@code applied} has delivered: all of it, within the tolerance. */
  public Delivered whole(Volume applied) {
    return new Delivered(
        Volume.nanoliters(Math.max(0, applied.nanoliters() - tolerance.nanoliters())),
        applied.plus(tolerance));
  }

  /**
   * {@code wanted} as this pump would deliver it.
   *
   * @throws IllegalArgumentException if it is outside the limits; the message says which
   */
  public Dose quantise(Dose wanted) {
    if (wanted.volume().compareTo(maxVolume) > 0) {
      throw new IllegalArgumentException(
          "dose of " + wanted.volume() + " exceeds the limit of " + maxVolume);
    }
    if (wanted.rate().compareTo(maxRate) > 0) {
      throw new IllegalArgumentException(
          "rate of " + wanted.rate() + " exceeds the limit of " + maxRate);
    }
    if (wanted.rate().compareTo(minRate) < 0) {
      throw new IllegalArgumentException(
          "rate of " + wanted.rate() + " is below the slowest, " + minRate);
    }
    if (wanted.volume().compareTo(step) < 0) {
      throw new IllegalArgumentException(
          "dose of " + wanted.volume() + " is less than one step of " + step);
    }
    long volume = wanted.volume().nanoliters() / step.nanoliters() * step.nanoliters();
    long rate =
        wanted.rate().nanolitersPerMinute()
            / rateStep.nanolitersPerMinute()
            * rateStep.nanolitersPerMinute();
    if (rate < minRate.nanolitersPerMinute()) {
      throw new IllegalArgumentException(
          "rate of "
              + wanted.rate()
              + " falls below the slowest, "
              + minRate
              + ", when rounded down to steps of "
              + rateStep);
    }
    return new Dose(Volume.nanoliters(volume), FlowRate.nanolitersPerMinute(rate));
  }
}
