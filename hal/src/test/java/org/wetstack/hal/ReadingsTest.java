package org.wetstack.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From raw readings of a device to the quantities they stand for. */
class ReadingsTest {

  @Test
  void rawCountsBecomeMicrovolts() {
    var sites = new ArrayList<>(List.of(new ArrayLayout.Site(7, 0, 100)));
    var layout = new ArrayLayout(30_000, 195, 128, sites);
    sites.clear();
    assertEquals(1, layout.channels());
    assertEquals(0.195, layout.microvolts((short) 1));
    assertEquals(-32_768 * 0.195, layout.microvolts(Short.MIN_VALUE));
  }

  @Test
  void deviceTimeFollowsTheDrift() {
    var clock = new DeviceClock(1_000_000_000L, 500_000, 100, Duration.ZERO);
    assertEquals(500_000, clock.deviceMicrosAt(1_000_000_000L));
    assertEquals(500_000 + 10_001_000, clock.deviceMicrosAt(11_000_000_000L));
    assertEquals(500_000 - 10_001_000, clock.deviceMicrosAt(-9_000_000_000L));
    assertEquals(11_000_000_000L, clock.hostNanosAt(500_000 + 10_001_000));
  }

  @Test
  void hostTimeAndBackIsTheSameInstantToAMicrosecond() {
    long seed = 17;
    var random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      var clock =
          new DeviceClock(
              random.nextLong(),
              random.nextLong(1L << 50),
              random.nextInt(-500, 500),
              Duration.ZERO);
      long host = clock.hostNanos() + random.nextLong(-1L << 46, 1L << 46);
      long back = clock.hostNanosAt(clock.deviceMicrosAt(host));
      assertTrue(Math.abs(back - host) <= 1_000, "seed " + seed + ": " + host + " on " + clock);
    }
  }
}
