package org.wetstack.drivers.harp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceClock;

class ClockFitTest {

  private final ClockFit fit = new ClockFit();
  private final Random random = new Random(1);

  /** An exchange at {@code host} ns with a device that is 80 ppm fast and 3 s ahead. */
  private void exchange(long host, long aheadMicros) {
    long there = 200_000L + random.nextInt(2_000_000);
    long back = 200_000L + random.nextInt(2_000_000);
    long device = Math.round((host + there) * 1.00008 / 1_000) + aheadMicros;
    fit.add(host, host + there + back, device);
  }

  @Test
  void offsetAndDriftAreFound() {
    assertTrue(fit.estimate().isEmpty());
    for (long second = 0; second < 600; second++) {
      exchange(second * 1_000_000_000, 3_000_000);
    }
    DeviceClock clock = fit.estimate().orElseThrow();
    assertEquals(80, clock.driftPartsPerMillion(), 3);
    long then = 600_000_000_000L;
    assertEquals(then * 1.00008 / 1_000 + 3_000_000, (double) clock.deviceMicrosAt(then), 1_500);
    assertTrue(clock.uncertainty().compareTo(Duration.ofMillis(1)) < 0);
  }

  @Test
  void aClockThatIsSetBeginsAnew() {
    for (long second = 0; second < 100; second++) {
      exchange(second * 1_000_000_000, 0);
    }
    exchange(100_000_000_000L, 500_000_000);
    DeviceClock clock = fit.estimate().orElseThrow();
    assertEquals(0, clock.driftPartsPerMillion());
    assertEquals(6e8, (double) clock.deviceMicrosAt(100_000_000_000L), 20_000);
  }
}
