package org.wetstack.app.study;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.wetstack.hal.spi.SystemTimebase;

/**
 * Runs one experiment for each seed, as many at a time as are wanted. Each lives in its own virtual
 * time on one thread, so how many run at a time makes no difference to what comes out.
 */
final class Workers {

  private static final Duration LONGEST = Duration.ofDays(7);

  private Workers() {}

  /**
   * What {@code experiment} makes of each seed from {@code first} on, in the order of the seeds.
   *
   * @throws InterruptedException if this thread is interrupted
   * @throws IllegalStateException if a week was not enough
   */
  static <T> List<T> run(long first, int seeds, int threads, LongFunction<T> experiment)
      throws InterruptedException {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              var thread = new Thread(task, "study");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<CompletableFuture<T>> all = new ArrayList<>();
      for (int i = 0; i < seeds; i++) {
        long seed = first + i;
        all.add(CompletableFuture.supplyAsync(() -> experiment.apply(seed), workers));
      }
      List<T> results = new ArrayList<>();
      for (CompletableFuture<T> each : all) {
        results.add(SystemTimebase.shared().await(each, LONGEST));
      }
      return results;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (TimeoutException e) {
      throw new IllegalStateException("a study took more than " + LONGEST.toDays() + " days", e);
    } finally {
      workers.shutdownNow();
    }
  }
}
