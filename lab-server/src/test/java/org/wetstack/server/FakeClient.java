package org.wetstack.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what it is sent, and is ready when the test says so. */
final class FakeClient<T> implements Client<T> {

  final List<T> got = new ArrayList<>();
  boolean ready = true;
  boolean gone;
  Optional<Optional<Throwable>> ended = Optional.empty();

  @Override
  public boolean isGone() {
    return gone;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void send(T message) {
    if (!ready || gone || ended.isPresent()) {
      throw new AssertionError("sent to a client that is not ready");
    }
    got.add(message);
  }

  @Override
  public void end(Optional<Throwable> reason) {
    ended = Optional.of(reason);
  }
}
