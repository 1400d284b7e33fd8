package org.wetstack.lab.safety;

import java.time.Duration;
import org.wetstack.hal.units.Energy;

/**
 * How much light a culture may get, from all its lights together, as it leaves them. Upper bounds
 * of what was lit count.
 *
 * @param microwatts the greatest power
 * @param flash nanojoules, of a single flash
 * @param hour nanojoules, within any 60 minutes
 * @param day nanojoules, within any 24 hours
 * @param pause the least time from the end of one flash to the beginning of the next
 */
public record IlluminationLimits(long microwatts, long flash, long hour, long day, Duration pause) {

  /** Nothing is known of what the culture bears: it is not lit. */
  public static final IlluminationLimits NONE = new IlluminationLimits(0, 0, 0, 0, Duration.ZERO);

  /** So that it can be compared in picojoules. */
  public static final long MOST_NANOJOULES = Long.MAX_VALUE / 1_000;

  public IlluminationLimits {
    if (pause.isNegative()) {
      throw new IllegalArgumentException("the pause between flashes is not negative: " + pause);
    }
    for (long energy : new long[] {flash, hour, day}) {
      if (energy < 0 || energy > MOST_NANOJOULES) {
        throw new IllegalArgumentException(
            "0 to " + MOST_NANOJOULES + " nJ of light may be given, not " + energy);
      }
    }
    if (microwatts < 0) {
      throw new IllegalArgumentException("a power is not negative: " + microwatts + " µW");
    }
  }

  /**
   * {@code energy} as these limits are written.
   *
   * @throws IllegalArgumentException if it is no whole number of nanojoules, or too much
   */
  public static long nanojoules(Energy energy) {
    if (energy.picojoules() % 1_000 != 0) {
      throw new IllegalArgumentException(energy + " is not a whole number of nJ");
    }
    return energy.picojoules() / 1_000;
  }
}
