package org.wetstack.drivers.intanrhx;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Timebase;

/** A message that waits for its turn or its reply. Guarded by its conversation. */
final class Request {

  final Message message;
  final CompletableFuture<Reply> reply = new CompletableFuture<>();
  long sentNanos;
  Timebase.@Nullable Timer timer;

  Request(Message message) {
    this.message = message;
  }
}
