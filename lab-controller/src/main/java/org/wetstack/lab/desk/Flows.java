package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.lab.supervise.Station;

/**
 * Asks pumps how far their doses are, for people who look on. However many look, one question is
 * under way at a time, and a dose is asked for so often at most. Thread-safe.
 */
final class Flows {

  private static final Duration FRESH = Duration.ofMillis(10);
  private static final int KEPT = 100;

  private record Seen(long atNanos, Operation dose) {}

  private final Parts parts;
  private final ReentrantLock asking = new ReentrantLock();
  private final Map<OperationId, Seen> seen = new LinkedHashMap<>();

  Flows(Parts parts) {
    this.parts = parts;
  }

  /** {@code dose} as its pump tells now, or a moment ago; as it is if the pump tells nothing. */
  Operation ask(Operation dose) {
    if (dose.progress() != Operation.Progress.BEGUN) {
      return dose;
    }
    @Nullable Seen before = before(dose.id());
    boolean fresh = before != null && parts.time().nanoTime() - before.atNanos() < FRESH.toNanos();
    if (fresh || !asking.tryLock()) {
      // What had flowed then has flowed now, and more may have.
      return before == null ? dose : dose.flowed(before.dose().atLeast(), dose.atMost());
    }
    try {
      Operation now = report(dose).map(report -> flowed(dose, report)).orElse(dose);
      keep(now);
      return now;
    } finally {
      asking.unlock();
    }
  }

  private Optional<DoseReport> report(Operation dose) {
    int slash = dose.device().indexOf('/');
    String station = slash < 0 ? dose.device() : dose.device().substring(0, slash);
    Station place = parts.stations().get(station);
    if (place == null) {
      return Optional.empty();
    }
    try {
      return place.state().instrument().flatMap(session -> report(session, dose, slash));
    } catch (DeviceException e) {
      // Whoever looks on is told what is known.
      return Optional.empty();
    }
  }

  private static Optional<DoseReport> report(Instrument session, Operation dose, int slash) {
    Pump pump =
        slash < 0
            ? session.device(Pump.class)
            : session.device(Pump.class, dose.device().substring(slash + 1));
    return pump.report(dose.id());
  }

  /** Its end is told by whoever writes it down; until then it is not over. */
  private static Operation flowed(Operation dose, DoseReport report) {
    return dose.flowed(
        report.delivered().atLeast().nanoliters(), report.delivered().atMost().nanoliters());
  }

  private synchronized @Nullable Seen before(OperationId id) {
    return seen.get(id);
  }

  private synchronized void keep(Operation now) {
    seen.put(now.id(), new Seen(parts.time().nanoTime(), now));
    if (seen.size() > KEPT) {
      seen.remove(seen.keySet().iterator().next());
    }
  }
}
