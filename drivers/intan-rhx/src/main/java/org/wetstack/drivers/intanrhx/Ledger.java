package org.wetstack.drivers.intanrhx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;

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

  /**
   * The receipt of {@code operation}; empty if nothing was played.
   *
   * @throws DeviceException REJECTED/UNKNOWN if it is not known here or not over yet; why its
   *     outcome is unknown, if it is
   */
  Optional<Receipt> receipt(OperationId operation) {
    Entry known = find(operation);
    if (known == null) {
      throw new DeviceException(
          Reason.REJECTED,
          Outcome.UNKNOWN,
          "this session knows nothing of "
              + operation
              + ", and RHX keeps no ledger: whether an earlier session played it only its samples"
              + " can tell");
    }
    if (known.refused) {
      return Optional.empty();
    }
    try {
      Receipt receipt = known.flight.receipt.getNow(null);
      if (receipt != null) {
        return Optional.of(receipt);
      }
    } catch (CompletionException e) {
      throw Session.failure(e);
    }
    throw new DeviceException(
        Reason.REJECTED, Outcome.UNKNOWN, "trigger " + operation + " is still under way");
  }
}
