package org.wetstack.emulator.board;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Flash;
import org.wetstack.protocol.v1.FlashStatus;
import org.wetstack.protocol.v1.FlashStatus.State;

/** The flashes of this boot that run or are remembered. SPEC.md, 14.6. */
final class FlashLedger {

  private static final int REMEMBERED = 64;

  /** One flash, from its beginning. */
  static final class Entry {
    final long operation;
    final int powerMicrowatts;
    final int durationMicros;
    final long beganMicros;
    State state = State.STATE_RUNNING;
    int litMicros;

    Entry(Flash wanted, long beganMicros) {
      this.operation = wanted.getOperationId();
      this.powerMicrowatts = wanted.getPowerMicrowatts();
      this.durationMicros = wanted.getDurationMicros();
      this.beganMicros = beganMicros;
    }

    boolean is(Flash wanted) {
      return powerMicrowatts == wanted.getPowerMicrowatts()
          && durationMicros == wanted.getDurationMicros();
    }

    DeviceMessage.Builder status() {
      return DeviceMessage.newBuilder()
          .setFlashStatus(
              FlashStatus.newBuilder()
                  .setOperationId(operation)
                  .setState(state)
                  .setPowerMicrowatts(powerMicrowatts)
                  .setDurationMicros(durationMicros)
                  .setBeganMicros(beganMicros)
                  .setLitMicros(litMicros));
    }
  }

  private final Map<Long, Entry> entries = new LinkedHashMap<>();
  private boolean forgot;

  @Nullable Entry find(long operation) {
    return entries.get(operation);
  }

  boolean forgotSomething() {
    return forgot;
  }

  /** Adds {@code entry}, which runs, and forgets the oldest if there are too many. */
  void add(Entry entry) {
    entries.put(entry.operation, entry);
    if (entries.size() > REMEMBERED) {
      Iterator<Entry> oldest = entries.values().iterator();
      oldest.next();
      oldest.remove();
      forgot = true;
    }
  }

  /** Volatile memory is gone. */
  void clear() {
    entries.clear();
    forgot = false;
  }
}
