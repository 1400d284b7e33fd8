package org.wetstack.hal;

import java.time.Duration;

/**
 * Counters of one session since it was opened.
 *
 * @param roundTrip of the latest heartbeat
 * @param framesReceived whole and intact
 * @param framesBroken received but cut, corrupted or unreadable
 * @param requestsRepeated sent again because no answer came
 * @param eventsMissed announced by the device's event numbers but never received
 */
public record LinkHealth(
    Duration roundTrip,
    long framesReceived,
    long framesBroken,
    long requestsRepeated,
    long eventsMissed) {}
