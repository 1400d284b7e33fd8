package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.culture.Observation;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Booking;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.parcel.Custody.Place;
import org.wetstack.lab.parcel.Move;
import org.wetstack.lab.safety.Limit;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.schedule.Schedule;

/** What was done to a culture at one rig counts at the next. */
class CultureMovedTest {

  @TempDir private Path folder;

  private static Operation juice(Bench right, Lease lease, String key, long nanoliters) {
    return right
        .desk()
        .give(
            right.request(Bench.ADA, "give", lease.epoch(), key, "" + nanoliters),
            "a",
            "juice",
            Bench.dose(nanoliters));
  }

  private static String rule(org.junit.jupiter.api.function.Executable what) {
    return assertThrows(Refusal.class, what).rule();
  }

  @Test
  void aLimitThatIsUsedUpThereIsUsedUpHereAndAfterARestart() throws Exception {
    var benches = new MoveBench(folder);
    Lease lease = benches.left.lease(Bench.ADA, "culture:a");
    benches.left.give(lease, "d1", 2_000);
    benches.pass(4_000);
    benches.left.give(lease, "d2", 2_000);
    benches.pass(4_000);
    benches.move().run();
    for (int life = 0; life < 2; life++) {
      benches.pass(12_000);
      Lease here = benches.right.lease(Bench.ADA, "culture:a");
      String key = "r" + life;
      assertEquals("dose.hour", rule(() -> juice(benches.right, here, key, 1_025)));
      benches.right.restart();
    }
    benches.pass(Duration.ofMinutes(61).toMillis());
    Lease later = benches.right.lease(Bench.ADA, "culture:a");
    juice(benches.right, later, "later", 1_025);
    benches.pass(2_000);
    assertEquals(5_025, benches.right.controller.dosing("a").given(benches.time.now()).total());
    assertEquals(List.of(), benches.right.alarms());
  }

  @Test
  void theAccountantCountsWhatCameByItself() throws Exception {
    var benches = new MoveBench(folder);
    Lease lease = benches.left.lease(Bench.ADA, "culture:a");
    for (int i = 0; i < 2; i++) {
      benches.left.give(lease, "d" + i, 2_000);
      benches.pass(4_000);
    }
    benches.move().run();
    Lease here = benches.right.lease(Bench.ADA, "culture:a");
    // As if the envelope had not looked: the other one must.
    benches.right.journal.append(
        "ada",
        Kinds.DOSE_INTENDED,
        Map.of(
            "operation", "00000000000000ff",
            "culture", "a",
            "reservoir", "juice",
            "pump", "toy",
            "nanoliters", "1025",
            "nanolitersPerMinute", "60000",
            "nanomolar", "1000",
            "lease", Long.toString(here.epoch())));
    benches.pass(1_000);
    assertTrue(
        benches.right.alarms().stream().anyMatch(text -> text.contains("dose.hour")),
        benches.right.alarms()::toString);
    // And where it has left, nothing may be intended at all.
    benches.left.journal.append(
        "ada",
        Kinds.DOSE_INTENDED,
        Map.of(
            "operation", "00000000000000fe",
            "culture", "a",
            "reservoir", "drug",
            "pump", "toy",
            "nanoliters", "25",
            "nanolitersPerMinute", "60000",
            "nanomolar", "1000",
            "lease", Long.toString(lease.epoch())));
    benches.pass(1_000);
    assertTrue(
        benches.left.alarms().stream().anyMatch(text -> text.contains("culture.away")),
        benches.left.alarms()::toString);
  }

  /** Pulses that leave 4 pC each on the first electrode: no instrument here makes such. */
  private static void charge(Bench left, Lease lease, int pulses) {
    String epoch = Long.toString(lease.epoch());
    Map<String, String> loaded = new HashMap<>();
    loaded.put("stimulus", "s1");
    loaded.put("culture", "a");
    loaded.put("instrument", "toy");
    loaded.put("electrodes", "100");
    loaded.put("phases", "-5000x6,4980x6");
    loaded.put("lease", epoch);
    loaded.put("ticksPerSecond", "30000");
    loaded.put("recoveryTicks", "30");
    loaded.put("pulses", "1");
    for (String none : List.of("interphaseTicks", "periodTicks", "settleTicks")) {
      loaded.put(none, "0");
    }
    left.journal.append("ada", Kinds.STIMULUS_LOADED, loaded);
    for (int i = 0; i < pulses; i++) {
      String operation = String.format("%016x", 0xf0 + i);
      left.journal.append(
          "ada",
          Kinds.TRAIN_INTENDED,
          Map.of(
              "operation",
              operation,
              "stimulus",
              "s1",
              "culture",
              "a",
              "instrument",
              "toy",
              "lease",
              epoch,
              "from",
              Long.toString(left.time.now().toEpochMilli())));
      left.journal.append(
          "controller", Kinds.TRAIN_BEGUN, Map.of("operation", operation, "sample", "7"));
      left.pass(1_000);
    }
    left.journal.append(
        "controller", Kinds.STIMULUS_UNLOADED, Map.of("stimulus", "s1", "culture", "a"));
  }

