package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.units.Volume;

/** Rules p16 to p24: what a pump must do when something goes wrong around it. */
abstract class PumpMishapRules extends InstrumentRules {

  private Volume beakerAtStart = Volume.ZERO;
  private Volume tolerance = Volume.ZERO;

  @Test
  void p16_aDoseRunningWhenTheLinkIsCutIsUnknownUntilAskedAboutAnew() {
    Bench.Wire wire = need(bench().wire(), "a wire to cut");
    Instrument instrument = open();
    need(instrument, Ability.REMEMBERS_OPERATIONS);
    DoseRun run = startAndFlow(instrument);
    wire.cut();
    expect(Reason.LINK_LOST, Outcome.UNKNOWN, () -> await(run.report()));
    expect(Reason.LINK_LOST, Outcome.NOT_DONE, () -> pump(instrument).stop());
    Instrument again = reopen();
    pump(again).stop();
    checkEnded(again, run, End.STOPPED, End.HOST_SILENT);
  }

  @Test
  void p17_aRebootDuringADoseIsReportedWithBoundsAndNothingIsToppedUp() {
    Bench.Power power = need(bench().power(), "a power switch");
    Instrument instrument = open();
    need(instrument, Ability.REMEMBERS_OPERATIONS);
    DoseRun run = startAndFlow(instrument);
    power.cycle();
    DeviceException lost = expect(Reason.LINK_LOST, Outcome.UNKNOWN, () -> await(run.report()));
    assertFalse(String.valueOf(lost.getMessage()).isBlank());
    Instrument again = reopen();
    if (again.abilities().contains(Ability.TELLS_ITS_BOOTS)) {
      assertNotEquals(instrument.info().bootId(), again.info().bootId());
    }
    checkEnded(again, run, End.POWER_LOST);
  }

  @Test
  void p18_aPumpWhoseHostFallsSilentStopsByItself() {
    Bench.Wire wire = need(bench().wire(), "a wire to silence");
    Instrument instrument = open();
    need(instrument, Ability.STOPS_WHEN_HOST_IS_SILENT);
    DoseRun run = startAndFlow(instrument);
    wire.silence();
    DeviceException lost = await(instrument.ended()).orElseThrow();
    assertNotEquals(Reason.REJECTED, lost.reason());
    Instrument again = reopen();
    assertEquals(Optional.of(SafeState.Cause.HOST_SILENT), again.safeState().map(SafeState::cause));
    checkEnded(again, run, End.HOST_SILENT);
  }

  @Test
  void p19_inTheSafeStateDosesAreRefusedUntilItIsCleared() {
    Bench.Wire wire = need(bench().wire(), "a wire to silence");
    Instrument instrument = open();
    need(instrument, Ability.STOPS_WHEN_HOST_IS_SILENT);
    wire.silence();
    await(instrument.ended());
    Instrument again = reopen();
    Dose dose = Doses.brief(pump(again).limits());
    Volume before = inBeaker();
    expectRefusal(() -> pump(again).dispense(dose));
    assertEquals(before, inBeaker(), "a refused dose does not flow");
    pump(again).stop();
    again.clearSafeState();
    assertEquals(End.COMPLETE, await(pump(again).dispense(dose).report()).end());
  }

  @Test
  void p20_anOcclusionEndsTheDoseWithBoundsAnAlarmAndTheSafeState() {
    Bench.Outlet outlet = need(bench().outlet(), "a clamp on the tube");
    Instrument instrument = open();
    var alarms = new CopyOnWriteArrayList<Alarm>();
    instrument.onAlarm(alarms::add);
    DoseRun run = startAndFlow(instrument);
    outlet.occlude();
    DoseReport report = await(run.report());
    assertEquals(End.FAULT, report.end());
    checkBounds(run, report);
    until("an alarm", () -> !alarms.isEmpty());
    assertTrue(alarms.get(0).safe(), "the alarm says that the pump went safe");
    assertEquals("occlusion", alarms.get(0).code());
    assertEquals(Optional.of(SafeState.Cause.FAULT), instrument.safeState().map(SafeState::cause));
    Dose dose = Doses.brief(pump(instrument).limits());
    expectRefusal(() -> pump(instrument).dispense(dose));
    outlet.free();
    instrument.clearSafeState();
    assertEquals(End.COMPLETE, await(pump(instrument).dispense(dose).report()).end());
  }

  @Test
  void p21_lateAnswersNeverMakeASecondDose() {
    Bench.Wire wire = need(bench().wire(), "a wire that lags");
    Instrument instrument = open();
    Pump pump = pump(instrument);
    Volume before = inBeaker();
    wire.lag(Duration.ofMillis(600));
    OperationId operation = OperationId.random();
    Dose dose = Doses.brief(pump.limits());
    boolean begun = begins(pump, operation, dose);
    wire.lag(Duration.ZERO);
    checkOnceOrNever(instrument, operation, dose, before, begun);
  }

  @Test
  void p22_aRepeatingLinkNeverMakesASecondDose() {
    Bench.RepeatingWire wire = need(bench().repeatingWire(), "a wire that repeats");
    Instrument instrument = open();
    Pump pump = pump(instrument);
    Volume before = inBeaker();
    wire.repeat(true);
    DoseRun run = pump.dispense(Doses.brief(pump.limits()));
    DoseReport report = await(run.report());
    assertEquals(pump.limits().whole(run.applied().volume()), report.delivered());
    checkPoured(before, report.delivered());
  }

