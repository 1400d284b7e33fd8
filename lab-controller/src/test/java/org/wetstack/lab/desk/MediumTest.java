package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.culture.Exchanges;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.schedule.Schedule;

/** Medium is exchanged when it is due, and people hear of it if not. */
class MediumTest {

  @TempDir private Path folder;

  private static String rig(String exchange) {
    return Bench.RIG
        .replace(
            "{toy: {driver", "{drain: {driver: firmware, endpoint: \"tcp://h:2\"}, toy: {driver")
        .replace(
            "reservoirs:\n",
            "reservoirs:\n  waste: {pump: drain, substance: spent, concentration: 0 nM, vehicle: m,"
                + " content: 50 mL, prepared: 1999-01-01, expires: 2099-01-01}\n")
        .replace(
            "sites: 100-101, electrodes: tin, reservoirs: [drug]}",
            "sites: 100-101, electrodes: tin, reservoirs: [drug, waste], exchange: {"
                + exchange
                + "}}");
  }

  private static final String PUMPED =
      "every: 2h, volume: 2 uL, in: drug, out: waste, rate: 60 uL/min, late: 30 min";

  private static Schedule schedule(Bench bench) {
    Executor later = task -> bench.time.after(Duration.ZERO, task);
    var schedule = new Schedule(bench.controller, later);
    schedule.start();
    return schedule;
  }

  private static Exchanges.State medium(Bench bench) {
    return bench.controller.medium().state("a").orElseThrow();
  }

  @Test
  void byPumpsAsMuchIsPutInAsWasTakenOut() {
    var bench = new Bench(folder, rig(PUMPED));
    try (Schedule schedule = schedule(bench)) {
      bench.time.advance(Duration.ofHours(2).plusMinutes(1));
      assertEquals(List.of("waste", "drug"), reservoirs(bench));
      assertTrue(
          bench.toy.flows.stream().allMatch(flow -> flow.nanoliters == 2_000), "not all flowed");
      long apart = bench.toy.flows.get(1).began - bench.toy.flows.get(0).began;
      assertTrue(apart >= Duration.ofSeconds(3).toNanos(), "the pause of the limits: " + apart);
      Exchanges.State state = medium(bench);
      assertEquals(1, state.done());
      assertEquals("pump", state.last().orElseThrow().by());
      assertEquals(2_000, state.last().orElseThrow().nanoliters());
      assertFalse(state.overdue());
      assertTrue(state.due().isAfter(bench.time.now().plus(Duration.ofMinutes(115))));
      assertTrue(schedule.pauses().isEmpty());
    }
  }

  private static List<String> reservoirs(Bench bench) {
    return bench.journal.of(Kinds.DOSE_INTENDED).stream()
        .map(entry -> entry.fact("reservoir"))
        .toList();
  }

  @Test
  void ifNothingIsTakenOutNothingIsPutIn() {
    var bench = new Bench(folder, rig(PUMPED));
    try (Schedule schedule = schedule(bench)) {
      bench.time.advance(Duration.ofMinutes(119));
      bench.toy.mishap =
          new DeviceException(
              DeviceException.Reason.REJECTED, DeviceException.Outcome.NOT_DONE, "jammed");
      bench.time.advance(Duration.ofMinutes(2));
      assertEquals(List.of("waste"), reservoirs(bench));
      assertEquals(0, medium(bench).done());
      assertTrue(
          bench.alarms().stream().anyMatch(one -> one.startsWith("schedule: task exchange-a")),
          bench.alarms()::toString);
      assertTrue(schedule.pauses().isEmpty());
    }
  }

  @Test
  void ifNothingCanBePutInPeopleHearThatTheCultureIsShort() {
    var bench = new Bench(folder, rig(PUMPED));
    try (Schedule schedule = schedule(bench)) {
      bench.time.advance(Duration.ofMinutes(119));
      bench.toy.before =
          () -> {
            if (!bench.toy.flows.isEmpty()) {
              bench.toy.mishap =
                  new DeviceException(
                      DeviceException.Reason.REJECTED, DeviceException.Outcome.NOT_DONE, "empty");
            }
          };
      bench.time.advance(Duration.ofMinutes(2));
      assertEquals(List.of("waste", "drug"), reservoirs(bench));
      assertEquals(1, bench.toy.flows.size());
      assertEquals(0, medium(bench).done());
      assertTrue(
          bench.alarms().stream()
              .anyMatch(one -> one.startsWith("medium: culture a may be short of 2 µL")),
          bench.alarms()::toString);
      assertTrue(schedule.pauses().isEmpty());
    }
  }

  @Test
  void byHandItIsDueOverdueOnceAndMissedOnceWhateverIsRestarted() {
    var bench = new Bench(folder, rig("every: 1h, volume: 100 uL, by: hand, late: 10 min"));
    Request wish = bench.ask(Bench.ADA, "k");
    Instant told = bench.time.now();
    bench.controller.medium().exchanged(wish, "a", Volume.nanoliters(90_000));
    bench.controller.medium().exchanged(wish, "a", Volume.nanoliters(90_000));
    assertEquals(1, medium(bench).done(), "the same wish counts once");
    assertEquals("ada", medium(bench).last().orElseThrow().who());
    try (Schedule schedule = schedule(bench)) {
      bench.time.advance(Duration.ofMinutes(69));
      assertEquals(List.of(), bench.alarms());
      bench.time.advance(Duration.ofMinutes(2));
      assertEquals(1, bench.alarms().size(), bench.alarms()::toString);
      assertTrue(bench.alarms().get(0).contains("was due at " + told.plusSeconds(3_600)));
      assertTrue(schedule.pauses().isEmpty());
    }
    String alarm = bench.controller.alarms().all(false).get(0).name();
    bench.controller.consent().acknowledge(Bench.ADA, bench.controller.alarms().find(alarm));
    bench.restart();
    try (Schedule schedule = schedule(bench)) {
      bench.time.advance(Duration.ofMinutes(60));
      assertEquals(1, bench.alarms().size(), "who has acknowledged is left alone");
      assertEquals(1, bench.journal.of(Kinds.TASK_MISSED).size());
      assertEquals(1, medium(bench).missed());
      bench.controller.medium().exchanged(bench.ask(Bench.BEN), "a", Volume.nanoliters(100_000));
      assertFalse(medium(bench).overdue());
      bench.time.advance(Duration.ofMinutes(71));
      assertEquals(2, bench.alarms().size(), "the next one is another");
      assertTrue(schedule.pauses().isEmpty());
    }
    assertEquals(2, medium(bench).done());
  }

  @Test
  void whatIsNoExchangeIsRefused() {
    var bench = new Bench(folder, rig("every: 1h, volume: 100 uL, by: hand"));
    assertThrows(
        IllegalArgumentException.class,
        () -> bench.controller.medium().exchanged(bench.ask(Bench.ADA), "a", Volume.ZERO));
    assertEquals(
        "unknown.culture",
        assertThrows(
                Refusal.class,
                () ->
                    bench
                        .controller
                        .medium()
                        .exchanged(bench.ask(Bench.ADA), "z", Volume.nanoliters(1_000)))
            .rule());
    assertTrue(bench.controller.medium().state("b").isEmpty());
  }
}
