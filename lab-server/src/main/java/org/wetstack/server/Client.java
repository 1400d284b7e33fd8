package org.wetstack.server;

import java.util.Optional;

/**
 * Somebody who is sent a stream, and may be slower than it. Not thread-safe: each has one sender.
 */
interface Client<T> {

  /** Whether nothing more can reach it, or it may not hear more. */
  boolean isGone();

  /** Whether there is room for another message. Nobody waits for it. */
  boolean isReady();

  void send(T message);

  /** The last call: why the stream has ended; empty if that is no failure. */
  void end(Optional<Throwable> reason);
}
