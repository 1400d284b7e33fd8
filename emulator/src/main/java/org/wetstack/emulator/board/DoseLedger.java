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

    /** Power went when {@code fed} had flowed: what is known is the whole quanta, and one more. */
    void powerLost(int fed, PumpSpec spec) {
      int written = fed - fed % spec.quantumNanoliters();
      lowerNanoliters = written;
      upperNanoliters = (int) Math.min(volumeNanoliters, (long) written + spec.quantumNanoliters());
      state = DoseStatus.State.STATE_POWER_LOST;
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
  private final Diary diary;
  private final int index;

  /** What {@code diary} says of the doses of device {@code index}. */
  DoseLedger(Diary diary, int index, PumpSpec spec) {
    this.diary = diary;
    this.index = index;
    for (String[] line : diary.before("dose")) {
      if (Integer.parseInt(line[2]) == index) {
        remember(line);
      }
    }
    for (Entry entry : entries.values()) {
      if (entry.state == DoseStatus.State.STATE_RUNNING) {
        entry.powerLost(entry.lowerNanoliters, spec);
        long latest = Long.parseLong(diary.before("dose").get(diary.before("dose").size() - 1)[9]);
        count(entry, latest);
      }
    }
  }

  private void remember(String[] line) {
    long operation = Long.parseUnsignedLong(line[3], 16);
    Entry entry = find(operation);
    if (entry == null) {
      entry = add(new Entry(operation, Integer.parseInt(line[4]), Integer.parseInt(line[5])));
    }
    entry.state = DoseStatus.State.valueOf(line[6]);
    entry.lowerNanoliters = Integer.parseInt(line[7]);
    entry.upperNanoliters = Integer.parseInt(line[8]);
    if (entry.state != DoseStatus.State.STATE_RUNNING) {
      lastHour.addLast(new Counted(Long.parseLong(line[9]), entry.upperNanoliters));
    }
  }

  /** Writes down how {@code entry}, which has begun, is now. */
  void note(Entry entry, long poweredNanos) {
    diary.write(
        "dose",
        index,
        "%016x".formatted(entry.operation),
        entry.volumeNanoliters,
        entry.rateNanolitersPerMinute,
        entry.state,
        entry.lowerNanoliters,
        entry.upperNanoliters,
        poweredNanos);
  }

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
    note(ended, poweredNanos);
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
