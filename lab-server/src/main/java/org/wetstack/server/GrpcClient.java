package org.wetstack.server;

import com.google.protobuf.MessageLite;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;

/** A client at the other end of a gRPC call. */
final class GrpcClient<T extends MessageLite> implements Client<T> {

  /**
   * A call is ready only when all that it was given is on its way: a client that is busy for some
   * milliseconds must not lose samples for that.
   */
  private static final long MOST_BYTES_AHEAD = 1 << 20;

  private final ServerCallStreamObserver<T> call;
  private final Welcome welcome;
  private boolean over;
  private long ahead;

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
    if (call.isReady()) {
      ahead = 0;
    }
    return ahead < MOST_BYTES_AHEAD;
  }

  @Override
  public void send(T message) {
    ahead += message.getSerializedSize();
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
