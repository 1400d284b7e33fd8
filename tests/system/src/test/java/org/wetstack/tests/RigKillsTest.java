package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Controller, broker and emulator are killed at any time, and started again, while a program works
 * with the rig. {@code -Dwetstack.kills=300} for more of them, {@code -Dwetstack.seed} for others.
 */
class RigKillsTest {

  private static final int KILLS = Integer.getInteger("wetstack.kills", 5);
  private static final long SEED = Long.getLong("wetstack.seed", 1);
  private static final Duration READY = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void nothingAcknowledgedIsLostNothingIsDoneTwiceAndOutputsStop() throws Throwable {
    try (var rig = new KilledRig(folder)) {
      assertTrue(rig.becomesReady(READY), () -> "not ready: " + logs(rig));
      var client = new KillsClient(rig.url(), rig.data().resolve("first-token"), SEED);
      var work = new Thread(client, "client");
      work.start();
      Map<KilledRig.Part, Integer> kills = kills(rig);
      assertTrue(rig.becomesReady(READY), () -> "seed " + SEED + ", not ready: " + logs(rig));
      // What was under way has to find its end.
      TimeUnit.SECONDS.sleep(1);
      client.end();
      work.join(READY.toMillis());
      assertTrue(!work.isAlive(), () -> "seed " + SEED + ": no answer; " + logs(rig));
      TimeUnit.SECONDS.sleep(3);
      assertTrue(rig.ends(READY), () -> "seed " + SEED + ": it does not end; " + logs(rig));
      keptUnless(() -> check(rig, client, kills));
    }
  }

  private static void check(KilledRig rig, KillsClient client, Map<KilledRig.Part, Integer> kills)
      throws IOException {
    var checker = new KillsChecker(rig, client);
    List<String> wrong = checker.check();
    System.out.printf(
        "seed %d: %d kills %s, %d entries, %d effects, ran at a kill and went on for ms %s, answers %s%n",
        SEED,
        KILLS,
        kills,
        checker.journal.size(),
        checker.truth.effects.size(),
        checker.tails,
        client.counts);
    assertEquals(List.of(), wrong, () -> "seed " + SEED + ", with -Dwetstack.kills=" + KILLS);
    assertTrue(checker.truth.effects.size() > KILLS / 2, "it was hardly used");
  }

  /** Keeps all files for whoever has to find out, unless {@code checks} comes to its end. */
  private void keptUnless(Executable checks) throws Throwable {
    try {
      checks.execute();
    } catch (Throwable e) {
      keep();
      throw e;
    }
  }

  private void keep() throws Exception {
    Path kept = Path.of("target", "kills-" + SEED);
    Files.createDirectories(kept);
    new ProcessBuilder("cp", "-rT", folder.toString(), kept.toString()).start().waitFor();
    System.out.println("kept in " + kept.toAbsolutePath());
  }

  /** How often each was killed. */
  private static Map<KilledRig.Part, Integer> kills(KilledRig rig) throws Exception {
    Map<KilledRig.Part, Integer> counts = new EnumMap<>(KilledRig.Part.class);
    var dice = new Random(SEED);
    for (int i = 0; i < KILLS; i++) {
      TimeUnit.MILLISECONDS.sleep(dice.nextInt(2_000));
      List<KilledRig.Part> parts = new ArrayList<>(List.of(part(dice)));
      if (dice.nextInt(6) == 0 && !parts.contains(KilledRig.Part.DAEMON)) {
        parts.add(KilledRig.Part.DAEMON);
      }
      List<Instant> killed = new ArrayList<>();
      for (KilledRig.Part part : parts) {
        rig.kill(part);
        counts.merge(part, 1, Integer::sum);
        killed.add(Instant.now());
      }
      TimeUnit.MILLISECONDS.sleep(dice.nextInt(4) == 0 ? 4_000 : dice.nextInt(1_000));
      for (int each = 0; each < parts.size(); each++) {
        rig.startAgain(parts.get(each), killed.get(each));
      }
      // Sometimes the next is killed while this one still starts.
      if (dice.nextInt(4) > 0) {
        assertTrue(
            rig.becomesReady(READY),
            "seed " + SEED + ", not ready after kill " + i + " of " + parts + ": " + logs(rig));
      }
    }
    return counts;
  }

  private static KilledRig.Part part(Random dice) {
    return switch (dice.nextInt(6)) {
      case 0 -> KilledRig.Part.BROKER;
      case 1, 2 -> KilledRig.Part.EMULATOR;
      default -> KilledRig.Part.DAEMON;
    };
  }

  private static String logs(KilledRig rig) {
    var all = new StringBuilder();
    for (KilledRig.Part part : KilledRig.Part.values()) {
      try {
        String text = Files.readString(rig.log(part));
        all.append(part).append(": ").append(text.substring(Math.max(0, text.length() - 1_500)));
      } catch (IOException e) {
        all.append(part).append(": ").append(e);
      }
    }
    return all.toString();
  }
}
