package org.wetstack.emulator.fluidics;

import java.util.function.LongConsumer;

/** What can be done to the fluid of any pump, and seen of it, on the bench. Thread-safe. */
public interface FluidBench {

  /** Closes the line. */
  void occlude();

  /** Opens the line again. */
  void open();

  void emptyReservoir();

  void refill();

  /** All that has really left the pump for the culture since it was made. */
  long pumpedNanoliters();

  /** Calls {@code consumer}, under the world's lock, with each portion that leaves the pump. */
  void onDelivered(LongConsumer consumer);
}
