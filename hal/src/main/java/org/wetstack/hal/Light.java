package org.wetstack.hal;

import java.util.Optional;

/**
 * A light over a culture, which frees caged dopamine or excites opsins. It flashes, one flash at a
 * time, and goes out by itself; there is no way to leave it on.
 */
public interface Light extends Device {

  LightLimits limits();

  /**
   * Lights up, under a name that the device remembers. Returns once the light is lit, with what it
   * will really do. Calling it again with the same {@code operation} and flash lights nothing: it
   * returns the run of the first call.
   *
   * @throws IllegalArgumentException if {@code flash} is outside {@link #limits()}; nothing is sent
   * @throws DeviceException if the light refused ({@code NOT_DONE}), as while it is lit, or its
   *     answer is unknown ({@code UNKNOWN}: ask {@link #report} before doing anything else)
   */
  FlashRun flash(OperationId operation, Flash flash);

  /** Flashes under a fresh random name. */
  default FlashRun flash(Flash flash) {
    return flash(OperationId.random(), flash);
  }

  /**
   * What the device knows of an earlier flash, whichever session asked for it; empty if it knows
   * nothing of it. It remembers since its last boot only: unless {@link DeviceInfo} names the same
   * boot as when the flash was asked for, empty means that nobody knows.
   *
   * @throws DeviceException if the device did not answer, or no longer remembers so far back
   */
  Optional<FlashReport> report(OperationId operation);

  /** Puts it out at once. Idempotent; allowed in every state. */
  void stop();
}
