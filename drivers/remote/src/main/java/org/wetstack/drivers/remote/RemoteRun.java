package org.wetstack.drivers.remote;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.wetstack.api.v1.Progress;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.OperationId;

/**
 * Something whose end the controller is asked for, again and again until it tells.
 *
 * @param <S> what the controller tells of it
 * @param <R> what is reported of its end
 */
abstract class RemoteRun<S, R> {

  static final Duration WAIT = Duration.ofSeconds(30);
  static final Duration ANSWER = WAIT.plusSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  final Session session;
  final OperationId operation;
  final CompletableFuture<R> report;

  RemoteRun(Session session, OperationId operation) {
    this.session = session;
    this.operation = operation;
    // It is under way: whoever hears that it was not done would do it again.
    this.report = session.awaited(Outcome.UNKNOWN);
  }

  abstract Progress progress(S now);

  abstract String reason(S now);

  /** What is reported of its end, which {@code now} is. */
  abstract R ended(S now);

  /** Asks how far it is once it is over, or after {@link #WAIT}. */
  abstract void ask(StreamObserver<S> reply);

  /** Waits for its end, which {@code now} may be. */
  void follow(S now) {
    if (progress(now) == Progress.ENDED) {
      report.complete(ended(now));
    } else if (progress(now) == Progress.NOT_DONE) {
      report.completeExceptionally(
          new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, reason(now)));
    } else {
      follow();
    }
  }

  private void follow() {
    if (!report.isDone()) {
      var unused = session.<S>askLater(false, this::ask).whenComplete(this::told);
    }
  }

  private void told(@Nullable S now, @Nullable Throwable failure) {
    if (now == null) {
      // What ends the session ends this, too; anything else may be better the next time.
      session.time().after(AGAIN, this::follow);
    } else if (progress(now) == Progress.UNKNOWN) {
      report.completeExceptionally(
          new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, reason(now)));
    } else {
      follow(now);
    }
  }
}