  @Test
  void chargeIsOnTheElectrodesThatTheCultureBroughtAlong() throws Exception {
    String charged = "limits:\n  stimulation: {net-charge: 10 pC, current: 5 uA}\n";
    var benches =
        new MoveBench(
            folder,
            MoveBench.LEFT.replace("limits:\n", charged.replace("10 pC", "100 pC")),
            MoveBench.RIGHT.replace("limits:\n", charged));
    Lease lease = benches.left.lease(Bench.ADA, "culture:a");
    charge(benches.left, lease, 3);
    benches.move().run();
    for (int life = 0; life < 2; life++) {
      Lease here = benches.right.lease(Bench.ADA, "culture:a");
      // 12 pC lie on the first of its electrodes, and nothing on the second.
      String key = "r" + life;
      assertEquals("stimulus.net-charge", rule(() -> benches.right.load(here, key, 102)));
      String other = benches.right.load(here, key + "x", 103);
      assertEquals("train.moved", rule(() -> benches.right.fire(here, key + "y", other)));
      benches.right.controller.leaseDesk().release(Bench.ADA, "culture:a", here.epoch());
      benches.right.restart();
    }
    Lease later = benches.right.lease(Bench.ADA, "culture:a");
    String other = benches.right.load(later, "later", 103);
    for (int i = 0; i < 3; i++) {
      benches.pass(5_000);
      benches.right.controller.leaseDesk().renew(Bench.ADA, "culture:a", later.epoch());
    }
    benches.right.fire(later, "fired", other);
    benches.pass(1_000);
    assertEquals(1, benches.right.toy.fired.size());
    assertEquals(List.of(), benches.left.alarms());
    assertEquals(List.of(), benches.right.alarms());
    // The other accountant counts it too.
    Map<String, String> loaded = new HashMap<>();
    benches.right.journal.of(Kinds.STIMULUS_LOADED).get(0).facts().forEach(loaded::put);
    loaded.put("stimulus", "s2");
    loaded.put("electrodes", "102");
    loaded.put("lease", Long.toString(later.epoch()));
    benches.right.journal.append("ada", Kinds.STIMULUS_LOADED, loaded);
    benches.pass(1_000);
    assertTrue(
        benches.right.alarms().stream().anyMatch(text -> text.contains("stimulus.net-charge")),
        benches.right.alarms()::toString);
  }

  @Test
  void aWishThatWasDoneThereIsNotDoneAgainHere() throws Exception {
    var benches = new MoveBench(folder);
    Lease lease = benches.left.lease(Bench.ADA, "culture:a");
    Operation done = benches.left.give(lease, "the key", 500);
    benches.pass(2_000);
    benches.move().run();
    benches.pass(7_000);
    Lease here = benches.right.lease(Bench.ADA, "culture:a");
    Operation again = juice(benches.right, here, "the key", 500);
    assertEquals(done.id(), again.id());
    assertEquals(Operation.Progress.ENDED, again.progress());
    assertEquals(List.of(), benches.right.toy.flows);
  }

  @Test
  void lifeLimitsBookingsAndTheExperimentGoOn() throws Exception {
    var benches = new MoveBench(folder);
    benches
        .left
        .controller
        .lives()
        .observed("a", new Observation(Instant.EPOCH, 60, 2, 2, 600, 0, 0, 0));
    var set =
        benches
            .left
            .controller
            .consent()
            .setLimit(benches.left.ask(Bench.SAM), "a", Limit.named("dose.volume"), 300, "weak");
    assertTrue(set.done());
    Instant now = benches.time.now();
    for (int hour : List.of(5, 10)) {
      benches
          .left
          .controller
          .leaseDesk()
          .book(
              benches.left.ask(Bench.BEN),
              "culture:a",
              now.plusSeconds(3_600L * hour),
              now.plusSeconds(3_600L * hour + 600),
              "night");
    }
    benches
        .right
        .controller
        .leaseDesk()
        .book(
            benches.right.ask(Bench.ADA),
            "rig",
            now.plusSeconds(3_600L * 10),
            now.plusSeconds(3_600L * 11),
            "day");
    Move.Outcome outcome = benches.move().run();
    assertEquals(1, outcome.lost().stream().filter(one -> one.contains("booking")).count());
    benches.right.restart();
    assertEquals(1, benches.right.controller.lives().life("a").observations().size());
    assertEquals(300, benches.right.controller.limits().dosing("a").dose().nanoliters());
    List<Booking> booked = benches.right.controller.leases().bookings();
    assertEquals(List.of("left.b1", "b1"), booked.stream().map(Booking::id).toList());
    assertEquals("ben", booked.get(0).booker());
    assertEquals(List.of(), benches.left.controller.leases().bookings());
    benches.right.controller.leaseDesk().cancel(Bench.BEN, "left.b1", "");
    benches.back().run();
    benches.left.restart();
    assertEquals(
        1, benches.left.controller.leases().bookings().size(), "the one that clashed there only");
    assertEquals(1, benches.left.controller.lives().life("a").observations().size());
  }

