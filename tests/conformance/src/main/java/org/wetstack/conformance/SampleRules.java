package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.SampleBlock;

/** Rules e1 to e11: what every electrode array must do with its samples. */
abstract class SampleRules extends InstrumentRules {

  @Test
  void e1_theLayoutHasARateAScaleAndEachElectrodeOnce() {
    ArrayLayout layout = array(open()).layout();
    assertTrue(layout.samplesPerSecond() > 0 && layout.nanovoltsPerCount() > 0, layout::toString);
    assertTrue(layout.channels() > 0 && layout.maxSamplesPerBlock() > 0, layout::toString);
    List<Integer> electrodes = layout.sites().stream().map(ArrayLayout.Site::electrode).toList();
    assertEquals(electrodes.size(), new HashSet<>(electrodes).size(), "once: " + electrodes);
  }

  @Test
  void e2_everySampleIsCountedWithoutAGap() {
    ElectrodeArray array = array(open());
    Tape tape = record(array, blockSize(array));
    until("20 blocks", () -> tape.count() >= 20);
    tape.checkCounter();
  }

  @Test
  void e3_blocksHaveTheSizeAskedForAndTheChannelsOfTheLayout() {
    ElectrodeArray array = array(open());
    int most = array.layout().maxSamplesPerBlock();
    for (int size : new int[] {most, Math.max(1, most / 3)}) {
      var tape = new Tape();
      try (Instrument.Subscription stream = array.record(size, tape)) {
        until("5 blocks of " + size, () -> tape.count() >= 5);
      }
      List<Tape.Piece> pieces = tape.pieces();
      for (int i = 0; i < pieces.size(); i++) {
        boolean beforeGap = i + 1 < pieces.size() && pieces.get(i + 1).missedBefore() > 0;
        int samples = pieces.get(i).samples();
        assertTrue(samples == size || (beforeGap && samples < size), samples + " of " + size);
        assertEquals(array.layout().channels(), pieces.get(i).channels());
      }
    }
  }

  @Test
  void e4_aBlockSizeOutOfRangeIsRefused() {
    ElectrodeArray array = array(open());
    int tooMany = array.layout().maxSamplesPerBlock() + 1;
    for (int size : new int[] {-1, 0, tooMany}) {
      assertThrows(IllegalArgumentException.class, () -> array.record(size, block -> {}));
    }
    Tape tape = record(array, blockSize(array));
    until("a block", () -> tape.count() >= 1);
  }

  @Test
  void e5_aSecondRecordingIsRefusedAndTheFirstGoesOn() {
    ElectrodeArray array = array(open());
    Tape tape = record(array, blockSize(array));
    assertThrows(IllegalStateException.class, () -> array.record(1, block -> {}));
    int before = tape.count();
    until("more blocks", () -> tape.count() > before + 3);
    tape.checkCounter();
  }

  @Test
  void e6_aClosedStreamEndsOnceAndANewOneCountsOn() {
    ElectrodeArray array = array(open());
    var tape = new Tape();
    Instrument.Subscription stream = array.record(blockSize(array), tape);
    until("3 blocks", () -> tape.count() >= 3);
    stream.close();
    stream.close();
    until("the end", () -> !tape.ends().isEmpty());
    int blocks = tape.count();
    Tape next = record(array, blockSize(array));
    until("3 more blocks", () -> next.count() >= 3);
    assertEquals(List.of(Optional.empty()), tape.ends());
    assertEquals(blocks, tape.count(), "the closed stream brings nothing more");
    assertEquals(0, tape.piecesAfterEnd());
    assertTrue(next.pieces().get(0).firstSample() >= tape.end(), "the counter never restarts");
    next.checkCounter();
  }

  @Test
  void e7_missedBeforeIsExactlyWhatWasLost() {
    Bench.LossyWire wire = need(bench().lossyWire(), "a wire that loses");
    ElectrodeArray array = array(open());
    int size = blockSize(array);
    Tape tape = record(array, size);
    for (int round = 1; round <= 5; round++) {
      int before = tape.count();
      long missedBefore = tape.missed();
      until("5 blocks", () -> tape.count() >= before + 5);
      wire.loseToHost(3);
      until("a gap", () -> tape.missed() > missedBefore);
    }
    int before = tape.count();
    until("5 blocks", () -> tape.count() >= before + 5);
    tape.checkCounter();
    assertEquals(0, tape.missed() % size, "whole blocks are lost");
  }

  @Test
  void e8_aLostLinkEndsTheStreamOnceSayingWhy() {
    Bench.Wire wire = need(bench().wire(), "a wire to cut");
    ElectrodeArray array = array(open());
    Tape tape = record(array, blockSize(array));
    until("3 blocks", () -> tape.count() >= 3);
    wire.cut();
    until("the end", () -> !tape.ends().isEmpty());
    pass(Duration.ofMillis(50));
    assertEquals(1, tape.ends().size());
    assertEquals(Optional.of(Reason.LINK_LOST), tape.ends().get(0).map(reason -> reason.reason()));
    assertEquals(0, tape.piecesAfterEnd());
    expect(Reason.LINK_LOST, Outcome.NOT_DONE, () -> array.record(1, block -> {}));
    tape.checkCounter();
  }

