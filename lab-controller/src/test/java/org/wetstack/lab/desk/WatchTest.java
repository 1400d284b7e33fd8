package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DoseReport;
import org.wetstack.lab.desk.Operation.Progress;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.safety.Interlocks;
import org.wetstack.lab.safety.Refusal;

/** What is noticed without anybody asking. */
class WatchTest {

  private static final String INTERLOCK =
      Bench.RIG + "interlocks: {lid: {reads: api, stop: 0-1, stale: 5 s}}\n";

  @TempDir Path folder;

  private static List<String> accountant(Bench bench) {
    return bench.alarms().stream().filter(text -> text.startsWith("accountant")).toList();
  }

  private static void cheat(Bench bench, String operation, long nanoliters) {
    Map<String, String> facts =
        new HashMap<>(
            Map.of(
                "operation", operation,
                "culture", "a",
                "reservoir", "drug",
                "pump", "toy",
                "nanoliters", Long.toString(nanoliters),
                "nanolitersPerMinute", "60000",
                "nanomolar", "1000",
                "lease", "1"));
    bench.journal.append("mallory", Kinds.DOSE_INTENDED, facts);
  }

  @Test
  void anInterlockThatOpensStopsWhatRunsAndIsToldOfOnce() {
    var bench = new Bench(folder, INTERLOCK);
    var consent = bench.controller.consent();
    consent.reading("lid", 0.5);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "k1", 2_000);
    consent.reading("lid", 2);
    bench.pass(300);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
    bench.pass(1_000);
    assertEquals(1, bench.journal.of(Kinds.INTERLOCK_OPENED).size());
    assertEquals("interlock", rule(() -> bench.give(lease, "k2", 500)));
    assertEquals(
        "interlock.close", rule(() -> consent.closeInterlock(bench.ask(Bench.SAM), "lid")));
    consent.reading("lid", 1);
    consent.closeInterlock(bench.ask(Bench.SAM), "lid");
    assertEquals(Progress.BEGUN, bench.give(lease, "k3", 500).progress());
  }

  @Test
  void aKeyClosesAnInterlockOnce() {
    var bench = new Bench(folder, INTERLOCK);
    var consent = bench.controller.consent();
    Request close = bench.ask(Bench.SAM, "close");
    for (int i = 0; i < 2; i++) {
      consent.reading("lid", 2);
      bench.pass(1_000);
      consent.reading("lid", 1);
      consent.closeInterlock(close, "lid");
    }
    assertEquals(1, bench.journal.of(Kinds.INTERLOCK_CLOSED).size());
    assertEquals(2, bench.journal.of(Kinds.INTERLOCK_OPENED).size());
  }

  @Test
  void programsTellNoReadingsOfWhatAnInstrumentReads() {
    var bench =
        new Bench(
            folder,
            Bench.RIG
                + "interlocks: {heat: {reads: toy/heat, unit: degC, stop: 30-40, stale: 5 s}}\n");
    var consent = bench.controller.consent();
    assertEquals(
        "interlock.reads", assertThrows(Refusal.class, () -> consent.reading("heat", 37)).rule());
    assertEquals(
        Interlocks.State.STALE, bench.controller.interlocks().state("heat", bench.time.nanoTime()));
  }

  @Test
  void anInterlockIsReadFromTheInstrumentThatMeasures() {
    var bench =
        new Bench(
            folder,
            Bench.RIG
                + "interlocks: {air: {reads: toy/bath, unit: degC, warn: 36.5-37.5, stop: 36-38,"
                + " stale: 8 s}}\n");
    bench.pass(1_500);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    assertEquals(37_000, bench.controller.interlocks().latest("air").orElseThrow().thousandths());
    bench.toy.bathMilli = 37_600;
    bench.pass(3_000);
    assertEquals(
        List.of("interlock-warning: air: 37.6 degC is not within 36.5 degC to 37.5 degC"),
        bench.alarms());
    bench.give(lease, "k1", 2_000);
    bench.toy.bathMilli = 38_001;
    bench.pass(1_500);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
    assertEquals("interlock", rule(() -> bench.give(lease, "k2", 500)));
    bench.toy.bathMilli = 37_000;
    bench.pass(1_500);
    bench.controller.consent().closeInterlock(bench.ask(Bench.SAM), "air");
    assertEquals(Progress.BEGUN, bench.give(lease, "k3", 500).progress());
    bench.toy.bathMishap =
        new DeviceException(
            DeviceException.Reason.REJECTED, DeviceException.Outcome.NOT_DONE, "no reading");
    bench.pass(7_000);
    assertEquals(Interlocks.State.CLOSED, bench.air());
    bench.pass(2_500);
    assertEquals(Interlocks.State.STALE, bench.air(), "nothing is made up");
    bench.toy.bathMishap = null;
    bench.pass(1_500);
    assertEquals(Interlocks.State.CLOSED, bench.air());
  }

  @Test
  void anInterlockThatReadsWhatMeasuresNothingIsToldOfAndStaysStale() {
    var bench =
        new Bench(
            folder, Bench.RIG + "interlocks: {air: {reads: toy/drug, stop: 36-38, stale: 8 s}}\n");
    bench.pass(10_000);
    assertEquals(
        List.of(
            "interlock-unread: interlock air cannot be read from toy/drug: drug measures nothing"),
        bench.alarms().stream().filter(text -> text.startsWith("interlock-unread")).toList());
    assertEquals(Interlocks.State.STALE, bench.air());
  }

  @Test
  void aReadingThatIsNotOneIsRefused() {
    var bench = new Bench(folder, INTERLOCK);
    var consent = bench.controller.consent();
    assertThrows(IllegalArgumentException.class, () -> consent.reading("lid", Double.NaN));
  }

  @Test
  void theAccountantFindsNothingInWhatTheDeskDoes() {
    var bench = new Bench(folder);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "k1", 500);
    bench.fire(lease, "f", bench.load(lease, "l", 100));
    bench.pass(2_000);
    assertEquals(List.of(), bench.alarms());
  }

  @Test
  void whatTheAccountantFindsStopsEverythingAndIsToldOfOnce() {
    var bench = new Bench(folder);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "k1", 2_000);
    cheat(bench, "00000000000000aa", 999_000);
    bench.pass(300);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
    List<String> told = accountant(bench);
    assertTrue(told.stream().anyMatch(text -> text.contains("dose.volume")), told::toString);
    bench.restart();
    bench.pass(2_000);
    assertEquals(told, accountant(bench), "not again after a restart");
    bench
        .controller
        .alarms()
        .all(false)
        .forEach(alarm -> bench.controller.consent().acknowledge(Bench.SAM, alarm));
    bench.restart();
    bench.pass(2_000);
    assertEquals(told, accountant(bench), "nor after somebody has seen it");
    assertTrue(bench.controller.alarms().all(false).isEmpty());
  }

  @Test
  void anAccountantThatFindsVeryMuchSaysSoAndStops() {
    var bench = new Bench(folder);
    for (int i = 0; i < 150; i++) {
      cheat(bench, String.format("%016x", i + 1), 999_000);
    }
    bench.pass(300);
    List<String> told = accountant(bench);
    assertTrue(told.size() <= Audit.MOST + 1, told::toString);
    assertTrue(told.get(told.size() - 1).contains("more than 100"), told::toString);
  }

  @Test
  void aWatchThatDoesNotComeRoundStopsEverythingAndNothingIsAdmitted() {
    var bench = new Bench(folder, INTERLOCK);
    bench.controller.consent().reading("lid", 0.5);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.journal.before(
        what -> {
          if (what.equals(Kinds.INTERLOCK_OPENED)) {
            // The disk hangs while the watch writes.
            bench.journal.before(again -> {});
            bench.pass(4_000);
            assertTrue(bench.toy.now().well.getAsBoolean());
            bench.pass(3_000);
            assertFalse(bench.toy.now().well.getAsBoolean(), "the instrument is no longer told");
            assertEquals("controller.unhealthy", rule(() -> bench.give(lease, "k1", 500)));
          }
        });
    bench.controller.consent().reading("lid", 2);
    int before = bench.toy.stops;
    bench.pass(8_000);
    assertTrue(bench.toy.stops > before + 2, "stopped by more than the interlock");
    assertTrue(
        bench.alarms().stream().anyMatch(text -> text.contains("no sign of life of [watch]")),
        bench.alarms()::toString);
    assertTrue(bench.toy.now().well.getAsBoolean(), "it comes round again");
  }

  @Test
  void instrumentsDoNotHearFromAControllerThatCannotWriteOrHasEnded() {
    var bench = new Bench(folder);
    BooleanSupplier well = bench.toy.now().well;
    assertTrue(well.getAsBoolean());
    bench.journal.fail();
    assertFalse(well.getAsBoolean());
    bench = new Bench(folder);
    well = bench.toy.now().well;
    bench.controller.close();
    assertFalse(well.getAsBoolean());
  }

  @Test
  void anAlarmOfAnInstrumentIsKeptUntilSomebodyHasSeenIt() {
    var bench = new Bench(folder);
    var alarm = new org.wetstack.hal.Alarm("drug", "occlusion", "80 kPa", true);
    bench.toy.alarm(alarm);
    bench.toy.alarm(alarm);
    bench.pass(10);
    assertEquals(List.of("occlusion: toy drug: 80 kPa"), bench.alarms());
    Alarms.Raised raised = bench.controller.alarms().all(false).get(0);
    bench.controller.consent().acknowledge(Bench.ADA, raised);
    assertTrue(bench.controller.alarms().all(false).isEmpty());
    assertEquals("ada", bench.controller.alarms().find(raised.name()).by().orElseThrow());
    bench.toy.alarm(alarm);
    bench.pass(10);
    assertEquals(1, bench.controller.alarms().all(false).size());
    assertEquals("unknown.alarm", rule(() -> bench.controller.alarms().find("x")));
  }

  @Test
  void theJournalBeginsAndEndsWithTheController() {
    var bench = new Bench(folder);
    bench.controller.close();
    List<String> kinds = bench.journal.entries().stream().map(Entry::what).toList();
    assertEquals(Kinds.STARTED, kinds.get(0));
    assertEquals(Kinds.STOPPED, kinds.get(kinds.size() - 1));
    assertTrue(bench.toy.now().ended.isDone());
    int entries = kinds.size();
    bench.pass(10_000);
    assertEquals(entries, bench.journal.entries().size(), "nothing goes on");
  }

  @Test
  void aControllerWhoseJournalFailedClosesItsInstrumentsAllTheSame() {
    var bench = new Bench(folder);
    bench.journal.fail();
    assertThrows(RuntimeException.class, () -> bench.controller.close());
    assertTrue(bench.toy.now().ended.isDone());
  }

  private static String rule(Runnable refused) {
    return assertThrows(Refusal.class, refused::run).rule();
  }
}
