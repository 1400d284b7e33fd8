package org.wetstack.server;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;

/** A client at the other end of a gRPC call. */
final class GrpcClient<T> implements Client<T> {

  private final ServerCallStreamObserver<T> call;
  private final Welcome welcome;
  private boolean over;

  GrpcClient(ServerCallStreamObserver<T> call, Welcome welcome) {
    this.call = call;
    this.welcome = welcome;
  }

  @Override
  public boolean isGone() {
    if (!over && welcome.isOver()) {
      end(Optional.of(welcome.goodbye()));
    }
    return over || call.isCancelled();
  }

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public void send(T message) {
    call.onNext(message);
  }

  @Override
  public void end(Optional<Throwable> reason) {
    if (over || call.isCancelled()) {
      return;
    }
    over = true;
    reason.ifPresentOrElse(why -> call.onError(Problems.of(why)), call::onCompleted);
  }
}
