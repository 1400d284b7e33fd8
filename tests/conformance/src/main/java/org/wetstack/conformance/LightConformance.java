package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashReport.End;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Light;
import org.wetstack.hal.LightLimits;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.units.Power;

/**
 * What every light must do, as docs/contract.md numbers it. Extend it, give it your light as a
 * {@link Subject}, and it runs the rules for lights (f) and for instruments (i).
 */
public abstract class LightConformance extends LightMishapRules {

  @Test
  void f1_aFlashShinesForItsDurationAndGoesOutByItself() {
    Light light = light(open());
    int before = shines().size();
    FlashRun run = light.flash(Flashes.brief(light.limits()));
    FlashReport report = run.await();
    assertEquals(
        new FlashReport(run.operation(), run.applied(), run.applied().duration(), End.COMPLETE),
        report);
    assertEquals(report, await(run.report()));
    assertEquals(Optional.of(report), light.report(run.operation()));
    checkShone(before, report);
  }

  @Test
  void f2_aFlashIsRoundedDownToWholeStepsOfPowerAndToMicroseconds() {
    Light light = light(open());
    LightLimits limits = light.limits();
    Flash brief = Flashes.brief(limits);
    Flash wanted =
        new Flash(
            Power.microwatts(brief.power().microwatts() + limits.step().microwatts() - 1),
            brief.duration().minusNanos(1));
    FlashRun run = light.flash(wanted);
    assertEquals(
        new Flash(brief.power(), brief.duration().minus(1, ChronoUnit.MICROS)), run.applied());
    assertEquals(limits.quantise(wanted), run.applied());
    assertEquals(run.applied().energy(), await(run.report()).energy());
  }

  @Test
  void f3_whatIsOutsideTheLimitsIsRefusedAndNothingShines() {
    Light light = light(open());
    LightLimits limits = light.limits();
    int before = shines().size();
    Flash good = Flashes.brief(limits);
    long step = limits.step().microwatts();
    refuse(light, Power.microwatts(limits.maxPower().microwatts() + 1), good.duration());
    if (step > 1) {
      refuse(light, Power.microwatts(step - 1), good.duration());
    }
    refuse(light, good.power(), limits.maxDuration().plusNanos(1));
    refuse(light, good.power(), Duration.ofNanos(999));
    Flash brightest = Flashes.brightest(limits);
    refuse(light, brightest.power(), brightest.duration().plus(1, ChronoUnit.MICROS));
    pass(Duration.ofMillis(50));
    assertEquals(before, shines().size());
    assertEquals(End.COMPLETE, await(light.flash(good).report()).end());
  }

  @Test
  void f4_stopPutsItOutEarlyAndReportsTheTruth() {
    Instrument instrument = open();
    FlashRun run = startAndShine(instrument);
    light(instrument).stop();
    checkDark();
    FlashReport report = await(run.report());
    assertEquals(End.STOPPED, report.end());
    checkInterrupted(run, report);
    pass(Duration.ofMillis(100));
    checkInterrupted(run, report);
  }

  @Test
  void f5_stopIsAllowedInEveryStateAndMayBeRepeated() {
    Instrument instrument = open();
    Light light = light(instrument);
    light.stop();
    light.stop();
    FlashRun run = startAndShine(instrument);
    light.stop();
    light.stop();
    assertEquals(End.STOPPED, await(run.report()).end());
    light.stop();
    assertEquals(End.COMPLETE, await(light.flash(Flashes.brief(light.limits())).report()).end());
  }

  @Test
  void f6_aSecondFlashIsRefusedAndTheFirstGoesOn() {
    Instrument instrument = open();
    Light light = light(instrument);
    FlashRun first = startAndShine(instrument);
    expectRefusal(() -> light.flash(Flashes.brief(light.limits())));
    FlashReport now = light.report(first.operation()).orElseThrow();
    assertEquals(End.NOT_YET, now.end());
    until("more light", () -> lit(light, first).compareTo(now.lit()) > 0);
    light.stop();
    checkInterrupted(first, await(first.report()));
  }

  @Test
  void f7_theSameOperationAgainLightsNothingMore() {
    Light light = light(open());
    int before = shines().size();
    OperationId operation = OperationId.random();
    Flash flash = Flashes.brief(light.limits());
    FlashRun run = light.flash(operation, flash);
    FlashRun again = light.flash(operation, flash);
    assertEquals(run.applied(), again.applied());
    FlashReport report = await(run.report());
    assertEquals(report, await(again.report()));
    assertEquals(report, await(light.flash(operation, flash).report()), "after its end, too");
    checkShone(before, report);
  }

