package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.lab.desk.Operation.Kind;
import org.wetstack.lab.safety.Refusal;

/** Fires trains that were admitted, and writes down what became of them. */
final class Trains {

  /** How long the answer to a trigger is waited for; it is written down whenever it comes. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** A train that is in the journal and not yet asked for. */
  record Intended(
      OperationId id,
      Stimuli.Held held,
      LoadedStimulus stimulus,
      OptionalLong sample,
      Stops.Mark mark) {}

  private final Parts parts;

  /** Of these no device can say any more that they were not fired. */
  private final Set<OperationId> beforeABoot = ConcurrentHashMap.newKeySet();

  Trains(Parts parts) {
    this.parts = parts;
  }

  void withdraw(Intended intended, String reason) {
    parts.outcomes().notDone(Kind.TRAIN, intended.id(), reason);
  }

  /** Fires, and waits a moment for the receipt; it is written down whenever it comes. */
  void fire(Intended intended) {
    if (!arm(intended)) {
      return;
    }
    CompletionStage<Receipt> answer =
        intended.sample().isPresent()
            ? intended.stimulus().triggerAt(intended.id(), intended.sample().getAsLong())
            : intended.stimulus().trigger(intended.id());
    if (parts.stops().since(intended.mark())) {
      disarm(intended.held());
    }
    var written =
        answer
            .handleAsync(
                (receipt, failure) -> told(intended.id(), receipt, failure), parts.executor())
            .toCompletableFuture();
    try {
      Waiting.await(parts.time(), written, ANSWER, "no receipt yet");
    } catch (DeviceException e) {
      if (e.reason() != DeviceException.Reason.TIMEOUT) {
        throw e;
      }
      // It is intended still, and will be told of when the device has answered.
    }
  }

  /** Whether it may be fired: nothing was switched off since it was admitted, and it is armed. */
  private boolean arm(Intended intended) {
    Stimuli.Held one = intended.held();
    boolean stopped = parts.stops().since(intended.mark());
    if (!stopped && !intended.mark().equals(one.armed)) {
      try {
        intended.stimulus().arm();
        one.armed = intended.mark();
      } catch (DeviceException e) {
        withdraw(intended, "it could not be armed: " + e.getMessage());
        return false;
      }
      stopped = parts.stops().since(intended.mark());
      if (stopped) {
        disarm(one);
      }
    }
    if (stopped) {
      withdraw(intended, "it was stopped before it had begun");
    }
    return !stopped;
  }

  private void disarm(Stimuli.Held one) {
    one.armed = null;
    try {
      one.subject.stimulator().stop();
    } catch (Refusal | DeviceException e) {
      parts.stops().owe(one.subject.place().station().name());
    }
  }

  private @Nullable Void told(
      OperationId id, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (receipt != null) {
      parts.outcomes().trainBegun(id, receipt.firstSample());
      return null;
    }
    DeviceException why = Waiting.failure(failure == null ? new IllegalStateException() : failure);
    if (why.outcome() == Outcome.NOT_DONE) {
      parts.outcomes().notDone(Kind.TRAIN, id, String.valueOf(why.getMessage()));
    } else {
      parts.outcomes().unknown(Kind.TRAIN, id, String.valueOf(why.getMessage()));
    }
    return null;
  }

  /**
   * Asks {@code stimulator} what became of {@code id}.
   *
   * @param sameBoot whether it has had power ever since: without it, it forgets what it has fired
   */
  void resolve(OperationId id, Stimulator stimulator, boolean sameBoot) {
    try {
      stimulator
          .receipt(id)
          .ifPresentOrElse(
              receipt -> parts.outcomes().trainBegun(id, receipt.firstSample()),
              () -> forgotten(id, sameBoot));
    } catch (DeviceException e) {
      parts.outcomes().unknown(Kind.TRAIN, id, String.valueOf(e.getMessage()));
    }
  }

  private void forgotten(OperationId id, boolean sameBoot) {
    if (!sameBoot) {
      beforeABoot.add(id);
    }
    if (!beforeABoot.contains(id)) {
      parts.outcomes().notDone(Kind.TRAIN, id, "the device has never fired it");
    } else {
      parts
          .outcomes()
          .unknown(Kind.TRAIN, id, "the device may have been restarted since, and forgotten it");
    }
  }
}
