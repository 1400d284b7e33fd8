package org.wetstack.hal;

/**
 * Something beside a culture that measures one quantity: temperature, CO₂, humidity, a door
 * contact. What flows to a culture is measured by a {@link FlowSensor}.
 */
public interface Sensor extends Device {

  /** What it measures, in the instrument's own word, for example {@code temperature}. */
  String quantity();

  /** The unit of its readings in ASCII, for example {@code degC} or {@code percent}. */
  String unit();

  /**
   * The latest reading. Blocks until the instrument has answered.
   *
   * @throws DeviceException REJECTED/NOT_DONE if it has none, or the instrument did not answer
   */
  SensorReading read();
}
