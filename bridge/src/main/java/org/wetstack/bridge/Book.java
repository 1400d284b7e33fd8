package org.wetstack.bridge;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.units.Volume;

/**
 * The latest doses, and what was delivered within the hour. The driver's ledger outlives it and
 * reaches back further: what is not here is asked there.
 */
final class Book {

  private static final int REMEMBERED = 256;
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private record Counted(long endedNanos, Volume volume) {}

  private final Map<OperationId, Entry> entries = new LinkedHashMap<>();

  /** Bounded by the hourly limit, of which each takes a step at least. */
  private final ArrayDeque<Counted> lastHour = new ArrayDeque<>();

  @Nullable Entry find(OperationId operation) {
    return entries.get(operation);
  }

  void add(Entry entry) {
    entries.put(entry.operation, entry);
    if (entries.size() > REMEMBERED) {
      Iterator<Entry> oldest = entries.values().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Counts a dose that has ended now against the hour, at its upper bound. */
  void count(Entry ended, long nowNanos) {
    if (!ended.atMost().equals(Volume.ZERO)) {
      lastHour.addLast(new Counted(nowNanos, ended.atMost()));
    }
  }

  /** What has been delivered at most within the hour before {@code nowNanos}. */
  Volume lastHour(long nowNanos) {
    while (!lastHour.isEmpty() && nowNanos - lastHour.getFirst().endedNanos() >= HOUR_NANOS) {
      lastHour.removeFirst();
    }
    return lastHour.stream().map(Counted::volume).reduce(Volume.ZERO, Volume::plus);
  }
}
