package org.wetstack.drivers.intanrhx;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.OperationId;

/**
 * What this session knows of the triggers it was asked for; RHX itself remembers none. Keeps the
 * latest {@value #MAX_OPERATIONS}. Guarded by the stimulator.
 */
final class Ledger {

  private static final int MAX_OPERATIONS = 65_536;

  /** A trigger that was asked for. */
  static final class Entry {
    final Flight flight;

    /** Whether it is known that nothing was played: then it may be asked for again. */
    boolean refused;

    Entry(Flight flight, boolean refused) {
      this.flight = flight;
      this.refused = refused;
    }
  }

  private final Map<Long, Entry> entries = new LinkedHashMap<>();

  @Nullable Entry find(OperationId operation) {
    return entries.get(operation.value());
  }

  void put(Flight flight, boolean refused) {
    entries.remove(flight.operation.value());
    entries.put(flight.operation.value(), new Entry(flight, refused));
    if (entries.size() > MAX_OPERATIONS) {
      var oldest = entries.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
