package org.wetstack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.api.v1.Samples;
import org.wetstack.hal.DeviceException;
import org.wetstack.lab.signal.Spikes;

/** What a client is sent and what it is told to have missed is all there was. */
class SendersTest {

  private static final int[] CHANNELS = {2, 0};

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 30, 1_000})
  void sentAndMissedIsAll(int factor) {
    for (long seed = 1; seed <= 50; seed++) {
      var random = new Random(seed);
      var client = new FakeClient<Samples>();
      var sender = new SampleSender(client, List.of(12, 10), CHANNELS, factor);
      long at = 5_000_000_000L;
      for (int i = 0; i < 200; i++) {
        client.ready = random.nextInt(3) > 0;
        long missed = random.nextInt(10) == 0 ? random.nextInt(100) : 0;
        int samples = 1 + random.nextInt(60);
        sender.onBlock(new Block(at + missed, missed, 4, samples));
        at += missed + samples;
      }
      check(client.got, 5_000_000_000L, at, Math.max(1, factor), "seed " + seed);
    }
  }

  /** Every message begins where the one before has ended, but for what it says was missed. */
  private static void check(List<Samples> got, long from, long end, int factor, String what) {
    long next = from;
    for (Samples message : got) {
      assertEquals(next + message.getMissedBefore(), message.getFirstSample(), what);
      assertEquals(List.of(12, 10), message.getElectrodesList());
      int group = message.getDecimation();
      // Smaller is only what stands alone before a gap.
      assertTrue(group == factor || (group < factor && message.getSamples() <= 2), what);
      int groups = group == 1 ? message.getSamples() : message.getSamples() / 2;
      ShortBuffer counts =
          message.getCounts().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
      assertEquals(message.getSamples() * CHANNELS.length, counts.remaining());
      for (int i = 0; i < groups; i++) {
        checkGroup(counts, message.getFirstSample() + (long) i * group, group, what);
      }
      next = message.getFirstSample() + (long) groups * group;
    }
    // What is left waits for a group to be full, or for the client.
    assertTrue(next <= end, what);
  }

  private static void checkGroup(ShortBuffer counts, long first, int factor, String what) {
    short[] least = new short[CHANNELS.length];
    short[] most = new short[CHANNELS.length];
    for (int i = 0; i < CHANNELS.length; i++) {
      least[i] = Short.MAX_VALUE;
      most[i] = Short.MIN_VALUE;
      for (int s = 0; s < factor; s++) {
        short count = Block.count(first + s, CHANNELS[i]);
        least[i] = (short) Math.min(least[i], count);
        most[i] = (short) Math.max(most[i], count);
      }
    }
    for (short one : least) {
      assertEquals(one, counts.get(), what);
    }
    if (factor > 1) {
      for (short one : most) {
        assertEquals(one, counts.get(), what);
      }
    }
  }

  @Test
  void aReadyClientGetsEverything() {
    var client = new FakeClient<Samples>();
    var sender = new SampleSender(client, List.of(12, 10), CHANNELS, 0);
    sender.onBlock(new Block(100, 0, 4, 30));
    sender.onBlock(new Block(130, 0, 4, 30));
    assertEquals(60, client.got.stream().mapToInt(Samples::getSamples).sum());
    assertEquals(0, client.got.stream().mapToLong(Samples::getMissedBefore).sum());
  }

  @Test
  void whatASlowClientMissedIsToldWithTheNextBlock() {
    var client = new FakeClient<Samples>();
    var sender = new SampleSender(client, List.of(12, 10), CHANNELS, 10);
    sender.onBlock(new Block(0, 0, 4, 25));
    client.ready = false;
    sender.onBlock(new Block(25, 0, 4, 30));
    client.ready = true;
    sender.onBlock(new Block(55, 0, 4, 20));
    assertEquals(20 + 35, client.got.get(1).getFirstSample());
    // Five of the group that was not full, and thirty that came meanwhile.
    assertEquals(35, client.got.get(1).getMissedBefore());
  }

  @Test
  void aStreamWithAGapInEachGroupIsShownAllTheSame() {
    var client = new FakeClient<Samples>();
    var sender = new SampleSender(client, List.of(12, 10), CHANNELS, 500);
    long at = 0;
    for (int i = 0; i < 100; i++) {
      sender.onBlock(new Block(at + 70, 70, 4, 30));
      at += 100;
    }
    check(client.got, 0, at, 500, "gaps");
    assertEquals(99, client.got.size());
    assertEquals(99 * 70, client.got.stream().mapToLong(Samples::getMissedBefore).sum());
  }

  @Test
  void aClientThatHasGoneIsSentNothing() {
    var client = new FakeClient<Samples>();
    client.gone = true;
    new SampleSender(client, List.of(12, 10), CHANNELS, 0).onBlock(new Block(0, 0, 4, 30));
    assertEquals(List.of(), client.got);
  }

  @Test
  void theEndIsTold() {
    var client = new FakeClient<Samples>();
    var why =
        new DeviceException(
            DeviceException.Reason.LINK_LOST, DeviceException.Outcome.NOT_DONE, "lost");
    new SampleSender(client, List.of(12, 10), CHANNELS, 0).onEnd(Optional.of(why));
    assertEquals(Optional.of(Optional.of((Throwable) why)), client.ended);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Decimation.MOST + 1, Integer.MAX_VALUE})
  void aDecimationOutOfRangeIsRefused(int factor) {
    assertThrows(IllegalArgumentException.class, () -> new Decimation(1, factor));
  }

  @Test
  void theLargestDecimationIsTaken() {
    assertEquals(Decimation.MOST, new Decimation(1, Decimation.MOST).factor());
  }

  @Test
  void spikesThatWereSentAndSamplesThatWereMissedAreAll() {
    for (long seed = 1; seed <= 50; seed++) {
      var random = new Random(seed);
      var client = new FakeClient<org.wetstack.api.v1.Spikes>();
      var sender = new SpikeSender(client, ServedRig.LAYOUT, Set.of(0, 3));
      long missed = 0;
      long spikes = 0;
      for (int i = 0; i < 200; i++) {
        client.ready = random.nextInt(3) > 0;
        int gap = random.nextInt(10) == 0 ? random.nextInt(100) : 0;
        var some = new Spikes(4);
        for (int channel = 0; channel < 4; channel++) {
          if (random.nextInt(4) == 0) {
            some.add(i, channel);
          }
        }
        sender.onSpikes(some, i * 30L, 30, gap);
        missed += gap + (client.ready ? 0 : 30);
        spikes += client.ready ? ofCulture(some) : 0;
      }
      client.ready = true;
      sender.onSpikes(new Spikes(4), 6_000, 30, 0);
      assertEquals(
          missed,
          client.got.stream().mapToLong(org.wetstack.api.v1.Spikes::getMissedBefore).sum(),
          "seed " + seed);
      assertEquals(
          spikes,
          client.got.stream().mapToLong(org.wetstack.api.v1.Spikes::getSpikesCount).sum(),
          "seed " + seed);
      assertTrue(
          client.got.stream()
              .flatMap(one -> one.getSpikesList().stream())
              .allMatch(spike -> spike.getElectrode() == 0 || spike.getElectrode() == 3));
    }
  }

  private static long ofCulture(Spikes spikes) {
    long count = 0;
    for (int i = 0; i < spikes.count(); i++) {
      count += spikes.channel(i) == 0 || spikes.channel(i) == 3 ? 1 : 0;
    }
    return count;
  }

  @Test
  void silenceIsNotSent() {
    var client = new FakeClient<org.wetstack.api.v1.Spikes>();
    new SpikeSender(client, ServedRig.LAYOUT, Set.of(0)).onSpikes(new Spikes(4), 0, 30, 0);
    assertEquals(List.of(), client.got);
  }
}
