package org.wetstack.drivers.firmware;

import org.wetstack.hal.DeviceException;
import org.wetstack.protocol.SampleFrame;
import org.wetstack.protocol.v1.DeviceMessage;

/**
 * A device on a board that hears its events and the end of the session, on the thread that brought
 * them.
 */
interface Part {
  void onEvent(DeviceMessage event);

  /** {@code samples} are borrowed. */
  default void onSamples(SampleFrame samples) {}

  /** Events may have been lost: ask about everything whose end is awaited. */
  void onEventsMissed();

  void onEnd(DeviceException reason);
}
