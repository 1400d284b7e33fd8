package org.wetstack.lab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.loop.Decision;

/** Whole runs with a pupil that learns exactly as it is rewarded; kills; continuations. */
class TrainingTest {

  private static final Plan PLAN = ExperimentFileTest.plan("");

  @TempDir private Path folder;
  private final List<Pupil> pupils = new ArrayList<>();
  private final List<Boolean> begins = new ArrayList<>();
  private int ticks;

  private Pupil pupil(long seed) {
    var pupil = new Pupil(8, seed);
    pupils.add(pupil);
    return pupil;
  }

  private List<Trained> train(Path at, boolean relives, int diesAt, Arm... arms)
      throws IOException {
    try (Training training = Training.open(PLAN, at)) {
      return training.culture(
          2,
          List.of(arms),
          (seed, arm, begun) -> {
            begins.add(begun);
            Pupil pupil = pupil(seed);
            pupil.diesAt = diesAt;
            return new Training.Place(pupil, relives, Optional.empty(), () -> ++ticks);
          },
          () -> {});
    }
  }

  @Test
  void whatIsRewardedIsLearntAndTheControlsGetWhatTheyShould() throws IOException {
    List<Trained> all = train(folder, true, Integer.MAX_VALUE, Arm.values());
    Trained reward = all.get(0);
    assertEquals(1, reward.rate(3, 4), 1e-12, "after its lessons");
    assertTrue(reward.change() > 0.3, "" + reward.change());
    assertEquals(40, reward.success().length);
    assertEquals(PLAN.course().length(), pupils.get(0).passed, "trials follow at the period");
    Pupil earned = pupils.get(0);
    assertEquals(40, earned.rewards + earned.corrections);
    assertEquals(0, pupils.get(1).rewards, "none");
    assertTrue(pupils.get(1).corrections > 0, "none");
    assertEquals(earned.rewards, pupils.get(2).rewards, "random: as many");
    assertEquals(earned.corrections, pupils.get(2).corrections, "random: as many");
    Pupil swapped = pupils.get(3);
    assertEquals(40, swapped.rewards + swapped.corrections);
    List<TrialLine> lines = lines(folder, Arm.SWAPPED);
    assertTrue(
        lines.stream()
            .skip(PLAN.course().baseline())
            .allMatch(each -> each.given() != each.deserved()),
        "swapped: always the other");
  }

  private static List<TrialLine> lines(Path at, Arm arm) throws IOException {
    return Files.readAllLines(at.resolve("trials-2-" + arm + ".jsonl")).stream()
        .skip(1)
        .map(TrialLine::parse)
        .toList();
  }

  @Test
  void anEmulatedCultureThatWasKilledGoesOnAsIfNothingHadBeen() throws IOException {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    Trained then = train(whole, true, Integer.MAX_VALUE, Arm.REWARD).get(0);
    assertThrows(Pupil.Killed.class, () -> train(killed, true, 17, Arm.REWARD));
    Path journal = killed.resolve("trials-2-reward.jsonl");
    Files.writeString(journal, "{\"trial\":17,\"spik", StandardOpenOption.APPEND);
    assertThrows(Pupil.Killed.class, () -> train(killed, true, 30, Arm.REWARD));
    Trained now = train(killed, true, Integer.MAX_VALUE, Arm.REWARD).get(0);
    assertEquals(
        Files.readString(whole.resolve("trials-2-reward.jsonl")), Files.readString(journal));
    assertEquals(
        Files.readString(whole.resolve("plan.json")),
        Files.readString(killed.resolve("plan.json")));
    assertEquals(then.change(), now.change(), 0);
    assertEquals(pupils.get(0).lived, pupils.get(3).lived, "the same pulses at the same times");
  }

