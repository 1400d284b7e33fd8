package org.wetstack.emulator.tissue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the culture does when it is left alone, against the figures of published recordings. */
class SpontaneousTest {

  private static final double MICROVOLTS = Observed.NANOVOLTS / 1_000.0;

  @Test
  void noiseIsFiveToSevenMicrovoltsWhiteAndApartOnEachChannel() {
    var observed = new Observed(3, 32);
    int samples = 60_000;
    short[] counts = observed.sense(samples);
    int silent = 0;
    for (int c = 0; c < 32; c++) {
      if (!observed.culture.ratesMillihertz(c).isEmpty()) {
        continue;
      }
      silent++;
      double square = 0;
      double successive = 0;
      double neighbour = 0;
      double sum = 0;
      for (int i = 1; i < samples; i++) {
        double x = counts[i * 32 + c];
        sum += x;
        square += x * x;
        successive += x * counts[(i - 1) * 32 + c];
        neighbour += x * counts[i * 32 + (c ^ 1)];
      }
      double rms = Math.sqrt(square / samples) * MICROVOLTS;
      assertTrue(rms > 4.9 && rms < 7.1, "channel " + c + ": " + rms + " µV rms");
      assertEquals(0, sum / samples * MICROVOLTS, 0.2);
      assertEquals(0, successive / square, 0.025);
      assertEquals(0, neighbour / square, 0.05);
    }
    assertTrue(silent >= 3, silent + " silent channels");
  }

  @Test
  void noiseHasTheTailsOfAGaussian() {
    var noise = new Noise(1, new int[] {6_000, 6_000, 6_000}, Observed.NANOVOLTS);
    double sigma = 6 / MICROVOLTS;
    int[] frame = new int[3];
    int[] beyond = new int[6];
    int samples = 1_000_000;
    for (int i = 0; i < samples; i++) {
      noise.at(i, frame);
      for (int value : frame) {
        for (int s = 1; s < 6; s++) {
          beyond[s] += Math.abs(value) > s * sigma ? 1 : 0;
        }
      }
    }
    // Of a true Gaussian 0.0027 are beyond 3 sigma; a sum of dice has thinner tails.
    double[] share = {1, 0.3173, 0.0455, 0.0023};
    for (int s = 1; s <= 3; s++) {
      assertEquals(share[s], beyond[s] / 3.0 / samples, share[s] * 0.1, s + " sigma");
    }
    assertTrue(beyond[4] > 50 && beyond[4] < 400, beyond[4] + " of 3 million beyond 4 sigma");
    assertTrue(beyond[5] < 20, beyond[5] + " of 3 million beyond 5 sigma");
  }

  @Test
  void noiseDoesNotOverflowInTheFinestAmplifier() {
    var noise = new Noise(1, new int[] {7_000}, 1);
    int[] frame = new int[1];
    double square = 0;
    for (int i = 0; i < 100_000; i++) {
      noise.at(i, frame);
      square += (double) frame[0] * frame[0];
    }
    assertEquals(7_000, Math.sqrt(square / 100_000), 100);
  }

  @Test
  void aDishFiresSomeSeventyTimesASecondFromTwoThirdsOfItsElectrodes() {
    int spikes = 0;
    int active = 0;
    int dishes = 12;
    for (int seed = 0; seed < dishes; seed++) {
      var observed = new Observed(seed, 32);
      observed.pass(5 * Observed.RATE);
      spikes += observed.spikes.size();
      for (int c = 0; c < 32; c++) {
        active += observed.culture.ratesMillihertz(c).isEmpty() ? 0 : 1;
      }
    }
    double rate = spikes / 5.0 / dishes;
    assertTrue(rate > 50 && rate < 110, rate + " Hz");
    assertEquals(0.7, active / 32.0 / dishes, 0.07);
  }

  @Test
  void everyUnitFiresAtItsRateWithExponentialIntervalsAndARefractoryTime() {
    var observed = new Observed(11, 16);
    int seconds = 120;
    observed.pass((long) seconds * Observed.RATE);
    Map<Integer, Long> last = new HashMap<>();
    Map<Integer, double[]> sums = new HashMap<>();
    for (Observed.Spike spike : observed.spikes) {
      int unit = spike.channel() * 10 + spike.neuron();
      Long before = last.put(unit, spike.trough());
      if (before != null) {
        double interval = (spike.trough() - before) / (double) Observed.RATE;
        assertTrue(interval >= 0.00195, "unit " + unit + " rested for " + interval + " s");
        double[] sum = sums.computeIfAbsent(unit, none -> new double[3]);
        sum[0]++;
        sum[1] += interval;
        sum[2] += interval * interval;
      }
    }
    int judged = 0;
    for (var entry : sums.entrySet()) {
      double n = entry.getValue()[0];
      if (n < 250) {
        continue;
      }
      judged++;
      int unit = entry.getKey();
      double told = observed.culture.ratesMillihertz(unit / 10).get(unit % 10) / 1_000.0;
      double mean = entry.getValue()[1] / n;
      double cv = Math.sqrt(entry.getValue()[2] / n - mean * mean) / mean;
      assertEquals(1, n / seconds / told, 0.25, "rate of unit " + unit + " of " + told + " Hz");
      assertEquals(1, cv, 0.2, "coefficient of variation of unit " + unit);
    }
    assertTrue(judged >= 3, judged + " units were fast enough to be judged");
  }

  @Test
  void spikesLookLikeExtracellularSpikes() {
    var observed = new Observed(11, 12);
    int samples = 15 * Observed.RATE;
    short[] counts = observed.sense(samples);
    Map<Integer, double[]> means = new HashMap<>();
    for (Observed.Spike spike : observed.spikes) {
      int from = (int) spike.trough() - 15;
      if (from >= 0 && from + 60 < samples) {
        int unit = spike.channel() * 10 + spike.neuron();
        double[] mean = means.computeIfAbsent(unit, none -> new double[61]);
        mean[60]++;
        for (int i = 0; i < 60; i++) {
          mean[i] += counts[(from + i) * 12 + spike.channel()] * MICROVOLTS;
        }
      }
    }
    int judged = 0;
    for (var entry : means.entrySet()) {
      double n = entry.getValue()[60];
      if (n >= 30) {
        judged++;
        judge("unit " + entry.getKey(), entry.getValue(), n);
      }
    }
    assertTrue(judged >= 4, judged + " units were fast enough to be judged");
  }

  private static void judge(String unit, double[] sum, double n) {
    int trough = 0;
    int peak = 15;
    for (int i = 0; i < 60; i++) {
      trough = sum[i] < sum[trough] ? i : trough;
      peak = i > 15 && sum[i] > sum[peak] ? i : peak;
    }
    double depth = -sum[trough] / n;
    double height = sum[peak] / n;
    assertEquals(15, trough, "sample of the trough of " + unit);
    assertTrue(depth > 45 && depth < 320, unit + " has a trough of " + depth + " µV");
    assertTrue(
        height > 0.05 * depth && height < 0.5 * depth + 5,
        unit + " has a peak of " + height + " µV after one of " + depth);
    assertTrue(peak - trough >= 4 && peak - trough <= 15, unit + " peaks at " + (peak - trough));
    assertEquals(0, sum[2] / n, 6, unit + " before");
    assertEquals(0, sum[58] / n, 6, unit + " after");
  }
}
