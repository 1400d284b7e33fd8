package org.wetstack.lab.desk;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.wetstack.lab.safety.EmergencyStop;
import org.wetstack.lab.safety.Refusal;

/**
 * The emergency stop: as the journal tells of it, and from the moment in which it is pressed, which
 * is before the journal can tell.
 */
final class Latch {

  private final EmergencyStop written;
  private final AtomicLong presses = new AtomicLong();
  private final AtomicLong released = new AtomicLong();
  private volatile boolean retired;

  Latch(EmergencyStop written) {
    this.written = written;
  }

  /** From now on nothing may be begun any more, until the next start. */
  void retire() {
    retired = true;
  }

  void press() {
    presses.incrementAndGet();
  }

  /** How often it was pressed so far, for {@link #release}. */
  long presses() {
    return presses.get();
  }

  /** Whether everything has to stay off. */
  boolean holds() {
    return retired || latched();
  }

  boolean latched() {
    return pressed() || written.pressed().isPresent();
  }

  /** Who pressed it and why; empty if it is not in force. */
  Optional<String> reason() {
    return written
        .pressed()
        .map(press -> press.by() + ": " + press.reason())
        .or(() -> pressed() ? Optional.of("pressed just now") : Optional.empty());
  }

  /**
   * The journal says that it is released.
   *
   * @param known the presses that those who released it could know of: a later one stays
   */
  void release(long known) {
    released.accumulateAndGet(known, Math::max);
  }

  /**
   * @throws Refusal {@code stop.latched} while it is in force; {@code controller.closing} if the
   *     controller is about to end
   */
  void requireReleased() {
    requireOpen();
    written.requireReleased();
    if (pressed()) {
      throw new Refusal("stop.latched", "", "", "the emergency stop was pressed just now");
    }
  }

  /**
   * @throws Refusal {@code controller.closing} if the controller is about to end
   */
  void requireOpen() {
    if (retired) {
      throw new Refusal("controller.closing", "", "", "the controller is being stopped");
    }
  }

  private boolean pressed() {
    return presses.get() > released.get();
  }
}
