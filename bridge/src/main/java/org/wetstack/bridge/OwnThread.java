package org.wetstack.bridge;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A daemon thread that a {@link Hand} works on. */
public final class OwnThread implements Executor, AutoCloseable {

  /** A hand asks once when it has something to do, and once more if that failed. */
  private static final int MAX_QUEUED = 2;

  private final ThreadPoolExecutor executor;

  public OwnThread(String name) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_QUEUED),
            task -> {
              var thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** Ends the thread; what it is waiting for is interrupted. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
