package org.wetstack.lab.safety;

import java.time.Duration;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * How much a culture may get, from all its reservoirs together. Upper bounds of what was delivered
 * count.
 *
 * @param dose the largest single volume
 * @param hour within any 60 minutes
 * @param day within any 24 hours
 * @param total ever, into this culture's well
 * @param rate the fastest infusion
 * @param pause the least time from the end of one dose to the beginning of the next, whatever their
 *     reservoirs
 * @param picomolesPerDay of any one substance, within any 24 hours
 */
public record DosingLimits(
    Volume dose,
    Volume hour,
    Volume day,
    Volume total,
    FlowRate rate,
    Duration pause,
    long picomolesPerDay) {

  /** So that it can be compared in attomoles. */
  private static final long MOST_PICOMOLES = Long.MAX_VALUE / 1_000_000;

  public DosingLimits {
    if (pause.isNegative()) {
      throw new IllegalArgumentException("the pause between doses is not negative: " + pause);
    }
    if (picomolesPerDay < 0 || picomolesPerDay > MOST_PICOMOLES) {
      throw new IllegalArgumentException(
          "0 to " + MOST_PICOMOLES + " pmol a day may be given, not " + picomolesPerDay);
    }
  }
}
