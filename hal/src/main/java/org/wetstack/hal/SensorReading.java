package org.wetstack.hal;

/**
 * What a sensor measured.
 *
 * @param nanoUnits in billionths of {@link Sensor#unit()}: exact, and a double would not always be
 * @param deviceMicros when, by the clock of the instrument; see {@link Instrument#clock()}
 */
public record SensorReading(long nanoUnits, long deviceMicros) {

  private static final double NANO = 1e9;

  /** The reading in the sensor's unit, rounded as doubles are. */
  public double value() {
    return nanoUnits / NANO;
  }
}
