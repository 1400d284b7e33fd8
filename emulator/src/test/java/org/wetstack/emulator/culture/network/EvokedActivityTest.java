package org.wetstack.emulator.culture.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What organoids answer to pulses. */
class EvokedActivityTest {

  private static final long SEED = 1_001;
  private static final int REST_MILLIS = 3_000;

  /** A direct answer: who, and how long after the pulse began. */
  private record Answer(int neuron, int micros) {}

  @Test
  void directAnswersComeAfterTwoToEightMillisecondsEachCellAtItsTime() {
    var organoid = Site.organoid(SEED);
    List<List<Integer>> latencies = new ArrayList<>();
    for (int n = 0; n < organoid.neurons(); n++) {
      latencies.add(new ArrayList<>());
    }
    for (int i = 0; i < 60; i++) {
      for (Answer answer : answers(organoid, 2_000, Milieu.USUAL)) {
        latencies.get(answer.neuron()).add(answer.micros());
      }
    }
    double squares = 0;
    int cells = 0;
    for (List<Integer> own : latencies) {
      if (own.size() >= 20) {
        double[] micros = own.stream().mapToDouble(m -> m).toArray();
        double mean = TrainingTable.mean(micros);
        assertTrue(mean > 1_900 && mean < 7_100, mean + " µs");
        double square = 0;
        for (double m : micros) {
          square += (m - mean) * (m - mean) / (micros.length - 1);
        }
        squares += square;
        cells++;
      }
    }
    assertTrue(cells >= 5, cells + " cells answer reliably");
    assertEquals(160, Math.sqrt(squares / cells), 25, "µs of jitter");
  }

  @Test
  void moreChargeMakesMoreCellsAnswerAndAgeTakesMoreCharge() {
    double weak = count(50, Milieu.USUAL);
    double usual = count(500, Milieu.USUAL);
    double strong = count(5_000, Milieu.USUAL);
    assertTrue(weak < usual / 3 && usual < strong * 0.8, weak + ", " + usual + ", " + strong);
    double old = count(5_000, new Milieu(0, 1, 10, 1));
    assertEquals(usual, old, usual * 0.25, "ten times the threshold, ten times the charge");
    assertEquals(0, count(5_000, new Milieu(0, 0, 1, 1)), "the dead do not answer");
  }

  @Test
  void anAnodicPhaseCountsHalf() {
    var cathodic = Site.organoid(SEED);
    var anodic = Site.organoid(SEED);
    cathodic.stimulate(0, -1_000, 200, 100);
    anodic.stimulate(0, 2_000, 200, 100);
    assertEquals(collect(cathodic, Milieu.USUAL), collect(anodic, Milieu.USUAL));
  }

  @Test
  void cellsNearTheElectrodeAnswerMoreOften() {
    var organoid = Site.organoid(SEED);
    double near = 0;
    double far = 0;
    for (int i = 0; i < 20; i++) {
      for (Answer answer : answers(organoid, 1_000, Milieu.USUAL)) {
        double distance = Site.distance(organoid, answer.neuron(), 0);
        near += distance < 100 ? 1 : 0;
        far += distance > 300 ? 1 : 0;
      }
    }
    assertTrue(near > 5 * far && near > 100, near + " near, " + far + " far");
  }

  @Test
  void answersTireAndReturnWithinSeconds() {
    double first = 0;
    double tired = 0;
    double rested = 0;
    for (long seed = SEED; seed < SEED + 6; seed++) {
      var organoid = Site.organoid(seed);
      first += answers(organoid, 2_000, Milieu.USUAL).size();
      for (int i = 0; i < 30; i++) {
        pulseAndCollect(organoid, 2_000, Milieu.USUAL, 50);
      }
      tired += answers(organoid, 2_000, Milieu.USUAL).size();
      pass(organoid, 20_000);
      rested += answers(organoid, 2_000, Milieu.USUAL).size();
    }
    assertTrue(tired < first / 2, first + " at first, " + tired + " after a train");
    assertEquals(first, rested, first * 0.2);
  }

  @Test
  void nonsenseIsRefused() {
    var organoid = Site.organoid(SEED);
    refused(() -> organoid.stimulate(8, -1, 1, 0));
    refused(() -> organoid.stimulate(-1, -1, 1, 0));
    refused(() -> organoid.stimulate(0, -1, 1, 1_000));
    refused(() -> organoid.stimulate(0, Double.NaN, 1, 0));
    refused(() -> organoid.stimulate(0, -1, -1, 0));
    refused(() -> new Milieu(-1, 1, 1, 1));
    refused(() -> new Milieu(0, 1.1, 1, 1));
    refused(() -> new Milieu(0, 1, 0, 1));
    refused(() -> new Milieu(0, 1, 1, Double.NaN));
    refused(() -> new Organoid(1, NetworkProfile.usual(), List.of()));
  }

  private static void refused(Runnable nonsense) {
    assertThrows(IllegalArgumentException.class, nonsense::run);
  }

  /** Answers to one pulse, on the average of many with rests between them. */
  private static double count(int nanoamps, Milieu milieu) {
    var organoid = Site.organoid(SEED);
    int count = 0;
    for (int i = 0; i < 15; i++) {
      count += answers(organoid, nanoamps, milieu).size();
    }
    return count / 15.0;
  }

  private static List<Answer> answers(Organoid organoid, int nanoamps, Milieu milieu) {
    List<Answer> answers = pulseAndCollect(organoid, nanoamps, milieu, 20);
    pass(organoid, REST_MILLIS);
    return answers;
  }

  private static List<Answer> pulseAndCollect(
      Organoid organoid, int nanoamps, Milieu milieu, int millis) {
    Site.pulse(organoid, 0, nanoamps, 200);
    return collect(organoid, milieu, millis);
  }

  private static List<Answer> collect(Organoid organoid, Milieu milieu) {
    return collect(organoid, milieu, 20);
  }

  private static List<Answer> collect(Organoid organoid, Milieu milieu, int millis) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < millis; i++) {
      int begin = i * 1_000 - 100;
      organoid.step(
          milieu,
          (neuron, micros, evoked) -> {
            if (evoked) {
              answers.add(new Answer(neuron, begin + micros));
            }
          });
    }
    return answers;
  }

  private static void pass(Organoid organoid, int millis) {
    for (int i = 0; i < millis; i++) {
      organoid.step(Milieu.USUAL, (neuron, micros, evoked) -> {});
    }
  }
}
