package org.wetstack.emulator.board;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;

/** What a pump remembers of its doses, without power. SPEC.md, 10.4 to 10.7 and 10.11. */
final class DoseLedger {

  private static final int REMEMBERED = 256;
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  /** One dose. */
  static final class Entry {
    final long operation;
    final int volumeNanoliters;
    final int rateNanolitersPerMinute;
    DoseStatus.State state = DoseStatus.State.STATE_PREPARED;
    int lowerNanoliters;
    int upperNanoliters;
    long notAfterMicros;

    Entry(long operation, int volumeNanoliters, int rateNanolitersPerMinute) {
      this.operation = operation;
      this.volumeNanoliters = volumeNanoliters;
      this.rateNanolitersPerMinute = rateNanolitersPerMinute;
    }

    boolean begun() {
      return state != DoseStatus.State.STATE_PREPARED && state != DoseStatus.State.STATE_NEVER_SEEN;
    }

    DeviceMessage.Builder status() {
      return DeviceMessage.newBuilder()
          .setDoseStatus(
              DoseStatus.newBuilder()
                  .setOperationId(operation)
                  .setState(state)
                  .setAppliedVolumeNanoliters(volumeNanoliters)
                  .setAppliedRateNanolitersPerMinute(rateNanolitersPerMinute)
                  .setDeliveredLowerNanoliters(lowerNanoliters)
                  .setDeliveredUpperNanoliters(upperNanoliters));
    }
  }

  private record Counted(long endedNanos, int nanoliters) {}

  private final Map<Long, Entry> entries = new LinkedHashMap<>();
  private final ArrayDeque<Counted> lastHour = new ArrayDeque<>();
  private boolean forgot;

  @Nullable Entry find(long operation) {
    return entries.get(operation);
  }

  boolean forgotSomething() {
    return forgot;
  }

  Entry add(Entry entry) {
    entries.put(entry.operation, entry);
    if (entries.size() > REMEMBERED) {
      Iterator<Entry> oldest = entries.values().iterator();
      oldest.next();
      oldest.remove();
      forgot = true;
    }
    return entry;
  }

  /** Counts a dose that has ended against the hour, at its upper bound. */
  void count(Entry ended, long poweredNanos) {
    lastHour.addLast(new Counted(poweredNanos, ended.upperNanoliters));
  }

  /** What counts against the hour, without the dose that runs. */
  long lastHourNanoliters(long poweredNanos) {
    while (!lastHour.isEmpty() && poweredNanos - lastHour.getFirst().endedNanos() >= HOUR_NANOS) {
      lastHour.removeFirst();
    }
    return lastHour.stream().mapToLong(Counted::nanoliters).sum();
  }
}