  @Test
  void f8_theSameOperationWithAnotherFlashIsRefused() {
    Light light = light(open());
    int before = shines().size();
    OperationId operation = OperationId.random();
    Flash flash = Flashes.brief(light.limits());
    FlashReport report = await(light.flash(operation, flash).report());
    expectRefusal(() -> light.flash(operation, Flashes.another(flash)));
    assertEquals(Optional.of(report), light.report(operation));
    checkShone(before, report);
  }

  @Test
  void f9_anOperationThatNeverWasHasNoReport() {
    Instrument instrument = open();
    need(instrument, Ability.REMEMBERS_OPERATIONS);
    assertEquals(Optional.empty(), light(instrument).report(OperationId.random()));
  }

  @Test
  void f10_theReportOfARunningFlashSaysSoAndItsTimeNeverFalls() {
    Instrument instrument = open();
    Light light = light(instrument);
    FlashRun run = startAndShine(instrument);
    Duration least = Duration.ZERO;
    for (int i = 0; i < 5; i++) {
      FlashReport report = light.report(run.operation()).orElseThrow();
      assertEquals(End.NOT_YET, report.end());
      assertEquals(run.applied(), report.applied());
      assertTrue(report.lit().compareTo(least) >= 0, "it has been lit for longer");
      least = report.lit();
      pass(Duration.ofMillis(30));
    }
    assertTrue(least.compareTo(Duration.ofMillis(100)) >= 0, "told " + least + " after 120 ms");
    light.stop();
    checkInterrupted(run, await(run.report()));
  }

  @Test
  void f11_theReportOfAFinishedFlashSurvivesTheSession() {
    Instrument first = open();
    need(first, Ability.REMEMBERS_OPERATIONS);
    Light light = light(first);
    int before = shines().size();
    FlashRun run = light.flash(Flashes.brief(light.limits()));
    FlashReport report = await(run.report());
    first.close();
    Light again = light(reopen());
    assertEquals(Optional.of(report), again.report(run.operation()));
    assertEquals(report, await(again.flash(run.operation(), run.applied()).report()));
    expectRefusal(() -> again.flash(run.operation(), Flashes.another(run.applied())));
    checkShone(before, report);
  }

  @Test
  void f12_closePutsItOutAndTheDeviceRemembers() {
    Instrument instrument = open();
    need(instrument, Ability.REMEMBERS_OPERATIONS);
    FlashRun run = startAndShine(instrument);
    instrument.close();
    checkDark();
    Instrument again = reopen();
    FlashReport report = light(again).report(run.operation()).orElseThrow();
    assertEquals(End.STOPPED, report.end());
    checkInterrupted(run, report);
    assertEquals(Optional.empty(), again.safeState(), "closing is no fault");
    assertTrue(run.report().toCompletableFuture().isDone(), "the run does not hang for ever");
  }

  @Test
  void f13_theDimmestTheShortestTheBrightestAndTheLongestAreGivenToo() {
    Light light = light(open());
    LightLimits limits = light.limits();
    Flash shortest = new Flash(limits.step(), Duration.ofNanos(1_000));
    assertEquals(shortest.energy(), await(light.flash(shortest).report()).energy());
    Flash brightest = Flashes.brightest(limits);
    FlashRun bright = light.flash(brightest);
    assertEquals(brightest, bright.applied());
    light.stop();
    await(bright.report());
    Flash longest = Flashes.lasting(limits);
    FlashRun run = light.flash(longest);
    assertEquals(longest, run.applied());
    light.stop();
    await(run.report());
    checkDark();
  }

  @Test
  void f14_callsFromManyThreadsAreAnsweredAndOneFlashShinesAtATime() throws Exception {
    needThreads();
    Light light = light(open());
    int before = shines().size();
    int lit = new LightCrowd(light).run();
    checkDark();
    if (bench().photodiode().isPresent()) {
      assertEquals(before + lit, shines().size());
    }
  }

  private static Duration lit(Light light, FlashRun run) {
    return light.report(run.operation()).orElseThrow().lit();
  }

  private static void refuse(Light light, Power power, Duration duration) {
    var flash = new Flash(power, duration);
    assertThrows(IllegalArgumentException.class, () -> light.flash(flash), flash::toString);
  }
}
