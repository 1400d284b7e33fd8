package org.wetstack.hal;

/**
 * What a flow sensor measured.
 *
 * @param nanolitersPerMinute towards the culture is positive
 * @param totalNanoliters what has passed since the session began, what flowed back taken off; what
 *     the sensor measured between two readings is in it
 * @param celsius temperature of the fluid
 * @param airInLine whether the sensor meets air, and its flow is not to be believed
 * @param overRange whether the flow is beyond what the sensor can measure, and {@code
 *     totalNanoliters} is too little since
 * @param hostNanos {@code Timebase.nanoTime()} of the host when it arrived
 */
public record FlowReading(
    long nanolitersPerMinute,
    long totalNanoliters,
    double celsius,
    boolean airInLine,
    boolean overRange,
    long hostNanos) {}
