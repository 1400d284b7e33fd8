package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * What every pump must do, as docs/contract.md numbers it. Extend it, give it your pump as a {@link
 * Subject}, and it runs the rules for pumps (p) and for instruments (i).
 */
public abstract class PumpConformance extends PumpMishapRules {

  @Test
  void p1_aCompletedDoseDeliversExactlyWhatWasApplied() {
    Pump pump = pump(open());
    Volume before = inBeaker();
    DoseRun run = pump.dispense(Doses.brief(pump.limits()));
    DoseReport report = run.await();
    assertEquals(
        new DoseReport(
            run.operation(),
            run.applied(),
            pump.limits().whole(run.applied().volume()),
            End.COMPLETE),
        report);
    assertEquals(report, await(run.report()));
    assertEquals(report.delivered(), pump.delivered());
    checkPoured(before, report.delivered());
  }

  @Test
  void p2_aDoseIsRoundedDownToWholeStepsOfVolumeAndRate() {
    Pump pump = pump(open());
    PumpLimits limits = pump.limits();
    long step = limits.step().nanoliters();
    long rateStep = limits.rateStep().nanolitersPerMinute();
    Dose brief = Doses.brief(limits);
    Dose wanted =
        new Dose(
            Volume.nanoliters(brief.volume().nanoliters() + step - 1),
            FlowRate.nanolitersPerMinute(brief.rate().nanolitersPerMinute() - 1));
    DoseRun run = pump.dispense(wanted);
    assertEquals(brief.volume(), run.applied().volume());
    assertEquals(0, run.applied().rate().nanolitersPerMinute() % rateStep);
    assertTrue(run.applied().rate().compareTo(wanted.rate()) <= 0);
    assertEquals(limits.quantise(wanted), run.applied());
    assertEquals(limits.whole(brief.volume()), await(run.report()).delivered());
  }

  @Test
  void p3_whatIsOutsideTheLimitsIsRefusedAndNothingFlows() {
    Pump pump = pump(open());
    PumpLimits limits = pump.limits();
    Volume before = inBeaker();
    Dose good = Doses.brief(limits);
    long fastest = limits.maxRate().nanolitersPerMinute();
    long slowest = limits.minRate().nanolitersPerMinute();
    refuse(pump, new Dose(limits.maxVolume().plus(Volume.nanoliters(1)), good.rate()));
    refuse(pump, new Dose(Volume.nanoliters(limits.step().nanoliters() - 1), good.rate()));
    refuse(pump, new Dose(good.volume(), FlowRate.nanolitersPerMinute(fastest + 1)));
    if (slowest > 1) {
      refuse(pump, new Dose(good.volume(), FlowRate.nanolitersPerMinute(slowest - 1)));
    }
    pass(Duration.ofMillis(50));
    assertEquals(before, inBeaker());
    assertEquals(Delivered.NOTHING, pump.delivered());
    assertEquals(End.COMPLETE, await(pump.dispense(good).report()).end());
  }

  @Test
  void p4_stopEndsTheDoseEarlyAndReportsTheTruth() {
    Instrument instrument = open();
    DoseRun run = startAndFlow(instrument);
    pump(instrument).stop();
    Volume atStop = inBeaker();
    DoseReport report = await(run.report());
    assertEquals(End.STOPPED, report.end());
    checkBounds(run, report);
    assertEquals(report.delivered(), pump(instrument).delivered());
    pass(Duration.ofMillis(100));
    assertEquals(atStop, inBeaker(), "nothing flows once stop() has returned");
  }

  @Test
  void p5_stopIsAllowedInEveryStateAndMayBeRepeated() {
    Instrument instrument = open();
    Pump pump = pump(instrument);
    pump.stop();
    pump.stop();
    DoseRun run = startAndFlow(instrument);
    pump.stop();
    pump.stop();
    assertEquals(End.STOPPED, await(run.report()).end());
    pump.stop();
    assertEquals(End.COMPLETE, await(pump.dispense(Doses.brief(pump.limits())).report()).end());
  }

  @Test
  void p6_aSecondDoseIsRefusedAndTheFirstGoesOn() {
    Instrument instrument = open();
    Pump pump = pump(instrument);
    DoseRun first = startAndFlow(instrument);
    expectRefusal(() -> pump.dispense(Doses.brief(pump.limits())));
    DoseReport now = pump.report(first.operation()).orElseThrow();
    assertEquals(End.NOT_YET, now.end());
    until("more flow", () -> atLeast(pump, first) > now.delivered().atLeast().nanoliters());
    pump.stop();
    checkBounds(first, await(first.report()));
  }

  @Test
  void p7_theSameOperationAgainDeliversNothingMore() {
    Pump pump = pump(open());
    Volume before = inBeaker();
    OperationId operation = OperationId.random();
    Dose dose = Doses.brief(pump.limits());
    DoseRun run = pump.dispense(operation, dose);
    DoseRun again = pump.dispense(operation, dose);
    assertEquals(run.applied(), again.applied());
    DoseReport report = await(run.report());
    assertEquals(report, await(again.report()));
    assertEquals(report, await(pump.dispense(operation, dose).report()), "after its end, too");
    assertEquals(report.delivered(), pump.delivered(), "counted once");
    checkPoured(before, report.delivered());
  }

  @Test
  void p8_theSameOperationWithAnotherDoseIsRefused() {
    Pump pump = pump(open());
    OperationId operation = OperationId.random();
    Dose dose = Doses.brief(pump.limits());
    Dose other = Doses.another(dose, pump.limits());
    DoseReport report = await(pump.dispense(operation, dose).report());
    Volume before = inBeaker();
    expectRefusal(() -> pump.dispense(operation, other));
    assertEquals(Optional.of(report), pump.report(operation));
    assertEquals(before, inBeaker());
  }

