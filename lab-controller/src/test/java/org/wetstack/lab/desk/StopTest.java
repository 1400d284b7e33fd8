package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DoseReport;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.desk.Operation.Progress;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.safety.EmergencyStop;
import org.wetstack.lab.safety.Refusal;

/** A stop comes before everything, and what was on its way does not pass it. */
class StopTest {

  @TempDir Path folder;
  private Bench bench;
  private Lease lease;

  @BeforeEach
  void lease() {
    bench = new Bench(folder);
    lease = bench.lease(Bench.ADA, "culture:a");
  }

  private String refused() {
    return assertThrows(Refusal.class, () -> bench.give(lease, "refused", 500)).rule();
  }

  @Test
  void stopsWhatFlowsAndStaysOverARestart() {
    bench.give(lease, "k1", 2_000);
    bench.pass(200);
    List<Desk.Stopped> stopped = bench.desk().emergencyStop(Bench.ADA, "smoke");
    assertEquals(List.of("toy"), stopped.stream().map(Desk.Stopped::instrument).toList());
    assertEquals("", stopped.get(0).failure());
    assertEquals(200, bench.toy.flows.get(0).nanoliters);
    assertEquals("stop.latched", refused());
    bench.restart();
    assertEquals("stop.latched", refused());
    assertEquals("ada: smoke", bench.desk().stopped().orElseThrow());
  }

  @Test
  void whoStopsACultureIsWrittenDownThoughNothingRuns() {
    bench.desk().stop(Bench.BEN, "a", "to be sure");
    Entry entry = bench.journal.of(Kinds.CULTURE_STOPPED).get(0);
    assertEquals("ben", entry.who());
    assertEquals(Map.of("culture", "a", "what", "all", "reason", "to be sure"), entry.facts());
  }

  @Test
  void aDoseBetweenAdmissionAndPumpDoesNotBegin() {
    bench.journal.before(
        what -> {
          if (what.equals(Kinds.DOSE_INTENDED)) {
            bench.journal.before(again -> {});
            bench.desk().emergencyStop(Bench.BEN, "now");
          }
        });
    Operation given = bench.give(lease, "k1", 500);
    assertEquals(Progress.NOT_DONE, given.progress());
    assertTrue(bench.toy.flows.isEmpty());
  }

  /** Has {@code stop} happen when what is wanted has passed the look at the emergency stop. */
  private void whileAdmitting(Runnable stop) {
    bench.life.onLook =
        () -> {
          bench.life.onLook = () -> {};
          stop.run();
        };
  }

  @Test
  void aDoseThatWasAdmittedJustBeforeTheStopDoesNotBegin() {
    whileAdmitting(() -> bench.desk().emergencyStop(Bench.BEN, "now"));
    assertEquals(Progress.NOT_DONE, bench.give(lease, "k1", 500).progress());
    assertTrue(bench.toy.flows.isEmpty());
  }

  @Test
  void aTrainThatWasAdmittedJustBeforeTheStopIsNotFired() {
    String stimulus = bench.load(lease, "k1", 100);
    whileAdmitting(() -> bench.desk().emergencyStop(Bench.BEN, "now"));
    assertEquals(Progress.NOT_DONE, bench.fire(lease, "k2", stimulus).progress());
    assertTrue(bench.toy.fired.isEmpty());
  }

  @Test
  void whoStandsDownBeginsNothingAndHasSwitchedOffEverything() {
    String stimulus = bench.load(lease, "k1", 100);
    bench.give(lease, "k2", 2_000);
    bench.pass(200);
    bench.controller.standDown();
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
    bench.pass(1);
    assertEquals("controller.closing", refused());
    assertEquals(
        "controller.closing",
        assertThrows(Refusal.class, () -> bench.fire(lease, "k3", stimulus)).rule());
    assertEquals(
        "controller.closing",
        assertThrows(Refusal.class, () -> bench.lease(Bench.BEN, "culture:b")).rule());
    assertEquals(Progress.ENDED, bench.give(lease, "k2", 2_000).progress(), "it is told still");
    assertEquals(
        "stop.release",
        assertThrows(
                Refusal.class, () -> bench.controller.consent().releaseStop(bench.ask(Bench.BEN)))
            .rule());
    bench.restart();
    bench.pass(1_000);
    assertEquals(Progress.BEGUN, bench.give(lease, "k4", 500).progress());
  }

  @Test
  void aDoseThatWasAdmittedJustBeforeTheEndDoesNotBegin() {
    whileAdmitting(() -> bench.controller.standDown());
    assertEquals(Progress.NOT_DONE, bench.give(lease, "k1", 500).progress());
    assertTrue(bench.toy.flows.isEmpty());
  }

  @Test
  void anInstrumentThatComesAfterTheEndHasBegunIsStopped() {
    bench.give(lease, "k1", 2_000);
    bench.toy.lose();
    bench.controller.standDown();
    bench.pass(600);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
  }

  @Test
  void aDoseThatReachesThePumpAfterTheStopIsStopped() {
    bench.toy.before =
        () -> {
          bench.toy.before = () -> {};
          bench.desk().emergencyStop(Bench.BEN, "now");
        };
    Operation given = bench.give(lease, "k1", 500);
    bench.pass(1);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
    assertEquals("STOPPED", bench.desk().operation(given.id()).end());
  }

  @Test
  void oneOfWhichNothingIsKnownIsStoppedToo() {
    bench.toy.mishap = Toy.timeout();
    bench.toy.before =
        () -> {
          bench.toy.before = () -> {};
          bench.desk().emergencyStop(Bench.BEN, "now");
        };
    bench.give(lease, "k1", 500);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
  }

