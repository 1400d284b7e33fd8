package org.wetstack.lab.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.wetstack.lab.MadeUpStream;

class SpikeDetectorTest {

  private static final int RATE = 20_000;
  private static final int MAX_BLOCK = 100;
  private static final double SIGMA = 10;
  private static final int WARM = RATE;
  private static final DetectorSettings USUAL = DetectorSettings.USUAL;

  /** A spike that was put in, or found; {@code sample} counts from the start of the stream. */
  private record Spike(int sample, int channel) {}

  @Test
  void findsKnownSpikesWhereTheyAreAndHardlyAnythingElse() {
    int channels = 8;
    MadeUpStream stream = noise(channels, 10, 1);
    List<Spike> put = new ArrayList<>();
    Random random = new Random(2);
    for (int c = 0; c < channels; c++) {
      for (int s = WARM; s < stream.samples() - 100; s += 400 + random.nextInt(800)) {
        putSpike(stream, s, c, 10 * SIGMA);
        put.add(new Spike(s, c));
      }
    }
    List<Spike> found = detect(stream, detector(channels, USUAL), i -> 30);
    long hits = put.stream().filter(p -> found.stream().anyMatch(f -> matches(p, f))).count();
    long wrong = found.stream().filter(f -> put.stream().noneMatch(p -> matches(p, f))).count();
    assertTrue(put.size() > 1_000);
    assertTrue(hits >= 0.995 * put.size(), hits + " of " + put.size() + " found");
    assertTrue(wrong <= 4, wrong + " found that are none: 1 in 72 channel-seconds was expected");
    assertEquals(hits + wrong, found.size(), "a spike was found twice");
  }

  @Test
  void crossesFourSigmaInPureNoiseAsOftenAsGaussianNoiseDoes() {
    int channels = 8;
    List<Spike> found =
        detect(noise(channels, 40, 3), detector(channels, USUAL.withThreshold(4)), i -> 50);
    double perChannelSecond = found.size() / (39.5 * channels);
    // 3.17e-5 of all samples are below -4 sigma: 0.63 a second. A band has memory, so that some
    // of them follow one another.
    assertTrue(
        perChannelSecond > 0.4 && perChannelSecond < 0.63,
        perChannelSecond + " a second, not a little less than 0.63");
  }

  @Test
  void burstsDoNotRaiseTheNoiseEstimate() {
    MadeUpStream stream = noise(2, 20, 4);
    for (int s = WARM; s < stream.samples() - 100; s += 200) {
      putSpike(stream, s, 1, 20 * SIGMA);
    }
    SpikeDetector detector = detector(2, USUAL);
    detect(stream, detector, i -> 30);
    double quiet = detector.noiseCounts(0);
    double busy = detector.noiseCounts(1);
    // White noise up to 10 kHz, of which the band leaves the part from 300 to 6000 Hz, roughly.
    assertEquals(SIGMA * Math.sqrt(0.6), quiet, 0.6);
    assertTrue(busy < 1.25 * quiet, busy + " counts of noise under 100 spikes a second");
  }

  @Test
  void noiseEstimateFollowsAChannelThatBecomesNoisier() {
    MadeUpStream stream = noise(1, 1, 5);
    MadeUpStream louder = new MadeUpStream(1, 31 * RATE).noise(SIGMA, new Random(6));
    Random extra = new Random(7);
    for (int s = WARM; s < louder.samples(); s++) {
      louder.add(s, 0, (int) Math.round(Math.sqrt(8) * SIGMA * extra.nextGaussian()));
    }
    SpikeDetector before = detector(1, USUAL);
    SpikeDetector after = detector(1, USUAL);
    detect(stream, before, i -> 30);
    detect(louder, after, i -> 30);
    assertEquals(3 * before.noiseCounts(0), after.noiseCounts(0), 2.5);
  }

  @Test
  void howTheStreamIsCutIntoBlocksMakesNoDifference() {
    int channels = 4;
    MadeUpStream stream = noise(channels, 4, 8);
    Random random = new Random(9);
    for (int s = WARM; s < stream.samples() - 100; s += 150) {
      putSpike(stream, s, random.nextInt(channels), 8 * SIGMA);
      if (random.nextInt(20) == 0) {
        stream.mark(s + 20, 7);
      }
    }
    List<Spike> whole = detect(stream, detector(channels, USUAL), i -> MAX_BLOCK);
    List<Spike> single = detect(stream, detector(channels, USUAL), i -> 1);
    Random cuts = new Random(10);
    List<Spike> ragged =
        detect(stream, detector(channels, USUAL), i -> 1 + cuts.nextInt(MAX_BLOCK));
    assertTrue(whole.size() > 200);
    assertEquals(whole, single);
    assertEquals(whole, ragged);
  }

