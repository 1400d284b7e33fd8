package org.wetstack.drivers.firmware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.OperationId;

/**
 * The doses of one session that are remembered, and the sum of what they delivered. Thread-safe.
 */
final class DoseRuns {

  private static final int MAX_REMEMBERED = 1_024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<OperationId, FirmwareDoseRun> runs = new LinkedHashMap<>();
  private Delivered delivered = Delivered.NOTHING;

  @Nullable FirmwareDoseRun find(OperationId operation) {
    lock.lock();
    try {
      return runs.get(operation);
    } finally {
      lock.unlock();
    }
  }

  /** All that are remembered, oldest first, as they are now. */
  List<FirmwareDoseRun> all() {
    lock.lock();
    try {
      return new ArrayList<>(runs.values());
    } finally {
      lock.unlock();
    }
  }

  /** Remembers {@code run}, and if there are too many forgets the oldest that is over. */
  void add(FirmwareDoseRun run) {
    lock.lock();
    try {
      if (runs.size() >= MAX_REMEMBERED) {
        runs.values().stream()
            .filter(FirmwareDoseRun::over)
            .findFirst()
            .ifPresent(old -> runs.remove(old.operation()));
      }
      runs.put(run.operation(), run);
    } finally {
      lock.unlock();
    }
  }

  /** Discards {@code run}, which never began. */
  void discard(FirmwareDoseRun run) {
    run.discard();
    lock.lock();
    try {
      runs.remove(run.operation(), run);
    } finally {
      lock.unlock();
    }
  }

  /** Counts what a run has delivered that is over now. */
  void count(Delivered amount) {
    lock.lock();
    try {
      delivered = delivered.plus(amount);
    } finally {
      lock.unlock();
    }
  }

  /** What all runs have delivered, those that are under way included. */
  Delivered delivered() {
    Delivered total;
    var running = new ArrayList<FirmwareDoseRun>();
    lock.lock();
    try {
      total = delivered;
      runs.values().stream().filter(run -> !run.over()).forEach(running::add);
    } finally {
      lock.unlock();
    }
    for (FirmwareDoseRun run : running) {
      total = total.plus(run.soFar());
    }
    return total;
  }
}