  @Test
  void nobodyCanDoAnythingWhileItLeavesAndPeopleAreToldOfALongMove() throws Exception {
    var benches = new MoveBench(folder);
    var out = benches.left.controller.moves().departures();
    out.leave(benches.left.ask(MoveBench.MOVER), "a", "00000000000000a1", "right");
    assertEquals(Place.LEAVING, benches.at(benches.left));
    assertEquals("culture.leaving", rule(() -> benches.left.lease(Bench.ADA, "culture:a")));
    Lease rig = benches.left.lease(Bench.ADA, "rig");
    assertEquals("culture.leaving", rule(() -> benches.left.give(rig, "a", "k1", 500)));
    benches.left.give(rig, "b", "k2", 500);
    assertEquals(
        "culture.leaving",
        rule(
            () ->
                benches
                    .left
                    .controller
                    .lives()
                    .observed("a", new Observation(Instant.EPOCH, 60, 2, 2, 600, 0, 0, 0))));
    assertEquals(
        "culture.leaving",
        rule(
            () ->
                benches
                    .left
                    .controller
                    .consent()
                    .setLimit(
                        benches.left.ask(Bench.SAM), "a", Limit.named("dose.volume"), 300, "")));
    assertFalse(told(benches.left));
    benches.pass(Duration.ofMinutes(9).toMillis());
    assertFalse(told(benches.left));
    benches.pass(Duration.ofMinutes(2).toMillis());
    assertTrue(told(benches.left));
    benches.move().run();
    assertEquals(Place.HERE, benches.at(benches.right));
  }

  private static boolean told(Bench bench) {
    return bench.alarms().stream().anyMatch(text -> text.startsWith("move: culture a"));
  }

  @Test
  void aDoseOfWhichNobodyKnowsKeepsItHere() throws Exception {
    var benches = new MoveBench(folder);
    Lease lease = benches.left.lease(Bench.ADA, "culture:a");
    benches.left.toy.mishap = Toy.timeout();
    Operation dose = benches.left.give(lease, "d1", 500);
    benches.left.toy.forgotten.add(dose.id());
    benches.left.toy.lose();
    benches.pass(20_000);
    assertEquals(Operation.Progress.UNKNOWN, benches.left.desk().operation(dose.id()).progress());
    assertEquals("move.unknown", rule(() -> benches.move().run()));
    assertEquals(Place.HERE, benches.at(benches.left));
    benches
        .left
        .controller
        .consent()
        .settleDose(Bench.SAM, benches.left.desk().operation(dose.id()), 0, 500, "looked");
    benches.move().run();
    assertEquals(500, benches.right.controller.dosing("a").given(benches.time.now()).total());
  }

  @Test
  void theScheduleLeavesOutACultureThatIsNotThere() throws Exception {
    String file =
        MoveBench.LEFT
            + "schedule: [{name: often, do: dose, culture: a, reservoir: drug, volume: 100 nL,"
            + " rate: 60 uL/min, every: 10 min}]\n";
    var benches = new MoveBench(folder, file, MoveBench.RIGHT);
    var later = (java.util.concurrent.Executor) task -> benches.time.after(Duration.ZERO, task);
    try (var schedule = new Schedule(benches.left.controller, later)) {
      schedule.start();
      benches.pass(Duration.ofMinutes(11).toMillis());
      assertEquals(1, benches.left.journal.of(Kinds.TASK_BEGUN).size());
      benches.move().run();
      benches.pass(Duration.ofMinutes(20).toMillis());
      assertEquals(1, benches.left.journal.of(Kinds.TASK_BEGUN).size());
      assertEquals(2, benches.left.journal.of(Kinds.TASK_MISSED).size());
      assertEquals(List.of(), benches.left.alarms());
      benches.back().run();
      benches.pass(Duration.ofMinutes(10).toMillis());
      assertEquals(2, benches.left.journal.of(Kinds.TASK_BEGUN).size());
    }
  }
}
