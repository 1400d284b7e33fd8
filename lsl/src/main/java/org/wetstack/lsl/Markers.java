package org.wetstack.lsl;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The stream that tells what happens. Whoever tells something does not wait for LSL; of more than a
 * thousand things at once, the rest is counted and told as a number. Thread-safe.
 */
final class Markers {

  private static final int MOST_WAITING = 1_000;

  private final Outlet outlet;
  private final Executor thread;
  private final Consumer<String> log;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong untold = new AtomicLong();

  /**
   * @param thread runs one task at a time, in their order, and refuses none
   * @param log takes what LSL did not
   */
  Markers(Outlet outlet, Executor thread, Consumer<String> log) {
    this.outlet = outlet;
    this.thread = thread;
    this.log = log;
  }

  /**
   * Tells {@code what}.
   *
   * @param at when, by LSL's clock
   */
  void tell(String what, double at) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      untold.incrementAndGet();
      return;
    }
    thread.execute(
        () -> {
          waiting.decrementAndGet();
          try {
            push(what, at);
          } catch (IllegalStateException e) {
            log.accept(e.getMessage() + ", so nobody hears of: " + what);
          }
        });
  }

  private void push(String what, double at) {
    long lost = untold.getAndSet(0);
    if (lost > 0) {
      outlet.push("untold markers=" + lost, at);
    }
    outlet.push(Element.printable(what), at);
  }

  /** Completes when all that was told is with LSL and the stream is closed. */
  CompletableFuture<Void> close() {
    var closed = new CompletableFuture<Void>();
    thread.execute(
        () -> {
          outlet.close();
          closed.complete(null);
        });
    return closed;
  }
}
