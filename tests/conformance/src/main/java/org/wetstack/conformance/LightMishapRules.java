package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.wetstack.conformance.Bench.Shine;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashReport.End;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Light;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.SafeState;

/** Rules f15 to f24: what a light must do when something goes wrong around it. */
abstract class LightMishapRules extends InstrumentRules {

  /** Longer than any lease. */
  private static final Duration SILENCE = Duration.ofSeconds(12);

  private static final Duration INTERRUPTIBLE = Duration.ofSeconds(5);

  /** More than any light need remember. */
  private static final int MANY = 70;

  private int before;

  @Test
  void f15_aFlashThatShinesWhenTheLinkIsCutIsUnknownUntilAskedAboutAnew() {
    Bench.Wire wire = need(bench().wire(), "a wire to cut");
    Instrument instrument = open();
    need(instrument, Ability.REMEMBERS_OPERATIONS);
    FlashRun run = startAndShine(instrument);
    wire.cut();
    expect(Reason.LINK_LOST, Outcome.UNKNOWN, () -> await(run.report()));
    expect(Reason.LINK_LOST, Outcome.NOT_DONE, () -> light(instrument).stop());
    Instrument again = reopen();
    light(again).stop();
    checkEnded(again, run, End.STOPPED, End.HOST_SILENT);
  }

  @Test
  void f16_aRebootPutsItOutForGood() {
    Bench.Power power = need(bench().power(), "a power switch");
    Instrument instrument = open();
    FlashRun run = startAndShine(instrument);
    power.cycle();
    expect(Reason.LINK_LOST, Outcome.UNKNOWN, () -> await(run.report()));
    checkDark();
    Instrument again = reopen();
    if (again.abilities().contains(Ability.TELLS_ITS_BOOTS)) {
      assertNotEquals(instrument.info().bootId(), again.info().bootId());
    }
    pass(Duration.ofMillis(200));
    checkDark();
    assertEquals(before + 1, shines().size(), "nothing is resumed");
    try {
      light(again)
          .report(run.operation())
          .ifPresent(report -> assertEquals(End.POWER_LOST, report.end(), report::toString));
    } catch (DeviceException whoRemembersTheBoot) {
      assertEquals(Outcome.UNKNOWN, whoRemembersTheBoot.outcome());
    }
  }

  @Test
  void f17_aLightWhoseHostFallsSilentGoesOutByItself() {
    Bench.Wire wire = need(bench().wire(), "a wire to silence");
    Instrument instrument = open();
    need(instrument, Ability.STOPS_WHEN_HOST_IS_SILENT);
    needTime(light(instrument), SILENCE);
    FlashRun run = startAndShine(instrument);
    wire.silence();
    assertTrue(await(instrument.ended()).isPresent(), "silence is a loss, not a close");
    Instrument again = reopen();
    assertEquals(Optional.of(SafeState.Cause.HOST_SILENT), again.safeState().map(SafeState::cause));
    checkEnded(again, run, End.HOST_SILENT);
  }

  @Test
  void f18_inTheSafeStateFlashesAreRefusedUntilItIsCleared() {
    Bench.Wire wire = need(bench().wire(), "a wire to silence");
    Instrument instrument = open();
    need(instrument, Ability.STOPS_WHEN_HOST_IS_SILENT);
    wire.silence();
    await(instrument.ended());
    Instrument again = reopen();
    Light light = light(again);
    before = shines().size();
    expectRefusal(() -> light.flash(Flashes.brief(light.limits())));
    light.stop();
    assertEquals(before, shines().size(), "what is refused does not shine");
    again.clearSafeState();
    assertEquals(End.COMPLETE, await(light.flash(Flashes.brief(light.limits())).report()).end());
  }

