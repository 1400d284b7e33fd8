package org.wetstack.drivers.firmware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.OperationId;

/** The latest flashes of one session. Thread-safe. */
final class FlashRuns {

  private static final int MAX_REMEMBERED = 1_024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<OperationId, FirmwareFlashRun> runs = new LinkedHashMap<>();

  @Nullable FirmwareFlashRun find(OperationId operation) {
    lock.lock();
    try {
      return runs.get(operation);
    } finally {
      lock.unlock();
    }
  }

  /** All that are remembered, oldest first, as they are now. */
  List<FirmwareFlashRun> all() {
    lock.lock();
    try {
      return new ArrayList<>(runs.values());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Remembers {@code run}, instead of an earlier attempt of that name, and if there are too many
   * forgets the oldest: a light has one flash at a time, so that has long been over.
   */
  void add(FirmwareFlashRun run) {
    lock.lock();
    try {
      runs.remove(run.operation());
      if (runs.size() >= MAX_REMEMBERED) {
        runs.remove(runs.keySet().iterator().next());
      }
      runs.put(run.operation(), run);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets {@code run}, which never began. */
  void remove(FirmwareFlashRun run) {
    lock.lock();
    try {
      runs.remove(run.operation(), run);
    } finally {
      lock.unlock();
    }
  }
}
