package org.wetstack.bridge;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing after the other, each of which may block, on a thread that is not the link's. Also
 * on an executor that runs tasks within one another, as virtual time does, no task begins before
 * the one before it has ended. Thread-safe.
 */
final class Hand {

  private static final int MAX_QUEUED = 32;

  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private boolean busy;

  Hand(Executor executor) {
    this.executor = executor;
  }

  /** Does {@code task} when all before it are done; false, and never, if too many are waiting. */
  boolean offer(Runnable task) {
    lock.lock();
    try {
      if (queue.size() >= MAX_QUEUED) {
        return false;
      }
      queue.add(task);
      if (busy) {
        return true;
      }
      busy = true;
    } finally {
      lock.unlock();
    }
    executor.execute(this::work);
    return true;
  }

  private void work() {
    Runnable next = next();
    while (next != null) {
      try {
        next.run();
      } catch (RuntimeException | Error e) {
        // The next task must not wait for ever behind one that is broken.
        executor.execute(this::work);
        throw e;
      }
      next = next();
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable next = queue.poll();
      busy = next != null;
      return next;
    } finally {
      lock.unlock();
    }
  }
}
