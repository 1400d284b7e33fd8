package org.wetstack.drivers.remote;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.wetstack.api.v1.FlashState;
import org.wetstack.api.v1.GetFlashRequest;
import org.wetstack.api.v1.Progress;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Waiting;

/** A flash that the controller has lit. */
final class RemoteFlashRun extends RemoteRun<FlashState, FlashReport> implements FlashRun {

  private static final Duration SPARE = Duration.ofSeconds(5);

  private final Flash applied;

  RemoteFlashRun(Session session, OperationId operation, FlashState begun) {
    super(session, operation);
    this.applied = Shapes.flash(begun);
  }

  @Override
  Progress progress(FlashState now) {
    return now.getProgress();
  }

  @Override
  String reason(FlashState now) {
    return now.getReason();
  }

  @Override
  FlashReport ended(FlashState now) {
    return Shapes.report(operation, now);
  }

  @Override
  void ask(StreamObserver<FlashState> reply) {
    session
        .api()
        .workLater(ANSWER)
        .getFlash(
            GetFlashRequest.newBuilder()
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
  public Flash applied() {
    return applied;
  }

  @Override
  public CompletionStage<FlashReport> report() {
    return report.minimalCompletionStage();
  }

  @Override
  public FlashReport await() {
    // A copy: whoever waits must not be able to end it for others.
    return Waiting.await(
        session.time(),
        report.copy(),
        applied.duration().multipliedBy(2).plus(SPARE),
        "the controller does not say that flash " + operation + " is out");
  }
}
