package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Light;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.lab.supervise.Station;

/**
 * Asks pumps and lights how far their doses and flashes are, for people who look on. However many
 * look, one question is under way at a time, and each is asked for so often at most. Thread-safe.
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
    return ask(dose, this::flowed);
  }

  /** The same of a flash and its light. */
  Operation askLight(Operation flash) {
    return ask(flash, this::lit);
  }

  private Operation ask(Operation dose, Question question) {
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
      Operation now = session(dose).flatMap(one -> question.ask(one, dose)).orElse(dose);
      keep(now);
      return now;
    } finally {
      asking.unlock();
    }
  }

  /** Asks a device what it knows of an operation. */
  private interface Question {
    Optional<Operation> ask(Instrument session, Operation about);
  }

  private Optional<Instrument> session(Operation operation) {
    Station place = parts.stations().get(station(operation));
    return place == null ? Optional.empty() : place.state().instrument();
  }

  private static String station(Operation operation) {
    int slash = operation.device().indexOf('/');
    return slash < 0 ? operation.device() : operation.device().substring(0, slash);
  }

  private static <D extends Device> D device(
      Instrument session, Operation operation, Class<D> type) {
    int slash = operation.device().indexOf('/');
    return slash < 0
        ? session.device(type)
        : session.device(type, operation.device().substring(slash + 1));
  }

  /** Its end is told by whoever writes it down; until then it is not over. */
  private Optional<Operation> flowed(Instrument session, Operation dose) {
    try {
      return device(session, dose, Pump.class)
          .report(dose.id())
          .map(DoseReport::delivered)
          .map(given -> dose.flowed(given.atLeast().nanoliters(), given.atMost().nanoliters()));
    } catch (DeviceException e) {
      // Whoever looks on is told what is known.
      return Optional.empty();
    }
  }

  private Optional<Operation> lit(Instrument session, Operation flash) {
    try {
      return device(session, flash, Light.class)
          .report(flash.id())
          .map(report -> flash.flowed(report.energy().picojoules(), flash.atMost()));
    } catch (DeviceException e) {
      return Optional.empty();
    }
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
