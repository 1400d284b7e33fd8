package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.app.Wetstack;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.FileJournal;
import org.wetstack.lab.parcel.Contents;
import org.wetstack.tests.MovedRigs.Side;
import tools.jackson.databind.JsonNode;

/**
 * A culture goes to and fro between two controllers in the middle of an experiment, while either of
 * them, or the command that moves it, is killed at any time. {@code -Dwetstack.kills=200} for more
 * of that, {@code -Dwetstack.seed} for others.
 */
class CultureMoveKillsTest {

  private static final int KILLS = Integer.getInteger("wetstack.kills", 5);
  private static final long SEED = Long.getLong("wetstack.seed", 1);

  @TempDir private Path folder;

  private final Random dice = new Random(SEED);
  private final List<String> wrong = new ArrayList<>();

  /** What was killed, and where both said that the culture was. */
  private final Map<String, Integer> kills = new TreeMap<>();

  private long usualMillis = 300;

  @Test
  void oneHasItAfterEachKillAndNothingIsLost() throws Exception {
    try (var rigs = new MovedRigs(folder)) {
      assertTrue(rigs.becomeReady(), "not ready");
      var trainer = new MoveTrainer(rigs);
      var work = new Thread(trainer, "trainer");
      work.start();
      Side side = Side.LEFT;
      for (int i = 0; i < KILLS && wrong.isEmpty(); i++) {
        TimeUnit.MILLISECONDS.sleep(dice.nextInt(500));
        kill(rigs, side);
        finish(rigs, side);
        side = side.other();
        String here = rigs.known(side);
        String there = rigs.known(side.other());
        if (!here.equals("HERE") || !there.equals("AWAY")) {
          wrong.add("OWNERS after kill " + i + ": " + side + " " + here + ", other " + there);
        }
      }
      TimeUnit.MILLISECONDS.sleep(1_500);
      trainer.end();
      work.join(Duration.ofSeconds(60).toMillis());
      assertTrue(!work.isAlive(), "the program does not end");
      awaitEnd(rigs, trainer.lastDose());
      long given = given(rigs, side);
      wrong.addAll(trainer.wrong);
      List<String> codes = alarms(rigs);
      assertTrue(rigs.end(), "they do not end");
      check(rigs, side, trainer, given);
      System.out.printf(
          "seed %d: %d kills %s, %d trials, %d acknowledged effects, alarms %s, answers %s%n",
          SEED, KILLS, kills, trainer.told.size(), trainer.done.size(), codes, trainer.counts);
      assertEquals(List.of(), wrong, () -> "seed " + SEED + ", -Dwetstack.kills=" + KILLS);
      assertTrue(trainer.told.size() > KILLS, "it was hardly used");
    }
  }

  /** Moves the culture away from {@code from}, and kills somebody meanwhile. */
  private void kill(MovedRigs rigs, Side from) throws Exception {
    int victim = dice.nextInt(3);
    if (victim == 2) {
      Process command = rigs.mover(from);
      // Starting takes most of it; the steps come at the end.
      boolean over = command.waitFor(dice.nextLong(500, 4_000), TimeUnit.MILLISECONDS);
      command.destroyForcibly().waitFor();
      note("command" + (over ? " (had ended)" : ""), rigs);
      return;
    }
    Side side = victim == 0 ? from : from.other();
    var mover = new Thread(() -> run(rigs, from), "mover");
    mover.start();
    TimeUnit.MILLISECONDS.sleep(dice.nextLong(2 * usualMillis));
    rigs.kill(side);
    mover.join(Duration.ofSeconds(100).toMillis());
    rigs.start(side);
    assertTrue(rigs.becomeReady(), () -> "seed " + SEED + ": " + side + " does not come back");
    note(side == from ? "where it was" : "where it goes", rigs);
  }

  private void note(String victim, MovedRigs rigs) throws InterruptedException {
    String left = rigs.known(Side.LEFT);
    String right = rigs.known(Side.RIGHT);
    if (left.startsWith("HERE") && right.startsWith("HERE")) {
      wrong.add("BOTH have it: " + left + ", " + right);
    }
    Set<String> both = new java.util.TreeSet<>(List.of(left, right));
    kills.merge(victim + " " + both, 1, Integer::sum);
  }

  private String run(MovedRigs rigs, Side from) {
    var out = new StringWriter();
    int code =
        Wetstack.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(rigs.move(from));
    return code == 0 ? "" : out.toString();
  }

