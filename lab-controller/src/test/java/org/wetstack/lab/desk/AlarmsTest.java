package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.MemoryJournal;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.EmergencyStop;

/** Small things that the desk is made of. */
class AlarmsTest {

  private final MemoryJournal journal = new MemoryJournal(() -> Instant.EPOCH);
  private final Alarms alarms = new Alarms();

  @BeforeEach
  void follow() {
    journal.follow(alarms);
  }

  @Test
  void theSameIsRaisedOnceUntilItIsAcknowledged() {
    alarms.raise(journal, "disk", "full");
    alarms.raise(journal, "disk", "full");
    alarms.raise(journal, "disk", "slow");
    assertEquals(2, alarms.all(false).size());
    acknowledge(alarms.all(false).get(0));
    alarms.raise(journal, "disk", "full");
    assertEquals(3, alarms.all(true).size());
    assertTrue(alarms.knows("disk", "full"));
  }

  private void acknowledge(Alarms.Raised one) {
    journal.append("ada", Kinds.ALARM_ACKNOWLEDGED, Map.of("alarm", one.name()));
  }

  @Test
  void eachHasANameOfItsOwnHoweverManyThereWere() {
    for (int i = 0; i < 10_000; i++) {
      String name = "old" + i;
      journal.append(
          "controller",
          Kinds.ALARM_RAISED,
          Map.of("alarm", name, "code", "disk", "detail", "full"));
      journal.append("ada", Kinds.ALARM_ACKNOWLEDGED, Map.of("alarm", name));
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      alarms.raise(journal, "disk", "full");
      Alarms.Raised one = alarms.all(false).get(0);
      assertTrue(names.add(one.name()), one::name);
      acknowledge(one);
    }
    assertEquals(10_000, alarms.all(true).size());
  }

  @Test
  void aLongDetailIsShortenedAndStillKnown() {
    String detail = "x".repeat(5_000);
    alarms.raise(journal, "disk", detail);
    alarms.raise(journal, "disk", detail);
    assertEquals(1, alarms.all(false).size());
    assertEquals(1_001, alarms.all(false).get(0).detail().length());
    assertTrue(alarms.knows("disk", detail));
  }

  @Test
  void agreementsAreOfPeopleAndNotOfCalls() {
    var agreements = new Agreements();
    var ada = new Request(Bench.ADA, "Test", 0, "k", "");
    var ben = new Request(Bench.BEN, "Test", 0, "k", "");
    assertEquals(1, agreements.add("x", ada, "", 0).size());
    assertEquals(1, agreements.add("x", ada, "", 1).size());
    assertEquals(2, agreements.add("x", ben, "", 2).size());
    assertEquals(1, agreements.add("y", ben, "", 2).size());
    agreements.forget("x");
    assertEquals(1, agreements.add("x", ben, "", 3).size());
  }

  @Test
  void whatWasAdmittedBeforeAStopIsToldFromWhatWasAdmittedAfter() {
    var stops = new Stops();
    Stops.Mark a = stops.mark("a");
    Stops.Mark b = stops.mark("b");
    stops.culture("a");
    assertTrue(stops.since(a));
    assertTrue(!stops.since(b));
    stops.everything();
    assertTrue(stops.since(b));
    assertTrue(!stops.since(stops.mark("a")));
    stops.owe("pump");
    assertTrue(stops.settle("pump"));
    assertTrue(!stops.settle("pump"));
  }

  @Test
  void aStopThatTheJournalKnowsIsLatchedWithoutAnyPress() {
    var written = new EmergencyStop();
    journal.follow(written);
    var latch = new Latch(written);
    assertEquals(List.of(), latch.reason().stream().toList());
    latch.press();
    assertEquals("pressed just now", latch.reason().orElseThrow());
    journal.append("ada", Kinds.STOP_LATCHED, Map.of("reason", "smoke"));
    latch.release(latch.presses());
    assertTrue(latch.latched());
    assertEquals("ada: smoke", latch.reason().orElseThrow());
  }

  @Test
  void whatTheFileNamesAndTheInstrumentDoesNotHaveIsToldWhenItComes(@TempDir Path folder) {
    var bench =
        new Bench(
            folder,
            Bench.RIG
                .replace("pump: toy,", "pump: toy/drag,")
                .replace(
                    "reservoirs: [drug]}\n  b:", "reservoirs: [drug], lights: toy/red}\n  b:"));
    List<Alarms.Raised> raised = bench.controller.alarms().all(false);
    assertEquals(List.of("device", "device"), raised.stream().map(Alarms.Raised::code).toList());
    List<String> details = raised.stream().map(Alarms.Raised::detail).sorted().toList();
    assertTrue(details.get(0).contains("names toy/drag, but"), details.get(0));
    assertTrue(details.get(1).contains("names toy/red, but"), details.get(1));
    assertTrue(details.get(1).contains("has no Light called 'red'; it carries ["), details.get(1));
    assertEquals(0, new Bench(folder).controller.alarms().all(false).size());
  }
}
