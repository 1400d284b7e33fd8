package org.wetstack.hal;

import java.time.Duration;
import org.wetstack.hal.units.FlowRate;

/**
 * What a flow sensor can tell.
 *
 * @param maxRate fastest flow it measures, either way
 * @param resolution the least difference in flow that it tells
 * @param accuracyPercent of the reading: how far from the truth a flow may be that is well within
 *     the range
 * @param interval between two readings
 */
public record FlowLimits(
    FlowRate maxRate, FlowRate resolution, double accuracyPercent, Duration interval) {}
