package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
      for (Tape.Piece piece : tape.pieces()) {
        assertEquals(size, piece.samples());
        assertEquals(array.layout().channels(), piece.channels());
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
    var trough = new Trough(channel);
    Tape tape = new Tape().watchedBy(trough::look);
    try (Instrument.Subscription stream = array.record(blockSize(array), tape)) {
      until("a block", () -> tape.count() > 0);
      trough.awaited = tape.end() + layout.samplesPerSecond() / 2;
      probe.spike(layout.sites().get(channel).electrode(), trough.awaited);
      until("the spike", () -> tape.end() > trough.awaited + Trough.NEAR);
    }
    assertTrue(
        Math.abs(trough.awaited - trough.sample) <= 1,
        () -> "trough at " + trough.sample + ", not " + trough.awaited);
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

  /** Finds the lowest sample of one channel near an awaited one. */
  private static final class Trough {
    private static final int NEAR = 15;
    private final int channel;
    private volatile long awaited = Long.MAX_VALUE;
    private volatile long sample = -1;
    private int lowest = Integer.MAX_VALUE;

    Trough(int channel) {
      this.channel = channel;
    }

    void look(SampleBlock block) {
      for (int i = 0; i < block.samples(); i++) {
        long number = block.firstSample() + i;
        if (Math.abs(number - awaited) <= NEAR && block.raw(i, channel) < lowest) {
          lowest = block.raw(i, channel);
          sample = number;
        }
      }
    }
  }
}
