package org.wetstack.drivers.fluidics.verification;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.SafeState;

/** A pump whose doses are told to the verification before they can flow. */
class VerifiedPump implements Pump {

  /** How much later than planned a dose may end of which nobody knows whether it began. */
  private static final Duration UNSURE = Duration.ofSeconds(30);

  private final Pump pump;
  private final FlowVerification verification;

  VerifiedPump(Pump pump, FlowVerification verification) {
    this.pump = pump;
    this.verification = verification;
  }

  @Override
  public String name() {
    return pump.name();
  }

  @Override
  public PumpLimits limits() {
    return pump.limits();
  }

  @Override
  public DoseRun dispense(OperationId operation, Dose dose) {
    // A repeat flows no more: the pump answers it, also while the next dose is refused.
    return known(operation) ? followed(pump.dispense(operation, dose)) : fresh(operation, dose);
  }

  @Override
  public DoseRun dispense(Dose dose) {
    return fresh(OperationId.random(), dose);
  }

  private boolean known(OperationId operation) {
    try {
      return report(operation).isPresent();
    } catch (DeviceException e) {
      if (e.reason() == Reason.REJECTED) {
        return false; // It does not remember: the pump would begin it, too.
      }
      throw e;
    }
  }

  private DoseRun fresh(OperationId operation, Dose dose) {
    Dose applied = pump.limits().quantise(dose);
    requireNotHeld();
    verification.expect(operation, applied, pump.limits());
    DoseRun run;
    try {
      run = pump.dispense(operation, dose);
    } catch (DeviceException e) {
      if (e.outcome() == Outcome.NOT_DONE) {
        verification.forget(operation);
      } else {
        verification.unsure(operation, applied.rate().timeFor(applied.volume()).plus(UNSURE));
      }
      throw e;
    } catch (RuntimeException e) {
      verification.forget(operation);
      throw e;
    }
    verification.begun(operation);
    return followed(run);
  }

  private void requireNotHeld() {
    Optional<SafeState> held = verification.response().held();
    if (held.isPresent()) {
      throw new DeviceException(
          Reason.REJECTED,
          Outcome.NOT_DONE,
          "the flow sensor has stopped dosing (" + held.get().detail() + "); clear it first");
    }
  }

  private DoseRun followed(DoseRun run) {
    var unused =
        run.report().whenComplete((report, failure) -> verification.ended(run.operation(), report));
    return run;
  }

  /** Runs {@code move}, whose volume is not compared. */
  DoseRun unwatched(Supplier<DoseRun> move) {
    requireNotHeld();
    OperationId place = OperationId.random();
    verification.tolerate(place);
    DoseRun run;
    try {
      run = move.get();
    } catch (RuntimeException e) {
      verification.forget(place);
      throw e;
    }
    var unused = run.report().whenComplete((report, failure) -> verification.ended(place, null));
    return run;
  }

  @Override
  public Optional<DoseReport> report(OperationId operation) {
    Optional<DoseReport> report = pump.report(operation);
    report
        .filter(known -> known.end() != DoseReport.End.NOT_YET)
        .ifPresent(known -> verification.ended(operation, known));
    if (report.isEmpty()) {
      verification.forget(operation);
    }
    return report;
  }

  @Override
  public void stop() {
    pump.stop();
  }

  @Override
  public Delivered delivered() {
    return pump.delivered();
  }
}