  @Test
  void staysDeafThroughAPulseItsArtefactAndItsRecovery() {
    MadeUpStream stream = noise(2, 3, 11);
    int pulse = 2 * RATE + 13;
    stream.mark(pulse, 42);
    for (int s = 0; s < 60; s++) {
      stream.add(pulse + s, 0, s < 8 ? -20_000 : s < 16 ? 20_000 : 0);
      stream.add(pulse + s, 1, (int) (-5_000 * Math.exp(-s / 10.0)));
    }
    int deafSamples = 6 * RATE / 1_000;
    putSpike(stream, pulse + deafSamples - 30, 0, 30 * SIGMA);
    putSpike(stream, pulse + deafSamples + 10, 1, 30 * SIGMA);
    List<Spike> found = detect(stream, detector(2, USUAL), i -> 30);
    assertEquals(1, found.size(), "found " + found);
    assertTrue(matches(new Spike(pulse + deafSamples + 10, 1), found.get(0)), "found " + found);
  }

  @Test
  void withoutItsMarkASmallArtefactWouldHaveLookedLikeASpike() {
    MadeUpStream stream = noise(1, 3, 12);
    stream.add(2 * RATE, 0, -5_000);
    assertFalse(detect(stream, detector(1, USUAL), i -> 30).isEmpty());
  }

  @Test
  void noiseThatIsFixedStaysAsTheWarmUpFoundIt() {
    MadeUpStream stream = noise(1, 10, 18);
    for (int s = 2 * RATE; s < stream.samples(); s++) {
      stream.add(s, 0, s % 2 == 0 ? 0 : s % 4 * 40);
    }
    SpikeDetector fixed =
        detector(1, USUAL.withNoise(Duration.ofMillis(500), Duration.ZERO).withThreshold(20));
    List<Spike> unused = detect(stream, fixed, i -> 30);
    double learnt = SIGMA * Math.sqrt(0.6);
    assertEquals(learnt, fixed.noiseCounts(0), 0.1 * learnt);
  }

