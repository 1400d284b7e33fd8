package org.wetstack.drivers.remote;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.wetstack.api.v1.DoseState;
import org.wetstack.api.v1.GetDoseRequest;
import org.wetstack.api.v1.Progress;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Waiting;

/** A dose that the controller gives. */
final class RemoteDoseRun extends RemoteRun<DoseState, DoseReport> implements DoseRun {

  private static final Duration SPARE = Duration.ofSeconds(5);

  private final Dose applied;
  private final Consumer<DoseReport> over;

  /**
   * @param over is told of its end, before anybody else is
   */
  RemoteDoseRun(
      Session session, OperationId operation, DoseState begun, Consumer<DoseReport> over) {
    super(session, operation);
    this.applied = Shapes.dose(begun);
    this.over = over;
  }

  @Override
  Progress progress(DoseState now) {
    return now.getProgress();
  }

  @Override
  String reason(DoseState now) {
    return now.getReason();
  }

  @Override
  DoseReport ended(DoseState now) {
    DoseReport end = Shapes.report(operation, now);
    over.accept(end);
    return end;
  }

  @Override
  void ask(StreamObserver<DoseState> reply) {
    session
        .api()
        .workLater(ANSWER)
        .getDose(
            GetDoseRequest.newBuilder()
                .setOperation(operation.toString())
                .setWaitMilliseconds((int) WAIT.toMillis())
                .build(),
            reply);
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
