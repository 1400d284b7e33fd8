package org.wetstack.lab.culture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.lab.signal.Spikes;

/** What is heard of a culture. */
class EarTest {

  private static final int RATE = 10_000;
  private static final ArrayLayout LAYOUT =
      new ArrayLayout(
          RATE,
          195,
          100,
          List.of(
              new ArrayLayout.Site(7, 0, 0),
              new ArrayLayout.Site(8, 10, 0),
              new ArrayLayout.Site(9, 20, 0)));

  private final Ear ear = new Ear(LAYOUT, Set.of(7, 8), Duration.ofSeconds(3));

  private void hear(long first, int samples, long missed, long... spikes) {
    var found = new Spikes(spikes.length / 2);
    for (int i = 0; i < spikes.length; i += 2) {
      found.add(spikes[i], (int) spikes[i + 1]);
    }
    ear.onSpikes(found, first, samples, missed);
  }

  @Test
  void onlyItsOwnElectrodesCountAndSlowOnesAreNotActive() {
    hear(0, 10 * RATE, 3, 5, 0, 6, 0, 7, 1, 8, 2, 9, 2, 10, 2);
    Observation seen = ear.observation(Instant.EPOCH, -1, 0, Duration.ZERO);
    assertEquals(new Observation(Instant.EPOCH, 10, 2, 1, 3, 3, 0, 0), seen);
    assertEquals(0.3, seen.spikesPerSecond(), 1e-9);
    assertEquals(0.5, seen.activeShare(), 1e-9);
  }

  @Test
  void answersAreSpikesFiveToSixtyMillisecondsAfterAPulse() {
    hear(0, 2 * RATE, 0);
    ear.probe();
    long first = 2L * RATE + 1_000;
    // 4, 5, 59 and 60 ms after the first of two pulses a second apart, then 20 ms after the second.
    hear(2L * RATE, RATE, 0, first + 40, 0, first + 50, 0, first + 590, 1, first + 600, 1);
    hear(3L * RATE, RATE, 0, first + RATE + 200, 1, first + RATE + 210, 2);
    Observation seen = ear.observation(Instant.EPOCH, first, 2, Duration.ofSeconds(1));
    assertEquals(3, seen.answers());
    assertEquals(2, seen.pulses());
    assertEquals(1.5, seen.answersPerPulse().orElseThrow(), 1e-9);
  }

  @Test
  void whatItFiresAnywayIsNoAnswer() {
    var seen = new Observation(Instant.EPOCH, 10, 4, 4, 200, 0, 10, 21);
    assertEquals(2.1 - 20 * 0.055, seen.answersPerPulse().orElseThrow(), 1e-9);
    var quiet = new Observation(Instant.EPOCH, 10, 4, 4, 200, 0, 10, 2);
    assertEquals(0, quiet.answersPerPulse().orElseThrow());
  }

  @Test
  void silenceOfTheArrayIsNoObservation() {
    hear(0, RATE - 1, 0);
    assertThrows(
        IllegalStateException.class, () -> ear.observation(Instant.EPOCH, -1, 0, Duration.ZERO));
  }
}
