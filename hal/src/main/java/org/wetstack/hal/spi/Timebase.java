package org.wetstack.hal.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * The only source of time and waiting. Virtual in simulations, so tests neither sleep nor race.
 * Spans of more than 292 years count as 292 years, negative ones as zero.
 */
public interface Timebase {

  /** Nanoseconds from an arbitrary origin; never runs backwards. */
  long nanoTime();

  /** The date and the time of day, for records only: it may jump. */
  Instant now();

  /** Runs {@code task} once after {@code delay}, on the timer's thread: keep it tiny. */
  Timer after(Duration delay, Runnable task);

  /**
   * Waits for {@code future}. The one place where calling threads block.
   *
   * @throws TimeoutException if {@code limit} passes first; the future is left as it is
   * @throws CompletionException with the cause, if the future completes exceptionally
   */
  <T> T await(CompletableFuture<T> future, Duration limit)
      throws TimeoutException, InterruptedException;

  /** A pending {@link #after} task. */
  interface Timer {
    /** Forgets the task if it has not begun. Idempotent. */
    void cancel();
  }
}