  @Test
  void anInstrumentThatWasLostIsStoppedWhenItIsBack() {
    bench.give(lease, "k1", 2_000);
    bench.toy.lose();
    List<Desk.Stopped> stopped = bench.desk().emergencyStop(Bench.ADA, "smoke");
    assertFalse(stopped.get(0).failure().isEmpty());
    bench.pass(600);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
  }

  @Test
  void oneThatCouldNotBeStoppedIsStoppedWhenItIsBackThoughReleasedMeanwhile() {
    bench.give(lease, "k1", 2_000);
    bench.toy.stopMishap = Toy.timeout();
    bench.desk().standStill();
    bench.toy.stopMishap = null;
    bench.toy.lose();
    bench.pass(600);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
  }

  @Test
  void itStopsThoughTheJournalFailsAndSaysSo() {
    bench.give(lease, "k1", 2_000);
    bench.journal.fail();
    List<Desk.Stopped> stopped = bench.desk().emergencyStop(Bench.ADA, "smoke");
    assertEquals(
        List.of("journal", "toy"), stopped.stream().map(Desk.Stopped::instrument).toList());
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
    assertTrue(bench.desk().stopped().isPresent());
  }

  @Test
  void twoPeopleReleaseIt() {
    bench.desk().emergencyStop(Bench.ADA, "smoke");
    var consent = bench.controller.consent();
    assertFalse(consent.releaseStop(bench.ask(Bench.ADA)).done());
    assertFalse(consent.releaseStop(bench.ask(Bench.ADA)).done());
    assertTrue(consent.releaseStop(bench.ask(Bench.BEN)).done());
    assertEquals("ada,ben", bench.journal.of(Kinds.STOP_RELEASED).get(0).fact("by"));
    assertEquals(Progress.BEGUN, bench.give(lease, "k2", 500).progress());
    assertEquals(
        "stop.release",
        assertThrows(Refusal.class, () -> consent.releaseStop(bench.ask(Bench.ADA))).rule());
  }

  @Test
  void whoAgreedBeforeItWasPressedAgainHasNotAgreedToThat() {
    bench.desk().emergencyStop(Bench.ADA, "smoke");
    var consent = bench.controller.consent();
    assertFalse(consent.releaseStop(bench.ask(Bench.ADA)).done());
    bench.desk().emergencyStop(Bench.SAM, "water");
    assertFalse(consent.releaseStop(bench.ask(Bench.BEN)).done());
    assertTrue(bench.desk().stopped().isPresent());
    assertTrue(consent.releaseStop(bench.ask(Bench.SAM)).done());
  }

  @Test
  void agreementsLapseAfterTenMinutes() {
    bench.desk().emergencyStop(Bench.ADA, "smoke");
    var consent = bench.controller.consent();
    consent.releaseStop(bench.ask(Bench.ADA));
    bench.pass(Duration.ofMinutes(10).toMillis() + 1);
    assertEquals(List.of("ben"), consent.releaseStop(bench.ask(Bench.BEN)).agreed());
  }

  @Test
  void whoMayNotOperateReleasesNothing() {
    bench.desk().emergencyStop(Bench.ADA, "smoke");
    var consent = bench.controller.consent();
    consent.releaseStop(bench.ask(Bench.ADA));
    assertThrows(
        Refusal.class, () -> consent.releaseStop(bench.ask(Bench.person("eve", Role.OBSERVER))));
    assertTrue(bench.desk().stopped().isPresent());
  }

  @Test
  void aPressDuringTheReleaseStays() {
    var latch = new Latch(new EmergencyStop());
    latch.press();
    long known = latch.presses();
    latch.press();
    latch.release(known);
    assertTrue(latch.latched());
    latch.release(latch.presses());
    assertFalse(latch.latched());
  }

  @Test
  void aJournalThatFailsStopsWhatRunsWithinASecond() {
    bench.give(lease, "k1", 2_000);
    bench.journal.fail();
    bench.pass(1_000);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
    assertTrue(bench.toy.flows.get(0).nanoliters <= 1_000);
  }

  @Test
  void anInstrumentThatDoesNotStopDoesNotHoldUpTheOthers() {
    bench.toy.stopMishap = new IllegalStateException("a defect in a driver");
    List<Desk.Stopped> stopped = bench.desk().emergencyStop(Bench.ADA, "smoke");
    assertTrue(stopped.get(0).failure().contains("mea: a defect"), stopped::toString);
    assertTrue(stopped.get(0).failure().contains("drug: a defect"), stopped::toString);
  }

  /** Or an answer that was lost would help to release the next stop. */
  @Test
  void aKeyAgreesToOneRelease() {
    bench.desk().emergencyStop(Bench.ADA, "smoke");
    var consent = bench.controller.consent();
    Request first = bench.ask(Bench.ADA, "first");
    Request second = bench.ask(Bench.BEN, "second");
    consent.releaseStop(first);
    assertTrue(consent.releaseStop(second).done());
    bench.desk().emergencyStop(Bench.ADA, "smoke again");
    assertEquals(List.of("ada", "ben"), consent.releaseStop(first).agreed());
    assertTrue(consent.releaseStop(second).done());
    assertTrue(bench.desk().stopped().isPresent());
    assertEquals(List.of("sam"), consent.releaseStop(bench.ask(Bench.SAM)).agreed());
  }
}
