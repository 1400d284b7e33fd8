package org.wetstack.drivers.firmware;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.QueryStimulus;
import org.wetstack.protocol.v1.StimulusStatus;
import org.wetstack.protocol.v1.Trigger;

/**
 * The triggers of a stimulator and what became of them: each is told once, as a receipt or as the
 * reason why there is none. Thread-safe.
 */
final class Triggers {

  private static final int MAX_AWAITED = 256;
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration EXPIRED = Duration.ofMillis(2_500);

  private final FirmwareBoard board;
  private final int index;
  private final Duration longestWait;
  private final Map<Long, Awaited> awaited = new ConcurrentHashMap<>();

  /** A trigger whose beginning has not been confirmed. */
  private static final class Awaited {

    final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    final long giveUpNanos;

    /**
     * Whether the device has answered for this trigger. Until then an event may be about an earlier
     * trigger of the same operation, which this one may be in conflict with.
     */
    volatile boolean answered;

    Awaited(long giveUpNanos) {
      this.giveUpNanos = giveUpNanos;
    }
  }

  /**
   * Triggers of device {@code index}.
   *
   * @param longestWait after which nothing more is expected to be heard of one
   */
  Triggers(FirmwareBoard board, int index, Duration longestWait) {
    this.board = board;
    this.index = index;
    this.longestWait = longestWait;
  }

  /** Triggers what is armed in {@code slot}. Never blocks, never throws. */
  CompletableFuture<Receipt> trigger(int slot, OperationId operation, long atSample) {
    long giveUp = board.lifeline().time().nanoTime() + longestWait.toNanos();
    var mine = new Awaited(giveUp);
    CompletableFuture<Receipt> receipt = mine.receipt;
    if (awaited.size() >= MAX_AWAITED) {
      receipt.completeExceptionally(
          new DeviceException(
              Reason.REJECTED,
              Outcome.NOT_DONE,
              MAX_AWAITED + " triggers are already awaiting their receipts"));
      return receipt;
    }
    if (awaited.putIfAbsent(operation.value(), mine) != null) {
      receipt.completeExceptionally(
          new DeviceException(
              Reason.REJECTED, Outcome.UNKNOWN, "trigger " + operation + " is already under way"));
      return receipt;
    }
    var unused =
        board
            .session()
            .ask(
                board
                    .soon(index)
                    .setTrigger(
                        Trigger.newBuilder()
                            .setSlot(slot)
                            .setOperationId(operation.value())
                            .setAtSample(atSample)),
                Request.Kind.PROMPT)
            .whenComplete(
                (reply, failure) -> {
                  if (reply != null) {
                    learn(reply.getStimulusStatus());
                    askLater(operation);
                  } else {
                    unclear(operation, Waiting.failure(failure));
                  }
                });
    return receipt;
  }

  private void unclear(OperationId operation, DeviceException failure) {
    if (failure.outcome() == Outcome.NOT_DONE) {
      fail(operation, failure);
      return;
    }
    // A copy may still be under way; it is refused once it has expired.
    resolve(operation, failure, () -> later(operation, failure));
  }

  /** Asks what became of a trigger that failed unclearly, which decides how it ends. */
  private void resolve(OperationId operation, DeviceException failure, Runnable ifNeverSeen) {
    var unused =
        query(operation)
            .whenComplete(
                (status, noAnswer) -> {
                  if (status == null) {
                    fail(operation, failure);
                  } else if (status.getState() == StimulusStatus.State.STATE_NEVER_SEEN) {
                    ifNeverSeen.run();
                  } else {
                    learn(status);
                    askLater(operation);
                  }
                });
  }

  /** Asks once more when every copy of the trigger has expired: then never seen means never. */
  private void later(OperationId operation, DeviceException failure) {
    Runnable never =
        () ->
            fail(
                operation,
                new DeviceException(
                    failure.reason(), Outcome.NOT_DONE, "the stimulus was never begun", failure));
    var unused = board.lifeline().time().after(EXPIRED, () -> resolve(operation, failure, never));
  }

