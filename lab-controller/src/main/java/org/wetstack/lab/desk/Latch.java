package org.wetstack.lab.desk;

import java.util.Optional;
import org.wetstack.lab.safety.EmergencyStop;
import org.wetstack.lab.safety.Refusal;

/**
 * The emergency stop: as the journal tells of it, and from the moment in which it is pressed, which
 * is before the journal can tell.
 */
final class Latch {

  private final EmergencyStop written;
  private volatile boolean pressed;

  Latch(EmergencyStop written) {
    this.written = written;
  }

  void press() {
    pressed = true;
  }

  boolean latched() {
    return pressed || written.pressed().isPresent();
  }

  /** Who pressed it and why; empty if it is not in force. */
  Optional<String> reason() {
    return written
        .pressed()
        .map(press -> press.by() + ": " + press.reason())
        .or(() -> pressed ? Optional.of("pressed just now") : Optional.empty());
  }

  /** The journal says that it is released. */
  void release() {
    pressed = false;
  }

  /**
   * @throws Refusal {@code stop.latched} while it is in force
   */
  void requireReleased() {
    written.requireReleased();
    if (pressed) {
      throw new Refusal("stop.latched", "", "", "the emergency stop was pressed just now");
    }
  }
}
