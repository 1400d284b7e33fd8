package org.wetstack.drivers.remote;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.api.v1.DoseState;
import org.wetstack.api.v1.GetDoseRequest;
import org.wetstack.api.v1.Progress;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Waiting;

/** A dose whose end the controller is asked for, again and again until it tells. */
final class RemoteDoseRun implements DoseRun {

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Duration ANSWER = WAIT.plusSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration SPARE = Duration.ofSeconds(5);

  private final Session session;
  private final OperationId operation;
  private final Dose applied;
  private final Consumer<DoseReport> over;
  private final CompletableFuture<DoseReport> report;

  /**
   * @param over is told of its end, before anybody else is
   */
  RemoteDoseRun(
      Session session, OperationId operation, DoseState begun, Consumer<DoseReport> over) {
    this.session = session;
    this.operation = operation;
    this.applied = Shapes.dose(begun);
    this.over = over;
    this.report = session.awaited();
  }

  /** Waits for its end, which {@code now} may be. */
  void follow(DoseState now) {
    if (now.getProgress() == Progress.ENDED) {
      DoseReport end = Shapes.report(operation, now);
      over.accept(end);
      report.complete(end);
    } else if (now.getProgress() == Progress.NOT_DONE) {
      report.completeExceptionally(
          new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, now.getReason()));
    } else if (!report.isDone()) {
      var unused =
          session
              .<DoseState>askLater(
                  false,
                  reply ->
                      session
                          .api()
                          .workLater(ANSWER)
                          .getDose(
                              GetDoseRequest.newBuilder()
                                  .setOperation(operation.toString())
                                  .setWaitMilliseconds((int) WAIT.toMillis())
                                  .build(),
                              reply))
              .whenComplete(this::told);
    }
  }

  private void told(@Nullable DoseState now, @Nullable Throwable failure) {
    if (now == null) {
      // What ends the session ends this, too; anything else may be better the next time.
      session.time().after(AGAIN, () -> follow(DoseState.getDefaultInstance()));
    } else if (now.getProgress() == Progress.UNKNOWN) {
      report.completeExceptionally(
          new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, now.getReason()));
    } else {
      follow(now);
    }
  }

  @Override
  public OperationId operation() {
    return operation;
  }

  @Override
  public Dose applied() {
    return applied;
  }

  @Override
  public CompletionStage<DoseReport> report() {
    return report.minimalCompletionStage();
  }

  @Override
  public DoseReport await() {
    Duration limit = applied.rate().timeFor(applied.volume()).multipliedBy(2).plus(SPARE);
    // A copy: whoever waits must not be able to end it for others.
    return Waiting.await(
        session.time(),
        report.copy(),
        limit,
        "the controller does not say that dose " + operation + " has ended");
  }
}