  /** The same command again, until it has done it. */
  private void finish(MovedRigs rigs, Side from) throws InterruptedException {
    Instant until = Instant.now().plusSeconds(60);
    while (true) {
      long begun = System.nanoTime();
      String failure = run(rigs, from);
      if (failure.isEmpty()) {
        long took = (System.nanoTime() - begun) / 1_000_000;
        usualMillis = Math.max(100, Math.min(2_000, took));
        return;
      }
      if (Instant.now().isAfter(until)) {
        wrong.add("seed " + SEED + ": it cannot be finished: " + failure);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** While a dose runs it counts whole, and less once it is over, if it is cut short. */
  private static void awaitEnd(MovedRigs rigs, String dose) throws InterruptedException {
    Instant until = Instant.now().plusSeconds(30);
    for (Side side : Side.values()) {
      while (Set.of("INTENDED", "BEGUN")
          .contains(rigs.know(side, "/v1/doses/" + dose).path("progress").asString(""))) {
        assertTrue(Instant.now().isBefore(until), () -> "dose " + dose + " does not end");
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static long given(MovedRigs rigs, Side side) throws InterruptedException {
    JsonNode culture = rigs.know(side, "/v1/rig").path("cultures").path(0);
    return Long.parseLong(culture.path("givenNanoliters").asString("0"));
  }

  private List<String> alarms(MovedRigs rigs) throws InterruptedException {
    Set<String> codes = new java.util.TreeSet<>();
    for (Side side : Side.values()) {
      for (JsonNode alarm : rigs.know(side, "/v1/alarms").path("alarms")) {
        codes.add(alarm.path("code").asString(""));
        if (alarm.path("code").asString("").equals("accountant")) {
          wrong.add("ACCOUNTANT at " + side + ": " + alarm.path("detail").asString(""));
        }
      }
    }
    return List.copyOf(codes);
  }

  private void check(MovedRigs rigs, Side owner, MoveTrainer trainer, long given) throws Exception {
    for (Side side : Side.values()) {
      var out = new StringWriter();
      int code =
          Wetstack.commandLine()
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(out))
              .execute("audit", "verify", rigs.data(side).resolve("journal").toString());
      if (code != 0) {
        wrong.add("audit verify at " + side + ": " + out);
      }
    }
    List<Entry> history = history(rigs, owner);
    Map<String, String> intended = new HashMap<>();
    Map<String, Long> most = new HashMap<>();
    List<String> trials = new ArrayList<>();
    for (Entry entry : history) {
      String operation = entry.facts().getOrDefault("operation", "");
      switch (entry.what()) {
        case "dose.intended", "train.intended" -> {
          if (intended.put(entry.fact("key"), operation) != null) {
            wrong.add("TWICE: " + entry);
          }
          if (entry.what().startsWith("dose")) {
            most.put(operation, entry.whole("nanoliters"));
          }
        }
        case "dose.ended" -> most.put(operation, entry.whole("atMost"));
        case "dose.not-done" -> most.put(operation, 0L);
        case "trial.told" -> trials.add(entry.fact("line"));
        default -> {}
      }
    }
    trainer.done.forEach(
        (key, operation) -> {
          if (!operation.equals(intended.get(key))) {
            wrong.add("LOST: " + key + " was " + operation + ", is " + intended.get(key));
          }
        });
    List<String> told = List.copyOf(trainer.told);
    if (trials.size() < told.size() || !trials.subList(0, told.size()).equals(told)) {
      wrong.add("LOST: trials " + trials + " of " + told);
    }
    long sum = most.values().stream().mapToLong(Long::longValue).sum();
    if (sum != given) {
      wrong.add("LIMITS: " + given + " nL count, and the history has " + sum);
    }
    truth(rigs, new HashSet<>(intended.values()), most);
  }

  /** What really left the boards. */
  private void truth(MovedRigs rigs, Set<String> intended, Map<String, Long> most)
      throws Exception {
    var truth = new KillsTruth(rigs.memory(), MovedRigs.BOARDS);
    truth.effects.forEach(
        (operation, effect) -> {
          if (!intended.contains(operation)) {
            wrong.add("DONE and not in the history: " + operation);
          }
          boolean twice = effect.dose ? effect.begun != 1 : effect.amount() != 1;
          if (twice) {
            wrong.add("DONE " + effect.begun + " times, " + effect.amount() + ": " + operation);
          }
          if (effect.dose && effect.amount() > most.getOrDefault(operation, 0L)) {
            wrong.add("MORE than counts: " + effect.amount() + " nL of " + operation);
          }
        });
    assertTrue(!truth.effects.isEmpty(), "nothing left the boards");
  }

  private static List<Entry> history(MovedRigs rigs, Side owner) {
    var time = SystemTimebase.shared();
    try (FileJournal journal =
        FileJournal.open(rigs.data(owner).resolve("journal"), time::now, time)) {
      var contents = new Contents("dish", "mea", "");
      journal.read(contents);
      return contents.entries();
    }
  }
}