  @Test
  void e9_closingTheInstrumentEndsTheStreamOnce() {
    Instrument instrument = open();
    ElectrodeArray array = array(instrument);
    Tape tape = record(array, blockSize(array));
    until("3 blocks", () -> tape.count() >= 3);
    instrument.close();
    until("the end", () -> !tape.ends().isEmpty());
    assertEquals(1, tape.ends().size());
    assertEquals(0, tape.piecesAfterEnd());
  }

  @Test
  void e10_aSpikeShowsAtItsElectrodeAndItsSample() {
    Bench.Probe probe = need(bench().probe(), "a probe at the electrodes");
    ElectrodeArray array = array(open());
    ArrayLayout layout = array.layout();
    int channel = layout.channels() - 1;
    int electrode = layout.sites().get(channel).electrode();
    var troughs = new Troughs(channel);
    Tape tape = new Tape().watchedBy(troughs::look);
    try (Instrument.Subscription stream = array.record(blockSize(array), tape)) {
      until("a block", () -> tape.count() > 0);
      // Longer than a thread of a busy machine has to wait.
      long first = tape.end() + 2L * layout.samplesPerSecond();
      // More than one, since a link may lose the block with a spike, and say so.
      for (long i = 0; i < 5; i++) {
        troughs.expect(first + i * layout.samplesPerSecond() / 5);
      }
      troughs.awaited().forEach(sample -> probe.spike(electrode, sample));
      until("the last spike", () -> tape.end() > troughs.awaited().last() + Troughs.NEAR);
    }
    List<Long> visible =
        troughs.awaited().stream()
            .filter(sample -> tape.has(sample - Troughs.NEAR, sample + Troughs.NEAR))
            .toList();
    assertFalse(visible.isEmpty(), "all five spikes lost");
    for (long sample : visible) {
      long trough = troughs.near(sample);
      assertTrue(Math.abs(sample - trough) <= 1, "trough at " + trough + ", not " + sample);
    }
  }

  @Test
  void e11_aHandlerThatDawdlesLosesNothingSilently() throws Exception {
    needThreads();
    ElectrodeArray array = array(open());
    var dawdled = new AtomicLong();
    var never = new CountDownLatch(1);
    Tape tape = new Tape();
    tape.watchedBy(
        block -> {
          if (dawdled.incrementAndGet() == 5) {
            dawdle(never);
          }
        });
    try (Instrument.Subscription stream = array.record(blockSize(array), tape)) {
      until("blocks after the pause", () -> tape.count() >= 40);
    }
    tape.checkCounter();
  }

  final ElectrodeArray array(Instrument instrument) {
    return device(instrument, ElectrodeArray.class);
  }

  static int blockSize(ElectrodeArray array) {
    return Math.min(100, array.layout().maxSamplesPerBlock());
  }

  /** Starts a stream that lasts until the instrument is put away. */
  static Tape record(ElectrodeArray array, int blockSize) {
    var tape = new Tape();
    array.record(blockSize, tape);
    return tape;
  }

  private static void dawdle(CountDownLatch never) {
    try {
      assertFalse(never.await(300, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Finds the lowest sample of one channel near each awaited one. */
  private static final class Troughs {
    private static final int NEAR = 15;
    private final int channel;
    private final ConcurrentSkipListSet<Long> awaited = new ConcurrentSkipListSet<>();
    private final Map<Long, Lowest> lowest = new ConcurrentHashMap<>();

    private record Lowest(long sample, int counts) {}

    Troughs(int channel) {
      this.channel = channel;
    }

    void expect(long sample) {
      awaited.add(sample);
    }

    SortedSet<Long> awaited() {
      return awaited;
    }

    /** Where the signal was lowest near {@code sample}; -1 if nothing of it has come. */
    long near(long sample) {
      Lowest found = lowest.get(sample);
      return found == null ? -1 : found.sample();
    }

    void look(SampleBlock block) {
      long end = block.firstSample() + block.samples();
      for (long sample : awaited.subSet(block.firstSample() - NEAR, end + NEAR)) {
        int from = (int) Math.max(0, sample - NEAR - block.firstSample());
        int to = (int) Math.min(block.samples(), sample + NEAR + 1 - block.firstSample());
        for (int i = from; i < to; i++) {
          var seen = new Lowest(block.firstSample() + i, block.raw(i, channel));
          lowest.merge(sample, seen, (a, b) -> b.counts() < a.counts() ? b : a);
        }
      }
    }
  }
}
