package org.wetstack.hal.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Real time, with one daemon thread for timers. */
public final class SystemTimebase implements Timebase, AutoCloseable {

  private static final class Shared {
    static final SystemTimebase INSTANCE = new SystemTimebase("wetstack-timer");
  }

  private final ScheduledThreadPoolExecutor timer;

  public SystemTimebase(String threadName) {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** The timebase of this process. Never closed. */
  public static SystemTimebase shared() {
    return Shared.INSTANCE;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    Future<?> scheduled =
        timer.schedule(
            () -> {
              try {
                task.run();
              } catch (Throwable e) {
                // An executor swallows what a task throws; a timer that died must be heard of.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
              }
            },
            TimeUnit.NANOSECONDS.convert(delay),
            TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public <T> T await(CompletableFuture<T> future, Duration limit)
      throws TimeoutException, InterruptedException {
    try {
      return future.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  /** Drops all pending timers. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
