package org.wetstack.exchange;

/**
 * The one time base of an export: seconds since its first sample, by the device's sample counter.
 *
 * @param firstSample the device's number of the sample at second 0
 * @param zeroNanos the recording's time of second 0: what has no sample number is placed by it, as
 *     exactly as the least delayed block tells
 * @param samplesPerSecond per channel
 */
public record Timeline(long firstSample, long zeroNanos, int samplesPerSecond) {

  private static final double NANOS = 1e9;

  /** The second in which {@code sample} was taken; negative before the first sample. */
  public double ofSample(long sample) {
    return (double) (sample - firstSample) / samplesPerSecond;
  }

  /** The second of something at {@code nanos} of the recording; negative before its samples. */
  public double ofNanos(long nanos) {
    return (nanos - zeroNanos) / NANOS;
  }
}
