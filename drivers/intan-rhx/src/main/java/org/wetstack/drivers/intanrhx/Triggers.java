package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;

/**
 * Triggers, one at a time: has the function key pressed in RHX, and knows from the samples when the
 * pulse began. An operation that RHX may have been told of is never told again.
 */
final class Triggers {

  private final Session session;
  private final KeyPress press;
  private final PulseWatch watch;
  private final Ledger ledger = new Ledger();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Flight current;
  private boolean dark;
  private long darkUntilNanos;

  /**
   * @param write how long the samples of one TCP write last
   */
  Triggers(Session session, Programming programming, PulseWatch watch, Duration write) {
    this.session = session;
    this.watch = watch;
    this.press = new KeyPress(session, programming, this, write);
  }

  /** Never blocks, never throws. */
  CompletableFuture<Receipt> fire(Flight flight) {
    lock.lock();
    try {
      Ledger.Entry known = ledger.find(flight.operation);
      if (known != null && !known.refused && session.open()) {
        return known.flight.stimulus == flight.stimulus
            ? known.flight.receipt.copy()
            : CompletableFuture.failedFuture(
                refusal("operation " + flight.operation + " is that of another stimulus"));
      }
      DeviceException refused = whyNot(flight.stimulus);
      if (refused != null) {
        if (known == null || known.refused) {
          ledger.put(flight, true);
        }
        return CompletableFuture.failedFuture(refused);
      }
      ledger.put(flight, false);
      current = flight;
    } finally {
      lock.unlock();
    }
    var unused =
        session
            .turns()
            .take(() -> press.of(flight))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    failed(flight, Session.failure(failure));
                  }
                });
    return flight.receipt.copy();
  }

  private @Nullable DeviceException whyNot(RhxStimulus stimulus) {
    if (!session.open()) {
      return Session.lost();
    }
    if (stimulus.closed()) {
      return refusal("this stimulus is closed: load it again");
    }
    if (!stimulus.armed()) {
      return refusal("this stimulus is not armed: it was stopped; arm it again");
    }
    if (!session.run().running()) {
      return refusal("RHX is not running at this moment: it is being stopped and started");
    }
    if (current != null || isDark()) {
      return refusal("another stimulus is under way: wait for its end, or stop it");
    }
    return null;
  }

  /** Whether something may be playing that is not seen, or that this session did not ask for. */
  private boolean isDark() {
    dark &= session.time().nanoTime() - darkUntilNanos < 0;
    return dark || watch.foreign();
  }

  static DeviceException refusal(String why) {
    return new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, why);
  }

  /** Whether a train that this session did not ask for may be playing. */
  boolean foreign() {
    return watch.foreign();
  }

  /** Whether {@code flight} is not to be programmed any more. */
  boolean cancelled(Flight flight) {
    lock.lock();
    try {
      return flight.cancelled || watch.foreign();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts {@code flight} as sent, unless it must not be.
   *
   * @return why not; null if it is to be sent at once
   */
  @Nullable DeviceException release(Flight flight) {
    lock.lock();
    try {
      if (flight.cancelled || !session.run().running()) {
        return refusal("it was stopped before it was sent");
      }
      if (watch.foreign()) {
        return refusal("current that this session did not ask for has met it: wait, or stop it");
      }
      flight.sent = true;
    } finally {
      lock.unlock();
    }
    watch.expect(flight);
    return null;
  }

  /** Ends a flight whose pulse has not been seen. */
  void failed(Flight flight, DeviceException why) {
    if (flight.begun()) {
      // The samples are the better witness.
      return;
    }
    DeviceException failure = why;
    lock.lock();
    try {
      if (current == flight) {
        current = null;
        watch.expect(null);
      }
      if (!flight.sent && why.outcome() != Outcome.NOT_DONE) {
        failure =
            new DeviceException(
                why.reason(), Outcome.NOT_DONE, "not triggered: " + why.getMessage(), why);
      }
      boolean notDone = failure.outcome() == Outcome.NOT_DONE;
      Ledger.Entry entry = ledger.find(flight.operation);
      if (entry != null && entry.flight == flight) {
        entry.refused = notDone;
      }
      if (!notDone) {
        // It may be playing unseen: nothing else is to meet it.
        dark = true;
        darkUntilNanos = session.time().nanoTime() + length(flight);
      }
    } finally {
      lock.unlock();
    }
    DeviceException told = failure;
    session.callbacks().telling().tell(() -> flight.receipt.completeExceptionally(told));
  }

  private static long length(Flight flight) {
    return flight.stimulus.applied().totalTicks()
        * 1_000_000_000L
        / flight.stimulus.applied().ticksPerSecond();
  }

  /** The stimulus in the samples is over. On the waveform link's thread. */
  void settled() {
    lock.lock();
    try {
      Flight flight = current;
      if (flight != null && flight.begun()) {
        current = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps what has not been sent from being sent.
   *
   * @param stimulus of which stimulus; null for any
   * @return whether it, or something unseen, may be playing
   */
  boolean cancel(@Nullable RhxStimulus stimulus) {
    lock.lock();
    try {
      Flight flight = current;
      boolean concerned = flight != null && (stimulus == null || flight.stimulus == stimulus);
      if (flight != null && concerned && !flight.sent) {
        flight.cancelled = true;
        concerned = false;
      }
      return concerned || isDark();
    } finally {
      lock.unlock();
    }
  }

  /** Everything has been stopped: what was under way is over. */
  void halted() {
    Flight flight;
    lock.lock();
    try {
      flight = current;
      current = null;
      dark = false;
      watch.expect(null);
    } finally {
      lock.unlock();
    }
    if (flight != null && !flight.begun()) {
      session
          .callbacks()
          .telling()
          .tell(
              () ->
                  flight.receipt.completeExceptionally(
                      new DeviceException(
                          Reason.REJECTED,
                          Outcome.UNKNOWN,
                          "stopped before a pulse of " + flight.operation + " was seen")));
    }
  }

  /** Why the channels of {@code electrodes} must not be programmed now. */
  Optional<DeviceException> playingOn(List<Integer> electrodes) {
    lock.lock();
    try {
      Flight flight = current;
      boolean shared =
          flight != null
              && flight.sent
              && flight.stimulus.electrodes().stream().anyMatch(electrodes::contains);
      return shared || isDark()
          ? Optional.of(refusal("a stimulus is playing on these electrodes: wait, or stop it"))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether anything is under way or may be. */
  boolean busy() {
    lock.lock();
    try {
      return current != null || isDark();
    } finally {
      lock.unlock();
    }
  }

  Optional<Receipt> receipt(OperationId operation) {
    lock.lock();
    try {
      return ledger.receipt(operation);
    } finally {
      lock.unlock();
    }
  }

  void lost(DeviceException reason) {
    Flight flight;
    lock.lock();
    try {
      flight = current;
      current = null;
    } finally {
      lock.unlock();
    }
    if (flight == null) {
      return;
    }
    boolean told = flight.sent;
    flight.receipt.completeExceptionally(
        new DeviceException(
            reason.reason(),
            told ? Outcome.UNKNOWN : Outcome.NOT_DONE,
            "the session ended before a pulse of this trigger was seen",
            reason));
  }
}
