package org.wetstack.hal;

import java.util.Optional;

/** A pump that delivers known volumes, one dose at a time. */
public interface Pump extends Device {

  PumpLimits limits();

  /**
   * Starts a dose under a name that the device remembers. Returns once the pump has begun, with
   * what the pump will really do. Calling it again with the same {@code operation} and dose
   * delivers nothing more: it returns the run of the first call.
   *
   * @throws IllegalArgumentException if {@code dose} is outside {@link #limits()}; nothing is sent
   * @throws DeviceException if the pump refused ({@code NOT_DONE}) or its answer is unknown ({@code
   *     UNKNOWN}: ask {@link #report} before doing anything else)
   */
  DoseRun dispense(OperationId operation, Dose dose);

  /** Starts a dose under a fresh random name. */
  default DoseRun dispense(Dose dose) {
    return dispense(OperationId.random(), dose);
  }

  /**
   * What the device knows of an earlier dose, also across restarts of host and device; empty if it
   * never began it.
   *
   * @throws DeviceException if the device did not answer, or no longer remembers so far back
   */
  Optional<DoseReport> report(OperationId operation);

  /** Stops any flow at once. Idempotent; allowed in every state. */
  void stop();

  /** Everything this pump has delivered since its instrument was opened. */
  Delivered delivered();
}
