package org.wetstack.lab.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Backoff BACKOFF = Backoff.USUAL;

  @Test
  void doublesUpToTheMost() {
    assertEquals(Duration.ofMillis(250), BACKOFF.delay(1));
    assertEquals(Duration.ofMillis(500), BACKOFF.delay(2));
    assertEquals(Duration.ofSeconds(16), BACKOFF.delay(7));
    assertEquals(Duration.ofSeconds(30), BACKOFF.delay(8));
    assertEquals(Duration.ofSeconds(30), BACKOFF.delay(Integer.MAX_VALUE));
  }

  @Test
  void isNeverTheSameAndNeverMoreThanAQuarterOff() {
    var random = new SplittableRandom(1);
    Set<Duration> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      Duration wait = i % 2 == 0 ? BACKOFF.jittered(8, random) : BACKOFF.longest(random);
      assertTrue(seen.add(wait));
      assertTrue(wait.compareTo(Duration.ofMillis(22_500)) >= 0, wait::toString);
      assertTrue(wait.compareTo(Duration.ofMillis(37_500)) <= 0, wait::toString);
    }
  }

  @Test
  void isFaultyWhenPatienceIsOver() {
    assertTrue(!BACKOFF.faulty(9));
    assertTrue(BACKOFF.faulty(10));
  }

  @Test
  void refusesNonsense() {
    Duration one = Duration.ofSeconds(1);
    assertThrows(
        IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, one, 1, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new Backoff(one, one.minusNanos(1), 1, one));
    assertThrows(IllegalArgumentException.class, () -> new Backoff(one, one, 0, one));
    assertThrows(
        IllegalArgumentException.class, () -> new Backoff(one, one, 1, Duration.ofNanos(-1)));
  }
}
