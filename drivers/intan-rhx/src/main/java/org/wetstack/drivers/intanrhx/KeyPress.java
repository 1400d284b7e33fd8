package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * How a trigger reaches RHX: its stimulus is programmed, its function key pressed, and its pulse
 * waited for in the samples, each within a limit.
 */
final class KeyPress {

  /** A trigger that had to wait longer than this for its turn comes too late to be meant. */
  private static final Duration TURN_LIMIT = Duration.ofSeconds(1);

  private static final Duration ONSET_LIMIT = Duration.ofSeconds(2);

  private final Session session;
  private final Programming programming;
  private final Triggers triggers;
  private final Duration onsetLimit;

  /**
   * @param write how long the samples of one TCP write last
   */
  KeyPress(Session session, Programming programming, Triggers triggers, Duration write) {
    this.session = session;
    this.programming = programming;
    this.triggers = triggers;
    this.onsetLimit = ONSET_LIMIT.plus(write.multipliedBy(2));
  }

  /** Presses the key of {@code flight}, in a turn; completes when RHX has answered. */
  CompletableFuture<Void> of(Flight flight) {
    long waited = session.time().nanoTime() - flight.askedNanos;
    if (waited > TURN_LIMIT.toNanos()) {
      return CompletableFuture.failedFuture(
          Triggers.refusal(
              "this trigger waited " + Duration.ofNanos(waited) + " for its turn: too late"));
    }
    return programming
        .program(flight.stimulus, () -> triggers.cancelled(flight))
        .thenCompose(done -> send(flight));
  }

  private CompletableFuture<Void> send(Flight flight) {
    Message message =
        Message.of(Command.execute("manualstimtriggerpulse f" + flight.stimulus.key()));
    DeviceException refused = triggers.release(flight);
    if (refused != null) {
      return CompletableFuture.failedFuture(refused);
    }
    return session.conversation().ask(message).thenAccept(reply -> pressed(flight, reply));
  }

  private void pressed(Flight flight, Reply reply) {
    if (reply.mode() != RunMode.RUN) {
      throw new DeviceException(
          Reason.FAULT, Outcome.UNKNOWN, "RHX was no longer running when the trigger came");
    }
    // Replies tell nothing of which command they are about: a sentence here may be a stray one, and
    // the pulse be on its way. Only the samples know.
    var unused = session.time().after(onsetLimit, () -> unseen(flight, reply.errors()));
  }

  private void unseen(Flight flight, List<String> said) {
    if (!flight.begun()) {
      triggers.failed(
          flight,
          new DeviceException(
              Reason.TIMEOUT,
              Outcome.UNKNOWN,
              "no pulse of "
                  + flight.operation
                  + " was seen in the samples within "
                  + onsetLimit
                  + " after RHX was told"
                  + (said.isEmpty() ? "" : "; it said " + said)));
    }
  }
}
