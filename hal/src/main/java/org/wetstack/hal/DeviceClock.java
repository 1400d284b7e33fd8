package org.wetstack.hal;

import java.time.Duration;

/**
 * The instrument's clock as estimated by the host, at one moment. Device time runs in microseconds
 * since the instrument's boot.
 *
 * @param hostNanos {@code Timebase.nanoTime()} of the host at the reference point
 * @param deviceMicros device time at the same instant
 * @param driftPartsPerMillion how much faster the device clock runs than the host's
 * @param uncertainty half the round trip of the best exchange behind this estimate
 */
public record DeviceClock(
    long hostNanos, long deviceMicros, double driftPartsPerMillion, Duration uncertainty) {

  /** The device time at host time {@code hostNanoTime}. */
  public long deviceMicrosAt(long hostNanoTime) {
    double elapsed = (hostNanoTime - hostNanos) * (1 + driftPartsPerMillion * 1e-6);
    return deviceMicros + Math.round(elapsed / 1_000);
  }

  /** The host time at device time {@code micros}. */
  public long hostNanosAt(long micros) {
    double elapsed = (micros - deviceMicros) * 1_000.0 / (1 + driftPartsPerMillion * 1e-6);
    return hostNanos + Math.round(elapsed);
  }
}
