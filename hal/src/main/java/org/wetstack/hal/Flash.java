package org.wetstack.hal;

import java.time.Duration;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.Power;

/**
 * Light of an even power for a time that is known beforehand.
 *
 * @param power as it leaves the light, not as it reaches the culture
 * @param duration more than 0
 */
public record Flash(Power power, Duration duration) {

  public Flash {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("a flash must take some time, not " + duration);
    }
  }

  /**
   * What it gives in all.
   *
   * @throws IllegalArgumentException if the duration is no whole number of microseconds
   */
  public Energy energy() {
    return Energy.of(power, duration);
  }

  @Override
  public String toString() {
    return power + " for " + duration.toNanos() / 1_000 + " µs";
  }
}