  private void askLater(OperationId operation) {
    if (!awaited.containsKey(operation.value())) {
      return;
    }
    var unused = board.lifeline().time().after(POLL, () -> ask(operation));
  }

  private void ask(OperationId operation) {
    Awaited waiting = awaited.get(operation.value());
    if (waiting == null) {
      return;
    }
    if (board.lifeline().time().nanoTime() > waiting.giveUpNanos) {
      fail(
          operation,
          new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, "no word of trigger " + operation));
      return;
    }
    var unused =
        query(operation)
            .whenComplete(
                (status, failure) -> {
                  if (status != null) {
                    learn(status);
                  }
                  askLater(operation);
                });
  }

  /** Asks about all whose receipts are awaited. */
  void askAgain() {
    List.copyOf(awaited.keySet()).forEach(operation -> ask(new OperationId(operation)));
  }

  private void fail(OperationId operation, DeviceException failure) {
    Awaited waiting = awaited.remove(operation.value());
    if (waiting != null) {
      waiting.receipt.completeExceptionally(failure);
    }
  }

  /** Takes in an event. */
  void hear(StimulusStatus status) {
    Awaited waiting = awaited.get(status.getOperationId());
    if (waiting != null && waiting.answered) {
      learn(status);
    }
  }

  /** Takes in what the device says of a trigger when asked. */
  private void learn(StimulusStatus status) {
    Awaited waiting = awaited.get(status.getOperationId());
    if (waiting != null) {
      waiting.answered = true;
    }
    boolean cancelled = status.getPulsesBegun() == 0;
    switch (status.getState()) {
      case STATE_RUNNING, STATE_COMPLETE -> begun(status);
      case STATE_STOPPED, STATE_FAULT, STATE_HOST_SILENT, STATE_POWER_LOST -> {
        if (cancelled) {
          fail(
              new OperationId(status.getOperationId()),
              new DeviceException(
                  Reason.REJECTED,
                  Outcome.NOT_DONE,
                  "the stimulus was cancelled before it began: " + status.getState()));
        } else {
          begun(status);
        }
      }
      case STATE_SCHEDULED, STATE_NEVER_SEEN, STATE_UNSPECIFIED, UNRECOGNIZED -> {}
    }
  }

  private void begun(StimulusStatus status) {
    Awaited waiting = awaited.remove(status.getOperationId());
    if (waiting != null) {
      waiting.receipt.complete(
          new Receipt(new OperationId(status.getOperationId()), status.getFirstSample()));
    }
  }

  private CompletableFuture<StimulusStatus> query(OperationId operation) {
    return board
        .session()
        .ask(
            HostMessage.newBuilder()
                .setDevice(index)
                .setQueryStimulus(QueryStimulus.newBuilder().setOperationId(operation.value())),
            Request.Kind.NORMAL)
        .thenApply(DeviceMessage::getStimulusStatus);
  }

  /** What the device remembers of {@code operation}. Blocks. */
  Optional<Receipt> receipt(OperationId operation) {
    StimulusStatus status = board.session().await(query(operation), Session.CALL_LIMIT);
    if (status.getState() == StimulusStatus.State.STATE_SCHEDULED) {
      throw new DeviceException(
          Reason.REJECTED,
          Outcome.UNKNOWN,
          "stimulus " + operation + " is scheduled for sample " + status.getFirstSample());
    }
    return status.getPulsesBegun() == 0
        ? Optional.empty()
        : Optional.of(new Receipt(operation, status.getFirstSample()));
  }

  /** The session has ended: nothing more will be heard of any. */
  void lost(DeviceException reason) {
    for (Long operation : List.copyOf(awaited.keySet())) {
      fail(
          new OperationId(operation),
          new DeviceException(
              reason.reason(),
              Outcome.UNKNOWN,
              "the session ended before the receipt of this stimulus came",
              reason));
    }
  }
}