  @Test
  void f19_aFaultPutsItOutWithAnAlarmAndTheSafeState() {
    Bench.Heater heater = need(bench().heater(), "a way to overheat the light");
    Instrument instrument = open();
    Light light = light(instrument);
    var alarms = new CopyOnWriteArrayList<Alarm>();
    instrument.onAlarm(alarms::add);
    FlashRun run = startAndShine(instrument);
    heater.overheat();
    FlashReport report = await(run.report());
    assertEquals(End.FAULT, report.end());
    checkInterrupted(run, report);
    until("the safe state is known", () -> instrument.safeState().isPresent());
    if (bench().lossyWire().isEmpty()) {
      // An alarm is said once, and a link may lose it.
      until("an alarm", () -> !alarms.isEmpty());
    }
    for (Alarm alarm : alarms) {
      assertTrue(alarm.safe(), "the alarm says that the light went safe");
      assertEquals(light.name(), alarm.device());
    }
    assertEquals(Optional.of(SafeState.Cause.FAULT), instrument.safeState().map(SafeState::cause));
    expectRefusal(() -> light.flash(Flashes.brief(light.limits())));
    heater.cool();
    instrument.clearSafeState();
    assertEquals(End.COMPLETE, await(light.flash(Flashes.brief(light.limits())).report()).end());
  }

  @Test
  void f20_lateAnswersNeverMakeASecondFlash() {
    Bench.Wire wire = need(bench().wire(), "a wire that lags");
    Instrument instrument = open();
    wire.lag(Duration.ofMillis(600));
    OperationId operation = OperationId.random();
    before = shines().size();
    Optional<Outcome> failed = tried(light(instrument), operation);
    wire.lag(Duration.ZERO);
    checkOnceOrNever(instrument, operation, failed);
  }

  @Test
  void f21_aRepeatingLinkNeverMakesASecondFlash() {
    Bench.RepeatingWire wire = need(bench().repeatingWire(), "a wire that repeats");
    Light light = light(open());
    before = shines().size();
    wire.repeat(true);
    FlashRun run = light.flash(Flashes.brief(light.limits()));
    FlashReport report = await(run.report());
    assertEquals(End.COMPLETE, report.end());
    pass(Duration.ofMillis(100));
    checkShone(before, report);
  }

  @Test
  void f22_lostRequestsAndAnswersNeverMakeASecondFlash() {
    Bench.LossyWire wire = need(bench().lossyWire(), "a wire that loses");
    Instrument instrument = open();
    for (int lost = 1; lost <= 3; lost++) {
      OperationId operation = OperationId.random();
      before = shines().size();
      if (lost % 2 == 0) {
        wire.loseToDevice(1);
      } else {
        wire.loseToHost(lost);
      }
      Optional<Outcome> failed = tried(light(instrument), operation);
      instrument = checkOnceOrNever(instrument, operation, failed);
    }
  }

  @Test
  void f23_afterALostEndTheReportStillComes() {
    Bench.LossyWire wire = need(bench().lossyWire(), "a wire that loses");
    Instrument instrument = open();
    FlashRun run = startAndShine(instrument);
    // The answer to this stop and the end of the flash are both on the lossy way.
    wire.loseToHost(2);
    try {
      light(instrument).stop();
    } catch (DeviceException e) {
      assertEquals(Outcome.UNKNOWN, e.outcome(), e::getMessage);
    }
    FlashReport report = await(run.report());
    assertEquals(End.STOPPED, report.end());
    checkInterrupted(run, report);
  }

  @Test
  void f24_aFlashOfLongAgoIsToldTrulyOrRefusedButNeverDenied() {
    Light light = light(open());
    Flash shortest = new Flash(light.limits().step(), Duration.ofNanos(1_000));
    FlashReport first = await(light.flash(shortest).report());
    before = shines().size() - 1;
    for (int i = 1; i < MANY; i++) {
      await(light.flash(shortest).report());
    }
    try {
      assertEquals(Optional.of(first), light.report(first.operation()));
    } catch (DeviceException e) {
      assertEquals(Outcome.UNKNOWN, e.outcome(), e::getMessage);
    }
    assertEquals(first, await(light.flash(first.operation(), shortest).report()));
    if (bench().photodiode().isPresent()) {
      assertEquals(before + MANY, shines().size(), "the first one again lights nothing");
    }
  }

  final Light light(Instrument instrument) {
    return device(instrument, Light.class);
  }

  /** All that shone, or nothing if the bench cannot see it. */
  final List<Shine> shines() {
    return bench().photodiode().map(Bench.Photodiode::shines).orElse(List.of());
  }

