package org.wetstack.drivers.intanrhx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * Pieces of work that take several messages each, one after the other: a waveform is never uploaded
 * while another is, or while a run is being stopped. Thread-safe; nobody waits.
 */
final class Turns {

  // Twice as many for those that stop: nobody is to stand in their way.
  private static final int MAX_WAITING = 64;

  private record Turn<T>(Supplier<CompletableFuture<T>> work, CompletableFuture<T> result) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Turn<?>> waiting = new ArrayDeque<>();
  private boolean busy;
  private @Nullable DeviceException over;

  /** Begins {@code work} when all before it is done. */
  <T> CompletableFuture<T> take(Supplier<CompletableFuture<T>> work) {
    return take(work, false);
  }

  /** Begins {@code work} when what is under way is done, before all that waits. */
  <T> CompletableFuture<T> takeFirst(Supplier<CompletableFuture<T>> work) {
    return take(work, true);
  }

  private <T> CompletableFuture<T> take(Supplier<CompletableFuture<T>> work, boolean first) {
    var turn = new Turn<>(work, new CompletableFuture<T>());
    DeviceException refused;
    lock.lock();
    try {
      refused = over;
      if (refused == null && waiting.size() >= (first ? 2 * MAX_WAITING : MAX_WAITING)) {
        refused =
            new DeviceException(
                Reason.REJECTED, Outcome.NOT_DONE, MAX_WAITING + " calls already wait their turn");
      }
      if (refused == null) {
        if (first) {
          waiting.addFirst(turn);
        } else {
          waiting.addLast(turn);
        }
      }
    } finally {
      lock.unlock();
    }
    if (refused != null) {
      turn.result.completeExceptionally(refused);
    } else {
      next();
    }
    return turn.result;
  }

  private void next() {
    Turn<?> turn;
    lock.lock();
    try {
      if (busy || waiting.isEmpty()) {
        return;
      }
      busy = true;
      turn = waiting.removeFirst();
    } finally {
      lock.unlock();
    }
    run(turn);
  }

  private <T> void run(Turn<T> turn) {
    CompletableFuture<T> doing;
    try {
      doing = turn.work.get();
    } catch (RuntimeException e) {
      doing = CompletableFuture.failedFuture(e);
    }
    var unused =
        doing.whenComplete(
            (value, failure) -> {
              lock.lock();
              try {
                busy = false;
              } finally {
                lock.unlock();
              }
              if (failure != null) {
                turn.result.completeExceptionally(Session.failure(failure));
              } else {
                turn.result.complete(value);
              }
              next();
            });
  }

  /** Refuses all that waits, and all that comes, with {@code reason}. */
  void end(DeviceException reason) {
    List<Turn<?>> dropped;
    lock.lock();
    try {
      over = reason;
      dropped = new ArrayList<>(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    dropped.forEach(turn -> turn.result.completeExceptionally(reason));
  }
}
