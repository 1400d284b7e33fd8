package org.wetstack.lab.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who writes the journal: the first thread that wants to, for all that came meanwhile. What goes
 * wrong once is wrong for good.
 */
final class Turns {

  /** Threads that may wait for the disk at once. */
  static final int MOST_WAITING = 256;

  /** What a thread waits for another one's turn, at most. */
  static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** What one thread wants to be in the journal. */
  static final class Wanted {
    private final String who;
    private final String what;
    private final Map<String, String> facts;

    /** Set by whoever has the turn, read under the lock. */
    private volatile @Nullable Entry entry;

    Wanted(String who, String what, Map<String, String> facts) {
      this.who = who;
      this.what = what;
      this.facts = Map.copyOf(facts);
    }

    String who() {
      return who;
    }

    String what() {
      return what;
    }

    Map<String, String> facts() {
      return facts;
    }

    /** It is on disk, and all have been told. */
    void done(Entry written) {
      entry = written;
    }
  }

  /** What needs the turn. */
  interface Work {
    void run() throws IOException;
  }

  /** Writes many at once. */
  interface Commit {
    void run(List<Wanted> batch) throws IOException;
  }

  private final long waitNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Wanted> waiting = new ArrayList<>();
  private @Nullable Thread turn;
  private boolean ended;
  private @Nullable JournalException failure;

  Turns(long waitNanos) {
    this.waitNanos = waitNanos;
  }

  Optional<JournalException> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  /** Has {@code wanted} written, by this thread or another. */
  Entry commit(Wanted wanted, Commit how) {
    lock.lock();
    try {
      check();
      if (waiting.size() >= MOST_WAITING) {
        throw new JournalException(
            MOST_WAITING + " entries wait for the disk already: the disk is too slow; try again");
      }
      waiting.add(wanted);
      take(wanted);
      Entry entry = wanted.entry;
      if (entry == null) {
        List<Wanted> batch = waiting;
        waiting = new ArrayList<>();
        run(() -> how.run(batch));
        entry = wanted.entry;
      }
      if (entry == null) {
        throw new IllegalStateException("an entry was written and not told");
      }
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code work} while nobody writes. */
  void alone(Work work) {
    lock.lock();
    try {
      check();
      take(null);
      run(work);
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody have a turn any more; false if that was so already. */
  boolean end() {
    lock.lock();
    try {
      if (turn == Thread.currentThread()) {
        throw new IllegalStateException("a follower must not close the journal");
      }
      if (ended) {
        return false;
      }
      ended = true;
      await(null);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void check() {
    if (turn == Thread.currentThread()) {
      throw new IllegalStateException("a follower must not use the journal that it follows");
    }
    checkUsable();
  }

  private void checkUsable() {
    checkFailure();
    if (ended) {
      throw new JournalException("the journal is closed: nothing can be done any more");
    }
  }

  private void checkFailure() {
    if (failure != null) {
      throw new JournalException(String.valueOf(failure.getMessage()), failure.getCause());
    }
  }

  /** Returns when this thread has the turn, or somebody else has written {@code wanted}. */
  private void take(@Nullable Wanted wanted) {
    await(wanted);
    if (wanted == null || wanted.entry == null) {
      checkUsable();
      turn = Thread.currentThread();
    }
  }

  private void await(@Nullable Wanted wanted) {
    boolean interrupted = false;
    long left = waitNanos;
    try {
      while (turn != null && failure == null && (wanted == null || wanted.entry == null)) {
        if (left <= 0) {
          fail(
              new IOException("the disk has not answered for " + waitNanos / 1_000_000_000 + " s"));
          return;
        }
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** With the turn and the lock, which others have while {@code work} runs. */
  private void run(Work work) {
    Throwable wrong = null;
    lock.unlock();
    try {
      work.run();
    } catch (IOException | RuntimeException | Error e) {
      wrong = e;
    } finally {
      lock.lock();
      turn = null;
      if (wrong != null) {
        fail(wrong);
      }
      changed.signalAll();
    }
    checkFailure();
  }

  private void fail(Throwable cause) {
    if (failure == null) {
      failure =
          new JournalException(
              "the journal cannot be written: "
                  + cause
                  + "; make room or repair the disk, and start"
                  + " again",
              cause);
      waiting.clear();
      changed.signalAll();
    }
  }
}