  /** How many had shone when the latest lasting flash began. */
  final int before() {
    return before;
  }

  /** Skips this rule for a light that may not be lit for as long as {@code needed}. */
  static void needTime(Light light, Duration needed) {
    Duration longest = Flashes.lasting(light.limits()).duration();
    Assumptions.assumeTrue(
        longest.compareTo(needed) >= 0, () -> "the light may shine for " + longest + " only");
  }

  /** Begins a lasting flash, and lets it shine a little. */
  final FlashRun startAndShine(Instrument instrument) {
    Light light = light(instrument);
    needTime(light, INTERRUPTIBLE);
    before = shines().size();
    FlashRun run = light.flash(Flashes.lasting(light.limits()));
    pass(Duration.ofMillis(5));
    return run;
  }

  /** Tries a brief flash; what is known of its outcome if that fails. */
  private static Optional<Outcome> tried(Light light, OperationId operation) {
    try {
      light.flash(operation, Flashes.brief(light.limits()));
      return Optional.empty();
    } catch (DeviceException e) {
      assertNotEquals(Reason.PROTOCOL, e.reason(), e::getMessage);
      return Optional.of(e.outcome());
    }
  }

  /** Settles the flash, in another session if this one is lost, and compares with what shone. */
  private Instrument checkOnceOrNever(
      Instrument instrument, OperationId operation, Optional<Outcome> failed) {
    boolean lost = instrument.ended().toCompletableFuture().isDone();
    Instrument asked = lost ? reopen() : instrument;
    Light light = light(asked);
    until(
        "it is out",
        () -> !light.report(operation).map(FlashReport::end).equals(Optional.of(End.NOT_YET)));
    Optional<FlashReport> report = light.report(operation);
    assertTrue(report.isPresent() || failed.isPresent(), "a flash that was lit is known");
    if (failed.equals(Optional.of(Outcome.NOT_DONE))) {
      assertEquals(Optional.empty(), report, "not done is true");
    }
    report.ifPresentOrElse(
        told -> checkShone(before, told),
        () -> assertEquals(before, shines().size(), "what is not known did not shine"));
    return asked;
  }

  /** The device's own account of a flash that was interrupted, and that all stays dark. */
  private void checkEnded(Instrument instrument, FlashRun run, End... allowed) {
    FlashReport report = light(instrument).report(run.operation()).orElseThrow();
    assertTrue(List.of(allowed).contains(report.end()), report::toString);
    checkInterrupted(run, report);
    pass(Duration.ofMillis(200));
    checkInterrupted(run, report);
    assertEquals(Optional.of(report), light(instrument).report(run.operation()));
  }

  /** That {@code report} is of an early end of {@code run}, the lasting one, and true. */
  final void checkInterrupted(FlashRun run, FlashReport report) {
    assertEquals(run.operation(), report.operation());
    assertEquals(run.applied(), report.applied());
    assertTrue(report.lit().compareTo(report.applied().duration()) < 0, report::toString);
    checkShone(before, report);
  }

  final void checkDark() {
    shines().forEach(shine -> assertTrue(shine.lit().isPresent(), "it shines on"));
  }

  /** That one flash more shone than {@code count}, as {@code report} has it, and all is dark. */
  final void checkShone(int count, FlashReport report) {
    if (bench().photodiode().isEmpty()) {
      return;
    }
    List<Shine> all = shines();
    assertEquals(count + 1, all.size(), () -> "flashes that shone: " + all);
    Shine shine = all.get(count);
    checkDark();
    assertTrue(shine.operation().map(report.operation()::equals).orElse(true), shine::toString);
    assertEquals(report.applied().power(), shine.power());
    Duration lit = shine.lit().orElseThrow();
    Duration off = Duration.ofMillis(1).plus(report.lit().dividedBy(100));
    String said = "told " + report.lit() + ", seen " + lit;
    assertTrue(lit.compareTo(report.lit().minus(off)) >= 0, said);
    // An emulator in real time puts out its light when the machine gets round to it.
    assertTrue(!isVirtual() || lit.compareTo(report.lit().plus(off)) <= 0, said);
  }
}
