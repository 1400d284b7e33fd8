package org.wetstack.lab.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.lab.MadeUpStream;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.tap.SpikeFeed;

class RateMeterTest {

  private static final int RATE = 20_000;

  @Test
  void aRateIsOfWhatWasHeardAndBeginsAnewEachTime() {
    int seconds = RateMeter.LEAST_SECONDS + 2;
    MadeUpStream stream = new MadeUpStream(2, seconds * RATE).noise(20, new Random(1));
    for (int i = 0; i < 40; i++) {
      for (int k = 0; k < 12; k++) {
        stream.add(2 * RATE + 4_000 * i + k, 1, -900 + 75 * k);
      }
    }
    var feed = new SpikeFeed(MadeUpStream.layout(2, RATE, 20), DetectorSettings.USUAL);
    assertEquals(0, feed.noiseCounts(0), "nobody knows yet");
    var meter = new RateMeter(2, RATE);
    feed.listen(meter);
    for (int at = 0; at < seconds * RATE; at += 20) {
      // A second that nobody looked at does not count as silence.
      feed.onBlock(stream.block(at, at + 20, at == 40 ? RATE : 0));
    }
    // Of noise of 20 the band holds a part.
    assertEquals(15, feed.noiseCounts(0), 2);
    RateMeter.Counted counted = meter.take();
    double silent = counted.rate(0).orElseThrow();
    double busy = counted.rate(1).orElseThrow();
    assertTrue(busy >= 40.0 / seconds && busy < 42.0 / seconds, "busy " + busy);
    assertTrue(silent < 2.0 / seconds, "silent " + silent);
    assertEquals(OptionalDouble.empty(), meter.take().rate(1), "nothing was heard since then");
  }
}
