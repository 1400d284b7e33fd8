package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.parcel.Custody.Place;
import org.wetstack.lab.parcel.Move;
import org.wetstack.lab.safety.Refusal;

/** A culture goes from one controller to another, and nothing that breaks off has two have it. */
class CultureMoveTest {

  /** The command, or whatever it was, ends here. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Who is started again after the command has ended. */
  enum Restarted {
    NOBODY,
    LEFT,
    RIGHT,
    BOTH
  }

  @TempDir private Path folder;

  private static Lease used(MoveBench benches) {
    Lease lease = benches.left.lease(Bench.ADA, "culture:a");
    benches.left.give(lease, "d1", 500);
    benches.pass(2_000);
    benches.left.give(lease, "d2", 700);
    benches.pass(2_000);
    String pulse = benches.left.load(lease, "l1", 100);
    benches.left.fire(lease, "f1", pulse);
    benches
        .left
        .controller
        .experiments()
        .plan(ask(benches.left, lease, "p1"), "a", "steering", "{\"seed\": 7}");
    benches
        .left
        .controller
        .experiments()
        .tell(ask(benches.left, lease, "t0"), "a", "steering", 0, "trial 0");
    // Under way when it leaves.
    benches.left.give(lease, "d3", 2_000);
    return lease;
  }

  private static Request ask(Bench bench, Lease lease, String key) {
    return bench.request(Bench.ADA, "tell", lease.epoch(), key, key);
  }

  private static boolean admits(Bench bench, String reservoir) {
    try {
      Lease lease = bench.lease(Bench.ADA, "culture:a");
      bench
          .desk()
          .give(
              bench.request(Bench.ADA, "give", lease.epoch(), "try-" + lease.epoch(), ""),
              "a",
              reservoir,
              Bench.dose(25));
      bench.pass(1_500);
      bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
      return true;
    } catch (Refusal refusal) {
      assertTrue(refusal.rule().startsWith("culture."), refusal.rule());
      return false;
    }
  }

  private static void requireMoved(MoveBench benches) {
    assertEquals(Place.AWAY, benches.at(benches.left));
    assertEquals(Place.HERE, benches.at(benches.right));
    for (String kind :
        List.of(
            Kinds.DOSE_INTENDED,
            Kinds.DOSE_ENDED,
            Kinds.TRAIN_BEGUN,
            Kinds.STIMULUS_LOADED,
            Kinds.TRIAL_TOLD,
            Kinds.LEASE_ENDED)) {
      var before = MoveBench.history(benches.left, kind);
      assertEquals(before, MoveBench.history(benches.right, kind), kind);
      assertFalse(before.isEmpty(), kind);
    }
    long given = benches.left.controller.dosing("a").given(benches.time.now()).total();
    assertEquals(given, benches.right.controller.dosing("a").given(benches.time.now()).total());
    assertTrue(given >= 1_200, given + " nL");
    var experiment = benches.right.controller.experiments().of("a").orElseThrow();
    assertEquals("{\"seed\": 7}", experiment.plan());
    assertEquals(List.of("trial 0"), experiment.trials());
    assertFalse(admits(benches.left, "drug"));
    // The pause between doses holds across the move, and clocks may differ.
    benches.pass(7_000);
    assertTrue(admits(benches.right, "juice"));
    assertEquals(List.of(), benches.left.alarms());
    assertEquals(List.of(), benches.right.alarms());
  }

  @Test
  void nothingIsLostAndOnlyOneHasIt() throws Exception {
    var benches = new MoveBench(folder);
    assertFalse(admits(benches.right, "juice"));
    used(benches);
    Move.Outcome outcome = benches.move().run();
    assertFalse(outcome.already());
    requireMoved(benches);
    assertEquals(
        1,
        benches.left.toy.flows.stream()
            .filter(flow -> flow.dose.volume().nanoliters() == 2_000)
            .count());
    assertTrue(benches.move().run().already());
    benches.left.restart();
    benches.right.restart();
    assertFalse(admits(benches.left, "drug"));
    assertTrue(admits(benches.right, "juice"));
  }

