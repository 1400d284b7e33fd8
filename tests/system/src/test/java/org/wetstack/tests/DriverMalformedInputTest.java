package org.wetstack.tests;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instruments;
import org.wetstack.tests.NonsensePeer.Nonsense;

/** Servers that are no instrument. The driver must say so, in time and without swelling. */
class DriverMalformedInputTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Random random = new Random(20260701);

  @Test
  void refusesAWebServer() throws Exception {
    refuses(out -> out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII)));
  }

  @Test
  void refusesAHugeLengthBeforeAllocatingForIt() throws Exception {
    refuses(out -> out.write(NonsensePeer.frame(Integer.MAX_VALUE, 1_000, random)));
  }

  @Test
  void refusesANegativeLength() throws Exception {
    refuses(out -> out.write(NonsensePeer.frame(-1, 1_000, random)));
  }

  @Test
  void refusesAnEmptyFrame() throws Exception {
    refuses(out -> out.write(NonsensePeer.frame(0, 0, random)));
  }

  @Test
  void givesUpOnAServerThatNeverFinishesItsFrame() throws Exception {
    refuses(out -> out.write(NonsensePeer.frame(100, 50, random)));
  }

  @Test
  void survivesAFloodOfFramesThatMeanNothing() throws Exception {
    long before = Heap.used();
    refuses(out -> NonsensePeer.flood(out, Heap.FLOOD_BYTES, random));
    Heap.checkGrowth(before);
  }

  private static void refuses(Nonsense nonsense) throws Exception {
    try (NonsensePeer peer = NonsensePeer.start(nonsense)) {
      String endpoint = peer.endpoint().toString();
      DeviceException refused =
          assertTimeoutPreemptively(
              LIMIT,
              () ->
                  assertThrows(
                      DeviceException.class, () -> Instruments.open("firmware", endpoint)));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("127.0.0.1"),
          () -> "names what was opened: " + refused.getMessage());
    }
  }
}
