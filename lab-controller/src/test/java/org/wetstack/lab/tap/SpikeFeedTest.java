package org.wetstack.lab.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.lab.MadeUpStream;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.Spikes;

/** Spikes are found once for all, and silence is told too. */
class SpikeFeedTest {

  private static final int RATE = 20_000;

  /** Writes down what it hears. */
  private static final class Ear implements SpikeFeed.Listener {
    int blocks;
    int spikes;
    long missed;
    final List<Optional<DeviceException>> ends = new ArrayList<>();

    @Override
    public void onSpikes(Spikes found, long firstSample, int samples, long missedBefore) {
      blocks++;
      spikes += found.count();
      missed += missedBefore;
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {
      ends.add(reason);
    }
  }

  @Test
  void allHearTheSameSpikesAndEveryBlock() {
    MadeUpStream stream = new MadeUpStream(2, 3 * RATE).noise(20, new Random(1));
    for (int i = 0; i < 20; i++) {
      for (int k = 0; k < 12; k++) {
        stream.add(2 * RATE + 500 * i + k, 0, -900 + 75 * k);
      }
    }
    var feed = new SpikeFeed(MadeUpStream.layout(2, RATE, 20), DetectorSettings.USUAL);
    var one = new Ear();
    var other = new Ear();
    feed.listen(one);
    Subscription second = feed.listen(other);
    for (int at = 0; at < 3 * RATE; at += 20) {
      feed.onBlock(stream.block(at, at + 20, at == 40 ? 7 : 0));
    }
    assertEquals(3 * RATE / 20, one.blocks);
    assertEquals(7, one.missed);
    assertTrue(one.spikes >= 20, "found " + one.spikes);
    assertEquals(one.spikes, other.spikes);
    second.close();
    feed.onEnd(Optional.empty());
    assertEquals(List.of(Optional.empty()), one.ends);
    assertTrue(other.ends.isEmpty(), "whoever has left hears nothing");
  }
}