  private static List<String> steps(Path folder) throws Exception {
    var benches = new MoveBench(folder);
    used(benches);
    List<String> steps = new ArrayList<>();
    benches.before = steps::add;
    benches.move().run();
    return steps;
  }

  private static void again(MoveBench benches, Restarted who) {
    if (who == Restarted.LEFT || who == Restarted.BOTH) {
      benches.left.restart();
    }
    if (who == Restarted.RIGHT || who == Restarted.BOTH) {
      benches.right.restart();
    }
    benches.pass(2_000);
  }

  @ParameterizedTest
  @EnumSource(Restarted.class)
  void aCommandThatEndsAtAnyStepIsTakenUpAgain(Restarted who) throws Exception {
    List<String> steps = steps(folder.resolve("steps"));
    assertTrue(steps.size() >= 5, steps::toString);
    for (int at = 0; at < steps.size(); at++) {
      for (boolean done : List.of(false, true)) {
        var benches = new MoveBench(folder.resolve(at + "-" + done));
        used(benches);
        int[] left = {at};
        var kill =
            (java.util.function.Consumer<String>)
                step -> {
                  if (left[0]-- == 0) {
                    throw new Killed();
                  }
                };
        if (done) {
          benches.after = kill;
        } else {
          benches.before = kill;
        }
        assertThrows(Killed.class, () -> benches.move().run(), steps.get(at));
        benches.before = step -> {};
        benches.after = step -> {};
        again(benches, who);
        boolean here = benches.at(benches.left) == Place.HERE;
        boolean there = benches.at(benches.right) == Place.HERE;
        assertFalse(here && there, steps.get(at) + " " + done);
        benches.move().run();
        requireMoved(benches);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "left " + Kinds.CULTURE_LEAVING,
        "left " + Kinds.LEASE_ENDED,
        "left " + Kinds.CULTURE_PACKED,
        "right " + Kinds.CULTURE_CARRIED,
        "right " + Kinds.CULTURE_OFFERED,
        "left " + Kinds.CULTURE_GONE,
        "right " + Kinds.CULTURE_HERE
      })
  void aControllerThatEndsBeforeAnEntryIsOnDiskGoesOn(String where) throws Exception {
    var benches = new MoveBench(folder);
    used(benches);
    Bench bench = where.startsWith("left") ? benches.left : benches.right;
    String kind = where.substring(where.indexOf(' ') + 1);
    bench.journal.before(
        what -> {
          if (what.equals(kind)) {
            throw new Killed();
          }
        });
    assertThrows(Killed.class, () -> benches.move().run());
    bench.restart();
    benches.pass(2_000);
    assertFalse(benches.at(benches.left) == Place.HERE && benches.at(benches.right) == Place.HERE);
    benches.move().run();
    requireMoved(benches);
  }

  @Test
  void beforeItIsGoneItCanBeKeptAndAfterwardsNot() throws Exception {
    List<String> steps = steps(folder.resolve("steps"));
    for (int at = 0; at < steps.size(); at++) {
      var benches = new MoveBench(folder.resolve("keep-" + at));
      used(benches);
      int[] left = {at};
      benches.after =
          step -> {
            if (left[0]-- == 0) {
              throw new Killed();
            }
          };
      assertThrows(Killed.class, () -> benches.move().run());
      benches.after = step -> {};
      benches.pass(2_000);
      if (steps.subList(0, at + 1).contains("left send")) {
        assertThrows(IllegalArgumentException.class, () -> benches.move().cancel("a test"));
        benches.move().run();
        requireMoved(benches);
      } else {
        assertTrue(benches.move().cancel("a test"));
        assertEquals(Optional.empty(), benches.right.controller.moves().of("a").coming());
        assertTrue(admits(benches.left, "drug"));
        assertFalse(admits(benches.right, "juice"));
        assertFalse(benches.move().cancel("a test"));
        benches.move().run();
        requireMoved(benches);
      }
    }
  }

  @Test
  void aLongHistoryIsTakenUpAtThePageWhereItBrokeOff() throws Exception {
    var benches = new MoveBench(folder);
    Lease lease = used(benches);
    for (int trial = 1; trial < 100; trial++) {
      benches
          .left
          .controller
          .experiments()
          .tell(ask(benches.left, lease, "t" + trial), "a", "steering", trial, "\"µ\"".repeat(400));
    }
    List<String> taken = new ArrayList<>();
    benches.after =
        step -> {
          if (step.equals("right take")) {
            taken.add(step);
            if (taken.size() == 2) {
              throw new Killed();
            }
          }
        };
    assertThrows(Killed.class, () -> benches.move().run());
    assertEquals(2, benches.right.journal.of(Kinds.CULTURE_CARRIED).size());
    benches.right.restart();
    benches.move().run();
    int pages = benches.right.journal.of(Kinds.CULTURE_CARRIED).size();
    assertTrue(pages > 3, pages + " pages");
    assertEquals(pages, taken.size());
    assertEquals(100, benches.right.controller.experiments().of("a").orElseThrow().trials().size());
    assertEquals(Place.HERE, benches.at(benches.right));
  }

  @Test
  void thereAndBackAndThereAgainCountsNothingTwice() throws Exception {
    var benches = new MoveBench(folder);
    used(benches);
    benches.move().run();
    benches.pass(20_000);
    Lease lease = benches.right.lease(Bench.ADA, "culture:a");
    benches
        .right
        .desk()
        .give(
            benches.right.request(Bench.ADA, "give", lease.epoch(), "r1", ""),
            "a",
            "juice",
            Bench.dose(300));
    benches.pass(2_000);
    long given = benches.right.controller.dosing("a").given(benches.time.now()).total();
    benches.back().run();
    assertEquals(given, benches.left.controller.dosing("a").given(benches.time.now()).total());
    assertEquals(Place.HERE, benches.at(benches.left));
    benches.left.restart();
    assertEquals(given, benches.left.controller.dosing("a").given(benches.time.now()).total());
    benches.move().run();
    benches.back().run();
    benches.move().run();
    benches.left.restart();
    benches.right.restart();
    benches.pass(7_000);
    assertEquals(given, benches.right.controller.dosing("a").given(benches.time.now()).total());
    assertEquals(4, MoveBench.history(benches.right, Kinds.DOSE_INTENDED).size());
    assertEquals(
        5,
        benches.right.journal.of(Kinds.CULTURE_HERE).size()
            + benches.left.journal.of(Kinds.CULTURE_HERE).size());
    assertTrue(admits(benches.right, "juice"));
    assertEquals(List.of(), benches.left.alarms());
    assertEquals(List.of(), benches.right.alarms());
  }

  @Test
  void aMoveThatIsOverCannotBeUsedAgain() throws Exception {
    var benches = new MoveBench(folder);
    used(benches);
    benches.move().run();
    var out = benches.left.controller.moves().departures();
    var in = benches.right.controller.moves().arrivals();
    String first = "0000000000000001";
    String seal = benches.left.controller.moves().of("a").gone().orElseThrow().seal();
    String page = page(out, first);
    benches.back().run();
    benches.move().run();
    benches.back().run();
    refused("move.used", () -> out.leave(benches.left.ask(MoveBench.MOVER), "a", first, "right"));
    // Whoever still has what went along the first time, and its seal.
    Request again = benches.right.ask(MoveBench.MOVER);
    refused("move.used", () -> in.take(again, "a", first, "left", 0, page));
    refused("move.used", () -> in.accept(again, "a", first, seal));
    assertEquals(Place.HERE, benches.at(benches.left));
    assertEquals(Place.AWAY, benches.at(benches.right));
    assertTrue(benches.back().run().already());
    assertEquals(Place.HERE, benches.at(benches.left));
  }

  private static void refused(String rule, org.junit.jupiter.api.function.Executable what) {
    assertEquals(rule, assertThrows(Refusal.class, what).rule());
  }

  @Test
  void whatIsNotRightIsRefusedAndChangesNothing() throws Exception {
    var benches = new MoveBench(folder);
    Lease lease = benches.left.lease(Bench.ADA, "culture:a");
    benches.left.give(lease, "d1", 500);
    var out = benches.left.controller.moves().departures();
    var in = benches.right.controller.moves().arrivals();
    String one = "00000000000000a1";
    String two = "00000000000000a2";
    refused("lease.not-yours", () -> out.leave(benches.left.ask(Bench.BEN), "a", one, "right"));
    assertEquals(Place.HERE, benches.at(benches.left));
    for (String bad : List.of("left", "Right", "")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> out.leave(benches.left.ask(Bench.ADA), "a", one, bad));
    }
    out.leave(benches.left.ask(Bench.ADA), "a", one, "right");
    refused("move.under-way", () -> out.leave(benches.left.ask(Bench.ADA), "a", two, "right"));
    refused("move.under-way", () -> out.leave(benches.left.ask(Bench.ADA), "a", one, "third"));
    refused("move.none", () -> out.send(benches.left.ask(Bench.ADA), "a", two, "x"));
    refused("move.receipt", () -> out.send(benches.left.ask(Bench.ADA), "a", one, "x"));
    refused(
        "culture.here",
        () -> in.take(benches.right.ask(Bench.ADA), "c", one, "left", 0, page(out, one)));
    refused("move.none", () -> in.accept(benches.right.ask(Bench.ADA), "a", one, "x"));
    in.take(benches.right.ask(Bench.ADA), "a", one, "left", 0, page(out, one));
    refused(
        "move.hash",
        () -> in.offer(benches.right.ask(Bench.ADA), "a", one, "x", "y", benches.time.now()));
    String parcel = org.wetstack.lab.parcel.Contents.hash(out.pages("a", one));
    for (int seconds : List.of(-6, 6)) {
      refused(
          "move.clocks",
          () ->
              in.offer(
                  benches.right.ask(Bench.ADA),
                  "a",
                  one,
                  parcel,
                  "y",
                  benches.time.now().plusSeconds(seconds)));
    }
    in.offer(benches.right.ask(Bench.ADA), "a", one, parcel, "y", benches.time.now());
    refused("move.seal", () -> in.accept(benches.right.ask(Bench.ADA), "a", one, "x"));
    refused(
        "move.under-way",
        () -> in.take(benches.right.ask(Bench.ADA), "a", two, "third", 0, page(out, one)));
    assertEquals(Place.LEAVING, benches.at(benches.left));
    assertEquals(Place.AWAITED, benches.at(benches.right));
  }

  private static String page(Departures out, String move) {
    return out.pages("a", move).get(0);
  }

  @Test
  void anotherCultureOfTheSameNameDoesNotFit() throws Exception {
    Map<String, String> checks =
        Map.of(
            "batch: b}", "batch is 'b' there and 'z' here",
            "plated: 1999-12-01", "plated is",
            "sites: 102-103, electrodes: tin, awaited", "2 electrodes there and 1");
    int number = 0;
    for (var check : checks.entrySet()) {
      String other =
          check
              .getKey()
              .replace("batch: b", "batch: z")
              .replace("1999-12", "1999-11")
              .replace("102-103", "102");
      var benches =
          new MoveBench(
              folder.resolve("other-" + number++),
              MoveBench.LEFT,
              MoveBench.RIGHT.replace(check.getKey(), other));
      Refusal why = assertThrows(Refusal.class, () -> benches.move().run());
      assertEquals("move.fit", why.rule());
      assertTrue(String.valueOf(why.getMessage()).contains(check.getValue()), why::getMessage);
      assertTrue(benches.move().cancel("it does not fit"));
      assertEquals(Place.HERE, benches.at(benches.left));
    }
  }
}