  @Test
  void aRealCultureIsGivenNothingTwice() throws IOException {
    assertThrows(Pupil.Killed.class, () -> train(folder, false, 30, Arm.REWARD));
    Pupil first = pupils.get(0);
    train(folder, false, Integer.MAX_VALUE, Arm.REWARD);
    Pupil second = pupils.get(1);
    assertEquals(List.of(false, true), begins, "whether it is primed");
    assertEquals(30, first.probes);
    assertEquals(16, second.probes, "46 trials in all");
    assertEquals(46, lines(folder, Arm.REWARD).size());
    Trained trained;
    try (Training training = Training.open(PLAN, folder)) {
      trained = training.finished(2, Arm.REWARD).orElseThrow();
    }
    long counted =
        lines(folder, Arm.REWARD).stream().filter(each -> each.given() == Decision.REWARD).count();
    assertEquals(counted, first.rewards + second.rewards);
    assertTrue(trained.total().pulses() >= 45, "both processes: " + trained.total());
  }

  @Test
  void whatIsWholeIsReadAndNotRunAgain() throws IOException {
    Trained then = train(folder, true, Integer.MAX_VALUE, Arm.REWARD).get(0);
    Trained now = train(folder, true, 0, Arm.REWARD).get(0);
    assertEquals(1, pupils.size());
    assertEquals(then.change(), now.change(), 0);
    assertEquals(then.cpuNanos(), now.cpuNanos());
  }

  @Test
  void aFolderKeepsItsPlan() throws IOException {
    Training.open(PLAN, folder).close();
    Plan other = ExperimentFileTest.plan("bar: {effect: 0.2}\n");
    String said = refusal(IllegalArgumentException.class, () -> Training.open(other, folder));
    assertTrue(said.contains("--out"), said);
  }

  @Test
  void aJournalThatTellsAnotherStoryEndsTheRun() throws IOException {
    assertThrows(Pupil.Killed.class, () -> train(folder, true, 17, Arm.REWARD));
    Path journal = folder.resolve("trials-2-reward.jsonl");
    List<String> lines = Files.readAllLines(journal);
    lines.set(4, lines.get(4).replaceFirst("\"spikes\":\\[0", "\"spikes\":[1"));
    Files.write(journal, lines);
    String said =
        refusal(
            IllegalStateException.class, () -> train(folder, true, Integer.MAX_VALUE, Arm.REWARD));
    assertTrue(said.contains("trial 3 of seed 2"), said);
    lines.remove(5);
    Files.write(journal, lines);
    said =
        refusal(
            IllegalArgumentException.class,
            () -> train(folder, true, Integer.MAX_VALUE, Arm.REWARD));
    assertTrue(said.contains(":6 is not the trial"), said);
  }

  @Test
  void twoProcessesDoNotShareAFolder() throws IOException {
    try (Training training = Training.open(PLAN, folder)) {
      assertFalse(training.finished(2, Arm.REWARD).isPresent());
      assertThrows(IllegalArgumentException.class, () -> Training.open(PLAN, folder).close());
    }
  }

  @Test
  void randomNeedsWhatWasEarned() {
    String said =
        refusal(
            IllegalArgumentException.class,
            () -> train(folder, true, Integer.MAX_VALUE, Arm.RANDOM));
    assertTrue(said.contains("'reward' of seed 2"), said);
  }

  @Test
  void theLearnerInSoftwareLearnsWhatIsRewardedAndNothingElse() throws IOException {
    Plan plan = ExperimentFileTest.plan("");
    try (Training training = Training.open(plan, folder)) {
      List<Trained> soft = training.baseline(new Pupil(0, 0).sites(), () -> ++ticks);
      assertEquals(4 * plan.seeds(), soft.size());
      Summary summary = Summary.of(plan, List.of(), soft);
      assertFalse(summary.teaches(), "there is no culture");
      Summary.Row reward = summary.arms().get(0);
      Summary.Row random = summary.arms().get(2);
      Summary.Row swapped = summary.arms().get(3);
      assertTrue(reward.change().mean() > 0.2, "" + reward);
      assertTrue(reward.change().mean() > random.change().mean() + 0.2, "" + random);
      assertTrue(swapped.change().mean() < 0, "" + swapped);
      String page = TrainReport.page(plan, summary, List.of(), soft).html();
      assertTrue(page.contains("<svg") && page.contains(plan.digest()), "report");
      assertFalse(page.contains("NaN"), "report");
    }
  }

  private static String refusal(Class<? extends Exception> kind, Executable act) {
    return String.valueOf(assertThrows(kind, act).getMessage());
  }
}
