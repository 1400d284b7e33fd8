package org.wetstack.lab.safety;

import java.time.Duration;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * How much of a reservoir a culture may get. Upper bounds of what was delivered count.
 *
 * @param dose the largest single volume
 * @param hour within any 60 minutes
 * @param day within any 24 hours
 * @param total ever, into this culture's well
 * @param rate the fastest infusion
 * @param pause the least time from the end of one dose to the beginning of the next
 * @param picomolesPerDay of the substance, within any 24 hours
 */
public record DosingLimits(
    Volume dose,
    Volume hour,
    Volume day,
    Volume total,
    FlowRate rate,
    Duration pause,
    long picomolesPerDay) {}
