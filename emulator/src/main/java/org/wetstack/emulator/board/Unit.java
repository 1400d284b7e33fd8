package org.wetstack.emulator.board;

import org.jspecify.annotations.Nullable;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/** One instrument on a board, as the board's firmware sees it. */
interface Unit {

  /** Why an output must rest. */
  enum Halt {
    STOPPED,
    FAULT,
    HOST_SILENT
  }

  DeviceDescription describe();

  boolean supports(HostMessage.BodyCase body);

  /** The answer to a repeat of an operation that runs or has ended; null if this is not one. */
  default DeviceMessage.@Nullable Builder fromLedger(HostMessage message) {
    return null;
  }

  /** Carries out {@code message}, or throws {@link RefusedException} having done nothing. */
  DeviceMessage.Builder handle(HostMessage message);

  /** Stops every output and disarms. */
  default void halt(Halt why) {}

  /** Ends what ends with a session; outputs that run go on. */
  default void sessionEnded() {}

  /** Whether a fault of this unit keeps the board in its safe state. */
  default boolean faulty() {
    return false;
  }

  /** The power is gone: volatile memory is lost, outputs rest. */
  default void powerLost() {}

  default void booted() {}
}
