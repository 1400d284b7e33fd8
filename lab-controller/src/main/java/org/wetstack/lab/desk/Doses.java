package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.lab.desk.Operation.Kind;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/** Gives doses that were admitted, and writes down what became of them. */
final class Doses {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Parts parts;
  private final Beginning beginning;

  Doses(Parts parts) {
    this.parts = parts;
    beginning = new Beginning(parts, Kind.DOSE);
  }

  /** A dose that is in the journal and not yet asked for. */
  record Intended(OperationId id, Subject.Spot place, Pump pump, Dose dose, Stops.Mark mark) {}

  /**
   * Looks at the limits, and writes the intent down. Holds the lock of the admission.
   *
   * @throws Refusal if a limit is against it
   */
  Intended intend(Request request, Subject subject, Desk.Step.Give asked, Stops.Mark mark) {
    String reservoir = asked.reservoir();
    Subject.Source source = subject.source(reservoir);
    Pump pump = source.pump().pump();
    Dose dose = pump.limits().quantise(asked.dose());
    subject.dosing().admit(source.reservoir(), dose, parts.time().now());
    OperationId id = parts.name(request, asked.name());
    parts
        .journal()
        .append(
            request.who().name(),
            Kinds.DOSE_INTENDED,
            request.facts(
                id.toString(),
                Map.of(
                    "operation", id.toString(),
                    "culture", subject.name(),
                    "reservoir", reservoir,
                    "pump", source.pump().name(),
                    "nanoliters", Long.toString(dose.volume().nanoliters()),
                    "nanolitersPerMinute", Long.toString(dose.rate().nanolitersPerMinute()),
                    "nanomolar", Long.toString(source.reservoir().nanomolar()))));
    return new Intended(id, source.pump(), pump, dose, mark);
  }

  /** Withdraws an intent of which nothing was sent. */
  void withdraw(Intended intended, String reason) {
    beginning.withdraw(intended.id(), reason);
  }

  /** Has the pump begin; what becomes of it is written down as it happens. */
  void begin(Intended intended) {
    OperationId id = intended.id();
    Pump pump = intended.pump();
    beginning
        .begin(
            id,
            intended.mark(),
            intended.place(),
            () -> pump.dispense(id, intended.dose()),
            pump::stop,
            () -> resolve(id, pump))
        .ifPresent(
            run -> {
              parts.outcomes().doseBegun(id, run.applied().volume().nanoliters());
              beginning.follow(id, run.report(), parts.outcomes()::doseEnded);
            });
  }

  /** A pump that has said that it began, and now knows of nothing, has forgotten or is another. */
  private void denied(OperationId id) {
    if (parts.operations().find(id).filter(Operation::begun).isPresent()) {
      parts
          .outcomes()
          .unknown(
              Kind.DOSE,
              id,
              "the pump had begun it, and now knows nothing of it: it has forgotten, or is another"
                  + " one; look, and settle the dose");
    } else {
      parts.outcomes().notDone(Kind.DOSE, id, "the pump has never begun it");
    }
  }

  /**
   * Asks {@code pump} what became of {@code id}. What it does not know stays unknown, for a person.
   */
  void resolve(OperationId id, Pump pump) {
    Optional<DoseReport> report;
    try {
      report = pump.report(id);
    } catch (DeviceException e) {
      parts.outcomes().unknown(Kind.DOSE, id, String.valueOf(e.getMessage()));
      return;
    }
    if (report.isEmpty()) {
      denied(id);
    } else if (report.get().end() == DoseReport.End.NOT_YET) {
      parts.time().after(LOOK_AGAIN, () -> parts.later(() -> resolve(id, pump)));
    } else {
      parts.outcomes().doseEnded(report.get());
    }
  }
}
