package org.wetstack.drivers.remote;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/** The one answer to a call, or its failure. */
record Reply<T>(Consumer<T> given, Consumer<StatusRuntimeException> failed)
    implements StreamObserver<T> {

  @Override
  public void onNext(T answer) {
    given.accept(answer);
  }

  @Override
  public void onError(Throwable failure) {
    failed.accept(
        failure instanceof StatusRuntimeException status
            ? status
            : Status.fromThrowable(failure).asRuntimeException());
  }

  @Override
  public void onCompleted() {
    // The answer has come.
  }
}