  @Test
  void p23_lostRequestsAndAnswersNeverMakeASecondDose() {
    Bench.LossyWire wire = need(bench().lossyWire(), "a wire that loses");
    Instrument instrument = open();
    for (int lost = 1; lost <= 3; lost++) {
      Pump pump = pump(instrument);
      Volume before = inBeaker();
      OperationId operation = OperationId.random();
      Dose dose = Doses.brief(pump.limits());
      if (lost % 2 == 0) {
        wire.loseToDevice(1);
      } else {
        wire.loseToHost(lost);
      }
      boolean begun = begins(pump, operation, dose);
      instrument = checkOnceOrNever(instrument, operation, dose, before, begun);
    }
  }

  @Test
  void p24_afterALostEndTheReportStillComes() {
    Bench.LossyWire wire = need(bench().lossyWire(), "a wire that loses");
    Instrument instrument = open();
    DoseRun run = startAndFlow(instrument);
    Volume soFar = inBeaker();
    // The answer to this stop and the end of the dose are both on the lossy way.
    wire.loseToHost(2);
    try {
      pump(instrument).stop();
    } catch (DeviceException e) {
      assertEquals(Outcome.UNKNOWN, e.outcome(), e::getMessage);
    }
    DoseReport report = await(run.report());
    assertEquals(End.STOPPED, report.end());
    checkBounds(run, report);
    assertTrue(inBeaker().compareTo(soFar) >= 0);
  }

  final Pump pump(Instrument instrument) {
    return device(instrument, Pump.class);
  }

  /** What is in the beaker, or nothing if the bench has none. */
  final Volume inBeaker() {
    return bench().beaker().map(Bench.Beaker::volume).orElse(Volume.ZERO);
  }

  /** What was in the beaker when the latest lasting dose began. */
  final long beakerAtStart() {
    return beakerAtStart.nanoliters();
  }

  /** Begins a lasting dose and lets some of it flow. */
  final DoseRun startAndFlow(Instrument instrument) {
    Pump pump = pump(instrument);
    beakerAtStart = inBeaker();
    tolerance = pump.limits().tolerance();
    DoseRun run = pump.dispense(Doses.lasting(pump.limits()));
    until("some flow", () -> hasFlowed(pump, run));
    return run;
  }

  private static boolean hasFlowed(Pump pump, DoseRun run) {
    return pump.report(run.operation())
        .map(report -> report.delivered().atMost().nanoliters() > 0)
        .orElse(false);
  }

  /** Whether the dose was begun for certain; false leaves both open. */
  private static boolean begins(Pump pump, OperationId operation, Dose dose) {
    try {
      pump.dispense(operation, dose);
      return true;
    } catch (DeviceException e) {
      assertNotEquals(Reason.PROTOCOL, e.reason(), e::getMessage);
      return false;
    }
  }

  /** Settles the dose, in another session if this one is lost, and compares with the beaker. */
  private Instrument checkOnceOrNever(
      Instrument instrument, OperationId operation, Dose dose, Volume before, boolean begun) {
    boolean lost = instrument.ended().toCompletableFuture().isDone();
    Instrument asked = lost ? reopen() : instrument;
    until("flow has ended", () -> !end(asked, operation).equals(Optional.of(End.NOT_YET)));
    Optional<DoseReport> report = pump(asked).report(operation);
    assertTrue(report.isPresent() || !begun, "a dose that was begun is known");
    Delivered delivered = report.map(DoseReport::delivered).orElse(Delivered.NOTHING);
    Volume once = pump(asked).limits().whole(dose.volume()).atMost();
    assertTrue(delivered.atMost().compareTo(once) <= 0, "never more than once");
    checkPoured(before, delivered);
    return asked;
  }

  private Optional<End> end(Instrument instrument, OperationId operation) {
    return pump(instrument).report(operation).map(DoseReport::end);
  }

  /** The device's own account of a dose that was interrupted, and that nothing flows any more. */
  private void checkEnded(Instrument instrument, DoseRun run, End... allowed) {
    DoseReport report = pump(instrument).report(run.operation()).orElseThrow();
    assertTrue(List.of(allowed).contains(report.end()), report::toString);
    checkBounds(run, report);
    Volume now = inBeaker();
    pass(Duration.ofMillis(200));
    assertEquals(now, inBeaker(), "nothing flows after the end");
    assertEquals(Optional.of(report), pump(instrument).report(run.operation()));
  }

  /** What the lasting dose may deliver at most. */
  final Volume most(DoseRun run) {
    return run.applied().volume().plus(tolerance);
  }

  /** That an interrupted dose is within its bounds, and these within the dose. */
  final void checkBounds(DoseRun run, DoseReport report) {
    assertEquals(run.operation(), report.operation());
    assertEquals(run.applied(), report.applied());
    Volume applied = run.applied().volume();
    assertTrue(report.delivered().atMost().compareTo(most(run)) <= 0, report::toString);
    assertTrue(report.delivered().atLeast().compareTo(applied) < 0, report::toString);
    checkPoured(beakerAtStart, report.delivered());
  }

  /** That the beaker holds as much more as was said. */
  final void checkPoured(Volume before, Delivered said) {
    bench()
        .beaker()
        .ifPresent(
            beaker -> {
              long poured = beaker.volume().nanoliters() - before.nanoliters();
              assertTrue(
                  said.atLeast().nanoliters() <= poured && poured <= said.atMost().nanoliters(),
                  () -> "said " + said + ", but the beaker has " + poured + " nL more");
            });
  }
}