  @Test
  void p9_anOperationThatNeverWasHasNoReport() {
    Instrument instrument = open();
    need(instrument, Ability.REMEMBERS_OPERATIONS);
    assertEquals(Optional.empty(), pump(instrument).report(OperationId.random()));
  }

  @Test
  void p10_theReportOfARunningDoseSaysSoWithBoundsThatOnlyClose() {
    Instrument instrument = open();
    Pump pump = pump(instrument);
    DoseRun run = startAndFlow(instrument);
    long least = 0;
    for (int i = 0; i < 5; i++) {
      long truthBefore = inBeaker().nanoliters();
      DoseReport report = pump.report(run.operation()).orElseThrow();
      assertEquals(End.NOT_YET, report.end());
      assertEquals(run.applied(), report.applied());
      long atLeast = report.delivered().atLeast().nanoliters();
      assertTrue(atLeast >= least, "the lower bound never falls");
      assertTrue(report.delivered().atMost().compareTo(most(run)) <= 0);
      assertTrue(
          bench().beaker().isEmpty() || atLeast <= inBeaker().nanoliters() - beakerAtStart());
      assertTrue(report.delivered().atMost().nanoliters() >= truthBefore - beakerAtStart());
      least = atLeast;
      pass(Duration.ofMillis(30));
    }
    pump.stop();
    checkBounds(run, await(run.report()));
  }

  @Test
  void p11_theReportOfAFinishedDoseSurvivesTheSession() {
    Instrument first = open();
    need(first, Ability.REMEMBERS_OPERATIONS);
    Pump pump = pump(first);
    DoseRun run = pump.dispense(Doses.brief(pump.limits()));
    DoseReport report = await(run.report());
    assertEquals(Optional.of(report), pump.report(run.operation()));
    first.close();
    Pump again = pump(reopen());
    assertEquals(Optional.of(report), again.report(run.operation()));
    DoseRun repeated = again.dispense(run.operation(), run.applied());
    assertEquals(report, await(repeated.report()));
    assertEquals(Delivered.NOTHING, again.delivered(), "nothing flowed in this session");
  }

  @Test
  void p12_theHourlyLimitIsNeverExceeded() {
    Instrument instrument = open();
    Pump pump = pump(instrument);
    PumpLimits limits = pump.limits();
    needPatience(limits.maxRate().timeFor(limits.maxVolumePerHour()));
    Volume before = inBeaker();
    Dose most = limits.quantise(new Dose(limits.maxVolume(), limits.maxRate()));
    long left = limits.maxVolumePerHour().nanoliters();
    long counted = limits.whole(most.volume()).atMost().nanoliters();
    while (left >= counted) {
      assertEquals(End.COMPLETE, pump.dispense(most).await().end());
      left -= counted;
    }
    Dose tooMuch =
        limits.quantise(new Dose(Volume.nanoliters(left).plus(limits.step()), limits.maxRate()));
    expectRefusal(() -> pump.dispense(tooMuch));
    assertEquals(
        Volume.nanoliters(limits.maxVolumePerHour().nanoliters() - left),
        pump.delivered().atMost());
    checkPoured(before, pump.delivered());
    if (isVirtual()) {
      pass(Duration.ofMinutes(62));
      assertEquals(
          End.COMPLETE, awake(instrument).dispense(tooMuch).await().end(), "an hour later it may");
    }
  }

  @Test
  void p13_closeStopsTheFlowAndTheDeviceRemembers() {
    Instrument instrument = open();
    need(instrument, Ability.REMEMBERS_OPERATIONS);
    DoseRun run = startAndFlow(instrument);
    instrument.close();
    Volume atClose = inBeaker();
    Instrument again = reopen();
    DoseReport report = pump(again).report(run.operation()).orElseThrow();
    assertEquals(End.STOPPED, report.end());
    checkBounds(run, report);
    assertEquals(atClose, inBeaker());
    assertEquals(Optional.empty(), again.safeState(), "closing is no fault");
    assertTrue(run.report().toCompletableFuture().isDone(), "the run does not hang for ever");
  }

  @Test
  void p14_aDoseAtTheSlowestRateAndOneOfASingleStepAreDeliveredToo() {
    Pump pump = pump(open());
    PumpLimits limits = pump.limits();
    Dose smallest = limits.quantise(new Dose(limits.step(), limits.maxRate()));
    assertEquals(limits.whole(limits.step()), await(pump.dispense(smallest).report()).delivered());
    DoseRun slow = pump.dispense(new Dose(limits.maxVolume(), limits.minRate()));
    assertEquals(limits.minRate(), slow.applied().rate());
    pump.stop();
    assertEquals(End.STOPPED, await(slow.report()).end());
  }

  @Test
  void p15_callsFromManyThreadsAreAnsweredAndOneDoseRunsAtATime() throws Exception {
    needThreads();
    Pump pump = pump(open());
    Volume before = inBeaker();
    Delivered sum = new Crowd(pump).run();
    assertEquals(sum, pump.delivered());
    checkPoured(before, sum);
  }

  /** The pump, in a new session if a noisy line has ended the old one meanwhile. */
  private Pump awake(Instrument instrument) {
    if (!instrument.ended().toCompletableFuture().isDone()) {
      return pump(instrument);
    }
    Instrument again = reopen();
    again.clearSafeState();
    return pump(again);
  }

  private static long atLeast(Pump pump, DoseRun run) {
    return pump.report(run.operation()).orElseThrow().delivered().atLeast().nanoliters();
  }

  private static void refuse(Pump pump, Dose dose) {
    assertThrows(IllegalArgumentException.class, () -> pump.dispense(dose), dose::toString);
  }
}
