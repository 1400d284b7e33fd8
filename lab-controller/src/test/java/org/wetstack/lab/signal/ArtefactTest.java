package org.wetstack.lab.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.lab.MadeUpStream;

/** Artefacts that no pulse announced. */
class ArtefactTest {

  private static final int RATE = 20_000;
  private static final int MAX_BLOCK = 100;
  private static final int AT = 2 * RATE;

  private record Spike(int sample, int channel) {}

  private final List<Spike> found = new ArrayList<>();

  private SpikeDetector detect(MadeUpStream stream, int channels) {
    return detect(stream, channels, DetectorSettings.USUAL, 30);
  }

  private SpikeDetector detect(
      MadeUpStream stream, int channels, DetectorSettings settings, int block) {
    var detector = new SpikeDetector(MadeUpStream.layout(channels, RATE, MAX_BLOCK), settings);
    for (int from = 0; from < stream.samples(); from += block) {
      int to = Math.min(stream.samples(), from + block);
      Spikes spikes = detector.detect(stream.block(from, to, 0));
      for (int i = 0; i < spikes.count(); i++) {
        found.add(new Spike((int) (spikes.sample(i) - MadeUpStream.START), spikes.channel(i)));
      }
    }
    return detector;
  }

  private static void putSpike(MadeUpStream stream, int sample, int channel) {
    int[] shape = {-60, -160, -250, -160, -60};
    for (int i = 0; i < shape.length; i++) {
      stream.add(sample + i, channel, shape[i]);
    }
  }

  private static void putArtefact(MadeUpStream stream, int channel) {
    for (int s = 0; s < 4; s++) {
      stream.add(AT + s, channel, s < 2 ? 32_000 : -32_000);
    }
  }

  @Test
  void whatIsFarTooLargeForACellIsNoSpikeAndOfItsChannelAlone() {
    MadeUpStream stream = new MadeUpStream(2, 3 * RATE).noise(10, new Random(16));
    putArtefact(stream, 0);
    putSpike(stream, AT + 60, 0);
    putSpike(stream, AT + 60, 1);
    putSpike(stream, AT + 200, 0);
    SpikeDetector detector = detect(stream, 2);
    assertEquals(2, found.size(), found::toString);
    assertEquals(1, found.get(0).channel(), found::toString);
    assertEquals(0, found.get(1).channel(), "after 6 ms it is heard again: " + found);
    assertEquals(1, detector.artefacts());
  }

  @Test
  void whatHalfOfAllChannelsShowInTheSameSampleIsNoSpikeAndDeafensAll() {
    MadeUpStream stream = new MadeUpStream(16, 3 * RATE).noise(1, new Random(17));
    for (int c = 0; c < 8; c++) {
      stream.add(AT, c, -500);
    }
    putSpike(stream, AT + 60, 12);
    SpikeDetector detector = detect(stream, 16);
    assertEquals(List.of(), found);
    assertEquals(16, detector.artefacts());
  }

  @Test
  void whatFewerThanHalfShowInTheSameSampleAreSpikes() {
    MadeUpStream stream = new MadeUpStream(16, 3 * RATE).noise(1, new Random(17));
    for (int c = 0; c < 7; c++) {
      stream.add(AT, c, -500);
    }
    SpikeDetector detector = detect(stream, 16);
    assertEquals(7, found.size(), found::toString);
    assertEquals(0, detector.artefacts());
  }

  @Test
  void fewChannelsMayHaveACellInCommon() {
    MadeUpStream stream = new MadeUpStream(4, 3 * RATE).noise(1, new Random(18));
    for (int c = 0; c < 4; c++) {
      stream.add(AT, c, -500);
    }
    assertEquals(0, detect(stream, 4).artefacts());
    assertEquals(4, found.size(), found::toString);
  }

  @Test
  void whereNoiseIsBeyondTheLimitCuttingIntoBlocksMakesNoDifferenceEither() {
    MadeUpStream stream = new MadeUpStream(2, 3 * RATE).noise(10, new Random(19));
    DetectorSettings within = rules(4.5, 0.5).withBlanking(Duration.ofNanos(1), Duration.ZERO);
    long alone = detect(stream, 2, within, 1).artefacts();
    assertTrue(alone > 20, "3 sigma is passed often: " + alone);
    assertEquals(alone, detect(stream, 2, within, MAX_BLOCK).artefacts());
  }

  @Test
  void refusesRulesThatRejectEverythingOrNothing() {
    assertThrows(IllegalArgumentException.class, () -> rules(0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> rules(Double.NaN, 0.5));
    assertThrows(IllegalArgumentException.class, () -> rules(2_500, 0));
    assertThrows(IllegalArgumentException.class, () -> rules(2_500, 1.1));
    assertTrue(rules(1_000, 1).artefactShare() == 1);
  }

  private static DetectorSettings rules(double microvolts, double share) {
    DetectorSettings usual = DetectorSettings.USUAL;
    return new DetectorSettings(
        usual.order(),
        usual.lowHertz(),
        usual.highHertz(),
        usual.thresholdSigmas(),
        usual.deadTime(),
        usual.blanking(),
        usual.settling(),
        microvolts,
        share,
        usual.warmUp(),
        usual.noiseMemory());
  }
}
