package org.wetstack.emulator.tissue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What pulses evoke, and what dopamine changes, told from the truth about the spikes. */
class StimulatedTest {

  private static final int CHANNELS = 16;

  @Test
  void answersComeAfterTheLatencyAndGrowMoreLikelyWithCharge() {
    double weak = answersPerUnit(30);
    double middle = answersPerUnit(500);
    double strong = answersPerUnit(3_000);
    assertTrue(weak < 0.05, weak + " at 6 pC");
    assertTrue(middle > 0.3 && middle < 0.7, middle + " at 100 pC");
    assertTrue(strong > 0.9, strong + " at 600 pC");
  }

  /** Share of rested units that answer one pulse of 200 µs a phase on all electrodes. */
  private static double answersPerUnit(int nanoamps) {
    int units = 0;
    int answers = 0;
    for (int seed = 0; seed < 30; seed++) {
      var observed = new Observed(seed, CHANNELS);
      observed.pass(100);
      observed.culture.pulse(150, Observed.all(CHANNELS), Observed.biphasic(nanoamps, 200), 0);
      observed.pass(900);
      for (Observed.Spike spike : observed.spikes) {
        if (spike.evoked()) {
          answers++;
          long latency = spike.trough() - 150;
          assertTrue(
              latency >= Observed.micros(2_100) - 1 && latency <= Observed.micros(7_400),
              "latency of " + latency + " samples, seed " + seed);
        }
      }
      for (int c = 0; c < CHANNELS; c++) {
        units += observed.culture.ratesMillihertz(c).size();
      }
    }
    return (double) answers / units;
  }

  @Test
  void anAnodicFirstPhaseAloneEvokesLess() {
    assertTrue(monophasic(-500) > 2 * monophasic(500));
  }

  private static int monophasic(int nanoamps) {
    int answers = 0;
    for (int seed = 0; seed < 30; seed++) {
      var observed = new Observed(seed, CHANNELS);
      observed.culture.pulse(
          150, Observed.all(CHANNELS), new int[] {nanoamps, nanoamps, nanoamps, nanoamps}, 0);
      observed.pass(900);
      answers += evoked(observed.spikes);
    }
    return answers;
  }

  @Test
  void fartherUnitsAnswerLaterAndLessOften() {
    int[] answers = new int[CHANNELS];
    long[] earliest = new long[CHANNELS];
    long[] latest = new long[CHANNELS];
    int[] units = new int[CHANNELS];
    for (int seed = 0; seed < 300; seed++) {
      var observed = new Observed(seed, CHANNELS);
      observed.culture.pulse(0, new int[] {0}, Observed.biphasic(2_000, 200), 0);
      observed.pass(700);
      for (int c = 0; c < CHANNELS; c++) {
        units[c] += observed.culture.ratesMillihertz(c).size();
      }
      for (Observed.Spike spike : observed.spikes) {
        if (spike.evoked()) {
          int c = spike.channel();
          earliest[c] = answers[c] == 0 ? spike.trough() : Math.min(earliest[c], spike.trough());
          latest[c] = Math.max(latest[c], spike.trough());
          answers[c]++;
        }
      }
    }
    for (int c = 0; c < 5; c++) {
      assertTrue(answers[c] > 5, answers[c] + " answers on channel " + c);
      assertTrue(earliest[c] >= Observed.micros(2_100 + 1_600 * c) - 1, "too early on " + c);
      assertTrue(latest[c] <= Observed.micros(7_400 + 1_600 * c), "too late on " + c);
    }
    double near = (double) answers[0] / units[0];
    double far = (double) answers[4] / units[4];
    assertTrue(near > 0.85 && far < 0.6, "near " + near + ", far " + far);
    assertEquals(0, answers[CHANNELS - 1], "answers from 3 mm away");
  }

  @Test
  void unitsTireWhenAskedOftenAndRecoverWhenLeftAlone() {
    int fresh = 0;
    int tired = 0;
    int rested = 0;
    for (int seed = 0; seed < 8; seed++) {
      var observed = new Observed(seed, 8);
      for (int i = 0; i < 60; i++) {
        int answers = ask(observed, 1_500);
        fresh += i < 3 ? answers : 0;
        tired += i >= 57 ? answers : 0;
      }
      observed.pass(30L * Observed.RATE);
      for (int i = 0; i < 3; i++) {
        rested += ask(observed, 1_500);
      }
    }
    assertTrue(tired < 0.5 * fresh, tired + " tired answers to " + fresh + " fresh ones");
    assertTrue(rested > 0.75 * fresh, rested + " rested answers to " + fresh + " fresh ones");
  }

  /** Answers to one strong pulse on all electrodes, {@code samples} before the next. */
  private static int ask(Observed observed, int samples) {
    int before = evoked(observed.spikes);
    observed.culture.pulse(
        observed.now, Observed.all(observed.channels), Observed.biphasic(5_000, 200), 0);
    observed.pass(samples);
    return evoked(observed.spikes) - before;
  }

  private static int evoked(List<Observed.Spike> spikes) {
    return (int) spikes.stream().filter(Observed.Spike::evoked).count();
  }

  @Test
  void dopamineRaisesTheRateByHalfAtMostAndWearsOff() {
    int plain = 0;
    int dosed = 0;
    int later = 0;
    int plainLater = 0;
    for (int seed = 0; seed < 3; seed++) {
      var control = new Observed(seed, 32);
      var subject = new Observed(seed, 32);
      subject.culture.dose(20_000);
      plain += spikesIn(control, 20);
      dosed += spikesIn(subject, 20);
      control.pass(280L * Observed.RATE);
      subject.pass(280L * Observed.RATE);
      plainLater += spikesIn(control, 20);
      later += spikesIn(subject, 20);
    }
    assertEquals(1.5, (double) dosed / plain, 0.12, dosed + " to " + plain + " spikes");
    assertEquals(1, (double) later / plainLater, 0.1, later + " to " + plainLater + " spikes");
  }

  private static int spikesIn(Observed observed, int seconds) {
    int before = observed.spikes.size();
    observed.pass((long) seconds * Observed.RATE);
    return observed.spikes.size() - before;
  }

  @Test
  void aSmallDoseDoesLessThanALargeOneAndTheyAddUp() {
    var once = new Dopamine();
    assertEquals(256, once.rateGain());
    once.add(500);
    assertEquals(256 + 64, once.rateGain());
    assertEquals(256 + 32, once.answerGain());
    var twice = new Dopamine();
    twice.add(250);
    twice.add(250);
    assertEquals(once.rateGain(), twice.rateGain());
    for (int i = 0; i < 30_000; i++) {
      once.decay();
    }
    // 500 nl / e = 184 nl left after one time constant.
    assertEquals(256 + 128 * 184 / 684, once.rateGain(), 1);
    for (int i = 0; i < 3_000_000; i++) {
      once.decay();
    }
    assertEquals(256, once.rateGain());
    for (int i = 0; i < 10; i++) {
      twice.add(Long.MAX_VALUE);
    }
    assertEquals(256 + 127, twice.rateGain());
  }
}