  @Test
  void samplesWithoutABlockAroundThemAreTheSame() {
    MadeUpStream stream = noise(3, 2, 19);
    for (int s = WARM; s < stream.samples() - 100; s += 500) {
      putSpike(stream, s, s / 500 % 3, 20 * SIGMA);
    }
    SpikeDetector detector = detector(3, USUAL);
    List<Spike> found = new ArrayList<>();
    short[] counts = new short[3 * MAX_BLOCK];
    for (int from = 0; from < stream.samples(); from += MAX_BLOCK) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] = stream.at(from + i / 3, i % 3);
      }
      collect(detector.detect(MadeUpStream.START + from, counts, MAX_BLOCK), found);
    }
    assertTrue(found.size() > 30, "found " + found);
    assertEquals(detect(stream, detector(3, USUAL), i -> MAX_BLOCK), found);
  }

  @Test
  void staysDeafAfterAGapThatMayHaveSwallowedAPulse() {
    int gapAt = 2 * RATE;
    int deafSamples = 6 * RATE / 1_000;
    MadeUpStream stream = noise(1, 3, 13);
    putSpike(stream, gapAt + 5, 0, 30 * SIGMA);
    putSpike(stream, gapAt + deafSamples + 10, 0, 30 * SIGMA);
    List<Spike> whole = detect(stream, detector(1, USUAL), i -> 20);
    assertEquals(2, whole.size(), "without a gap: " + whole);
    SpikeDetector detector = detector(1, USUAL);
    List<Spike> found = new ArrayList<>();
    for (int s = 0; s + 20 <= stream.samples(); s += 20) {
      if (s < gapAt - 20 || s >= gapAt) {
        collect(detector.detect(stream.block(s, s + 20, s == gapAt ? 20 : 0)), found);
      }
    }
    assertEquals(1, found.size(), "found " + found);
    assertTrue(matches(new Spike(gapAt + deafSamples + 10, 0), found.get(0)), "found " + found);
  }

  @Test
  void spikesWithinTheDeadTimeAreOneAndAfterItTwo() {
    MadeUpStream stream = noise(2, 3, 14);
    int dead = 50;
    putSpike(stream, 2 * RATE, 0, 20 * SIGMA);
    putSpike(stream, 2 * RATE + dead - 10, 0, 20 * SIGMA);
    putSpike(stream, 2 * RATE, 1, 20 * SIGMA);
    putSpike(stream, 2 * RATE + dead + 10, 1, 20 * SIGMA);
    List<Spike> found = detect(stream, detector(2, USUAL), i -> 30);
    assertEquals(1, found.stream().filter(f -> f.channel() == 0).count(), "found " + found);
    assertEquals(2, found.stream().filter(f -> f.channel() == 1).count(), "found " + found);
  }

  @Test
  void findsNothingUntilTheNoiseIsKnown() {
    MadeUpStream stream = noise(1, 1, 15);
    putSpike(stream, 2_000, 0, 50 * SIGMA);
    SpikeDetector detector = detector(1, USUAL);
    assertFalse(detector.ready());
    assertEquals(0, detector.noiseCounts(0));
    assertEquals(List.of(), detect(stream, detector, i -> 30));
    assertTrue(detector.ready());
  }

  @Test
  void refusesBlocksThatWereNotAgreed() {
    SpikeDetector detector = detector(2, USUAL);
    MadeUpStream three = new MadeUpStream(3, 10);
    MadeUpStream two = new MadeUpStream(2, 2 * MAX_BLOCK);
    assertThrows(IllegalArgumentException.class, () -> detector.detect(three.block(0, 10, 0)));
    assertThrows(
        IllegalArgumentException.class, () -> detector.detect(two.block(0, MAX_BLOCK + 1, 0)));
  }

  @Test
  void refusesSamplesFromBeforeTheLastOnesRatherThanBeingDeafUntilTheyAreOvertaken() {
    SpikeDetector detector = detector(1, USUAL);
    MadeUpStream stream = new MadeUpStream(1, MAX_BLOCK);
    detector.detect(stream.block(50, 60, 0));
    assertThrows(IllegalArgumentException.class, () -> detector.detect(stream.block(59, 70, 0)));
  }

  @Test
  void refusesSettingsThatCannotWork() {
    assertThrows(IllegalArgumentException.class, () -> USUAL.withThreshold(2.9));
    assertThrows(IllegalArgumentException.class, () -> USUAL.withThreshold(Double.NaN));
    assertThrows(
        IllegalArgumentException.class, () -> USUAL.withBlanking(Duration.ZERO, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SpikeDetector(MadeUpStream.layout(1, 12_000, 10), USUAL),
        "6 kHz is no corner at 12000 samples a second");
    assertThrows(
        IllegalArgumentException.class,
        () -> USUAL.withNoise(Duration.ofSeconds(1), Duration.ofMillis(1)));
  }

  private static SpikeDetector detector(int channels, DetectorSettings settings) {
    return new SpikeDetector(MadeUpStream.layout(channels, RATE, MAX_BLOCK), settings);
  }

  private static MadeUpStream noise(int channels, int seconds, long seed) {
    return new MadeUpStream(channels, seconds * RATE).noise(SIGMA, new Random(seed));
  }

  /** 0.25 ms down to the trough and back, then a slower and smaller hump. */
  private static void putSpike(MadeUpStream stream, int sample, int channel, double depth) {
    for (int i = -5; i <= 20; i++) {
      double trough = Math.exp(-i * i / 4.5);
      double hump = 0.3 * Math.exp(-(i - 9) * (i - 9) / 18.0);
      stream.add(sample + i, channel, (int) Math.round(depth * (hump - trough)));
    }
  }

  private static boolean matches(Spike put, Spike found) {
    return put.channel() == found.channel() && Math.abs(put.sample() - found.sample()) <= 6;
  }

  private static List<Spike> detect(
      MadeUpStream stream, SpikeDetector detector, IntUnaryOperator length) {
    List<Spike> found = new ArrayList<>();
    for (int from = 0, block = 0; from < stream.samples(); block++) {
      int to = Math.min(stream.samples(), from + length.applyAsInt(block));
      collect(detector.detect(stream.block(from, to, 0)), found);
      from = to;
    }
    return found;
  }

  private static void collect(Spikes spikes, List<Spike> into) {
    for (int i = 0; i < spikes.count(); i++) {
      into.add(new Spike((int) (spikes.sample(i) - MadeUpStream.START), spikes.channel(i)));
    }
  }
}
