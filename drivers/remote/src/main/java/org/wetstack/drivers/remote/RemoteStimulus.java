package org.wetstack.drivers.remote;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.api.v1.GetTrainRequest;
import org.wetstack.api.v1.LoadStimulusRequest;
import org.wetstack.api.v1.LoadedStimulus;
import org.wetstack.api.v1.Progress;
import org.wetstack.api.v1.TrainState;
import org.wetstack.api.v1.TriggerRequest;
import org.wetstack.api.v1.UnloadStimulusRequest;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulus;

/**
 * A stimulus that the controller holds, or has held: when it is stopped there it is taken out of
 * force, and arming it is loading it anew.
 */
final class RemoteStimulus implements org.wetstack.hal.LoadedStimulus {

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofMillis(100);

  private final Session session;
  private final Stimulus wanted;
  private final AppliedStimulus applied;
  private final Consumer<RemoteStimulus> freed;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile String key = "";
  private volatile String name = "";
  private volatile long armedAt;

  /**
   * @param applied what it must come to
   * @param freed is told when it is closed
   */
  RemoteStimulus(
      Session session, Stimulus wanted, AppliedStimulus applied, Consumer<RemoteStimulus> freed) {
    this.session = session;
    this.wanted = wanted;
    this.applied = applied;
    this.freed = freed;
  }

  /** Loads it anew. */
  void load() {
    long before = session.disarmings();
    key = UUID.randomUUID().toString();
    LoadedStimulus loaded = ask();
    name = loaded.getStimulus();
    AppliedStimulus made = Shapes.applied(loaded.getApplied());
    if (!made.equals(applied)) {
      unload();
      throw new DeviceException(
          Reason.PROTOCOL,
          Outcome.NOT_DONE,
          "the controller made " + made + " of it, where " + applied + " was agreed");
    }
    armedAt = before;
  }

  private LoadedStimulus ask() {
    return session.ask(
        true,
        () ->
            session
                .api()
                .work()
                .loadStimulus(
                    LoadStimulusRequest.newBuilder()
                        .setCulture(session.culture())
                        .setStimulus(Shapes.stimulus(wanted))
                        .setEpoch(session.epoch())
                        .setKey(key)
                        .build()));
  }

  @Override
  public AppliedStimulus applied() {
    return applied;
  }

  /** With the key of its loading the controller says whether it is in force still. */
  @Override
  public synchronized void arm() {
    session.requireOpen();
    if (closed.get()) {
      throw new DeviceException(
          Reason.REJECTED, Outcome.NOT_DONE, "the stimulus was closed: load it again");
    }
    if (armedAt == session.disarmings() && inForce()) {
      return;
    }
    unload();
    load();
  }

  private boolean inForce() {
    try {
      return ask().getStimulus().equals(name);
    } catch (DeviceException e) {
      if (e.reason() == Reason.REJECTED) {
        return false;
      }
      throw e;
    }
  }

  private void unload() {
    session.ask(
        true,
        () -> {
          try {
            return session
                .api()
                .work()
                .unloadStimulus(
                    UnloadStimulusRequest.newBuilder()
                        .setCulture(session.culture())
                        .setStimulus(name)
                        .setEpoch(session.epoch())
                        .setKey(UUID.randomUUID().toString())
                        .build());
          } catch (StatusRuntimeException e) {
            if (Told.rule(e).equals(Told.UNKNOWN_STIMULUS)) {
              return "it is not loaded any more";
            }
            throw e;
          }
        });
  }

  @Override
  public CompletionStage<Receipt> trigger(OperationId operation) {
    return fire(operation, OptionalLong.empty());
  }

  @Override
  public CompletionStage<Receipt> triggerAt(OperationId operation, long sample) {
    return fire(operation, OptionalLong.of(sample));
  }

  private CompletionStage<Receipt> fire(OperationId operation, OptionalLong sample) {
    TriggerRequest.Builder request =
        TriggerRequest.newBuilder()
            .setCulture(session.culture())
            .setStimulus(name)
            .setEpoch(session.epoch())
            .setKey(operation.toString())
            .setOperation(operation.toString());
    sample.ifPresent(request::setSample);
    CompletableFuture<Receipt> receipt = session.awaited();
    var unused =
        session
            .<TrainState>askLater(
                true, reply -> session.api().workLater(ANSWER).trigger(request.build(), reply))
            .whenComplete((train, failure) -> told(operation, train, failure, receipt));
    return receipt.minimalCompletionStage();
  }

  private void told(
      OperationId operation,
      @Nullable TrainState train,
      @Nullable Throwable failure,
      CompletableFuture<Receipt> receipt) {
    if (train == null) {
      receipt.completeExceptionally(failure(failure));
    } else if (train.getProgress() == Progress.BEGUN || train.getProgress() == Progress.ENDED) {
      receipt.complete(new Receipt(operation, train.getFirstSample()));
    } else if (train.getProgress() == Progress.INTENDED) {
      // The device has not answered yet: it may be for later.
      session.time().after(AGAIN, () -> askAgain(operation, receipt));
    } else {
      boolean unknown = train.getProgress() != Progress.NOT_DONE;
      receipt.completeExceptionally(
          new DeviceException(
              unknown ? Reason.TIMEOUT : Reason.REJECTED,
              unknown ? Outcome.UNKNOWN : Outcome.NOT_DONE,
              train.getReason()));
    }
  }

  /** A question that does nothing, about something that may have been done. */
  private void askAgain(OperationId operation, CompletableFuture<Receipt> receipt) {
    var unused =
        session
            .<TrainState>askLater(
                true,
                reply ->
                    session
                        .api()
                        .workLater(ANSWER)
                        .getTrain(
                            GetTrainRequest.newBuilder().setOperation(operation.toString()).build(),
                            reply))
            .whenComplete(
                (train, failure) -> {
                  if (train == null) {
                    // It was asked for before: that the question failed says nothing of it.
                    receipt.completeExceptionally(
                        new DeviceException(
                            Reason.LINK_LOST,
                            Outcome.UNKNOWN,
                            "what became of train " + operation + " could not be asked",
                            failure));
                  } else {
                    told(operation, train, null, receipt);
                  }
                });
  }

  private static DeviceException failure(@Nullable Throwable failure) {
    if (failure instanceof DeviceException device) {
      return device;
    }
    // The controller found the request itself wrong: it did nothing.
    return new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, String.valueOf(failure), failure);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      unload();
    } catch (DeviceException e) {
      // With the session everything was unloaded.
      if (!session.isOver()) {
        throw e;
      }
    } finally {
      freed.accept(this);
    }
  }
}
