package org.wetstack.lab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.wetstack.lab.loop.Decision;

/** What ships: what they ask, what they make of answers, and what they want done. */
class ExperimentsTest {

  private static Experiment begin(String name, long seed, Map<String, Double> set) {
    ExperimentProvider provider = Experiments.named(name);
    Map<String, Double> all = new HashMap<>();
    provider.parameters().forEach(each -> all.put(each.name(), each.usual()));
    all.putAll(set);
    return provider.begin(new Setting(seed, new Pupil(0, 0).sites(), all));
  }

  private static double score(Experiment experiment, int... spikes) {
    assertTrue(experiment.encode().size() > 0);
    return experiment.decode(spikes).score();
  }

  @Test
  void theCentreIsTheMeanPositionOfTheSpikes() {
    Experiment even =
        begin("centre-of-activity", 2, Map.of("deaf-within", 10.0, "target-x", 400.0));
    // Three spikes at (400, 0) and one at (400, 400): 100 µm from (400, 0).
    assertEquals(-100, score(even, 9, 0, 3, 0, 0, 0, 1, 0), 1e-9);
    assertEquals(Decision.CORRECT, even.decide(new Outcome(-100, "")), "nothing to compare with");
    assertEquals(0, score(even, 9, 0, 3, 0, 0, 0, 0, 0), 1e-9);
    assertEquals(Decision.REWARD, even.decide(new Outcome(0, "")), "nearer than before");
    assertTrue(Double.isNaN(score(even, 9, 0, 0, 0, 0, 0, 0, 0)), "the stimulated one is deaf");
    assertEquals(Decision.CORRECT, even.decide(new Outcome(Double.NaN, "")));
    Experiment odd = begin("centre-of-activity", 3, Map.of("deaf-within", 10.0, "other-x", 400.0));
    assertEquals(-400, score(odd, 0, 0, 5, 0, 0, 0, 0, 0), 1e-9, "the other target");
  }

  @Test
  void inPongThePaddleFollowsActivityAndTheBallIsInTheQuestion() {
    Experiment game = begin("pong", 5, Map.of("paddle", 1.0));
    int[] asked = new int[2];
    for (int i = 0; i < 40; i++) {
      int lane = game.encode().get(0);
      asked[lane]++;
      // Electrodes 2 and 3 are down, 4 to 7 up: 0.5 spikes each, and 0.75, so the paddle is at 0.6.
      double all = game.decode(new int[] {0, 0, 1, 0, 3, 0, 0, 0}).score();
      assertEquals(lane == 1 ? 0.1 : -0.1, all, 1e-9);
      assertEquals(
          lane == 1 ? Decision.REWARD : Decision.CORRECT, game.decide(new Outcome(all, "")));
    }
    assertTrue(asked[0] > 8 && asked[1] > 8, "both lanes");
    assertTrue(Double.isNaN(game.decode(new int[8]).score()));
  }

  @Test
  void theTemplateWantsMoreSpikesThanLately() {
    Experiment template = begin("template", 1, Map.of("stimulated", 3.0));
    assertEquals(List.of(3, 3, 3, 3, 3), template.encode());
    assertEquals(2, template.decode(new int[] {1, 1, 0, 0, 0, 0, 0, 0}).score(), 0);
    assertEquals(Decision.CORRECT, template.decide(new Outcome(2, "")));
    assertEquals(3, template.decode(new int[] {1, 1, 1, 0, 0, 0, 0, 0}).score(), 0);
    assertEquals(Decision.REWARD, template.decide(new Outcome(3, "")));
  }

  @Test
  void whatTheArrayDoesNotHaveIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> begin("template", 1, Map.of("stimulated", 8.0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> begin("centre-of-activity", 1, Map.of("deaf-within", 5_000.0)));
    assertThrows(IllegalArgumentException.class, () -> begin("pong", 1, Map.of("lanes", 7.0)));
    String said = refusal(IllegalArgumentException.class, () -> Experiments.named("chess"));
    assertTrue(said.contains("[centre-of-activity, pong, template]"), said);
  }

  @Test
  void intervalsAreThoseOfTheBootstrapAndTheSameEveryTime() {
    double[] values = new double[20];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    Interval interval = Interval.ofMean(values);
    // Mean 10.5, its standard error with n: sqrt((400 - 1) / 12 / 20) = 1.289.
    assertEquals(10.5 - 1.96 * 1.289, interval.low(), 0.15);
    assertEquals(10.5 + 1.96 * 1.289, interval.high(), 0.15);
    assertEquals(interval, Interval.ofMean(values));
    Interval effect = Interval.ofEffect(values);
    assertTrue(effect.low() > 1 && effect.low() < PairedTest.of(values).effect(), "" + effect);
    assertTrue(effect.high() > PairedTest.of(values).effect(), "" + effect);
    assertTrue(Double.isNaN(Interval.ofMean(new double[] {1}).low()), "one tells nothing");
  }

  private static String refusal(Class<? extends Exception> kind, Executable act) {
    return String.valueOf(assertThrows(kind, act).getMessage());
  }
}
