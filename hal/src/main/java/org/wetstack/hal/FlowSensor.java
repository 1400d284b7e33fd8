package org.wetstack.hal;

import java.util.function.Consumer;

/** A sensor in the line between pump and culture that measures what flows. */
public interface FlowSensor extends Device {

  FlowLimits limits();

  /**
   * The flow now. Blocks until the sensor has answered.
   *
   * @throws DeviceException if it did not answer, or cannot measure
   */
  FlowReading read();

  /**
   * Calls {@code listener} on the link's thread with each reading from now on, about every {@code
   * limits().interval()}, until the handle is closed. The listener must return quickly.
   */
  Instrument.Subscription onFlow(Consumer<FlowReading> listener);
}
