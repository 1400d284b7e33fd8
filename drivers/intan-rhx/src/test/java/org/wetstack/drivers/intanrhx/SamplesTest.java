package org.wetstack.drivers.intanrhx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/** Samples from the stream to the handler. */
class SamplesTest extends RhxTest {

  @Test
  void blocksOfAnySizeAreWholeAndCarryTheRightWords() {
    RhxInstrument instrument = open("?bands=low,wide&stimulate=A-001");
    for (int size : new int[] {1, 3, 100, 128, 1_000, 1_024}) {
      var tape = new Tape();
      try (Instrument.Subscription stream = array(instrument).record(size, tape)) {
        passMillis(200);
      }
      assertTrue(tape.pieces.size() >= 5, "blocks of " + size);
      tape.checkCounter();
      assertEquals(List.of(Optional.empty()), tape.ends);
      long sample = tape.pieces.get(0).first();
      for (int i = 0; i < tape.firstChannel.size(); i++, sample++) {
        int first = FakeBoard.raw(0, "low", sample) - 32_768;
        int last = FakeBoard.raw(131, "low", sample) - 32_768;
        assertEquals(first, (int) tape.firstChannel.get(i));
        assertEquals(last, (int) tape.lastChannel.get(i));
      }
      assertTrue(tape.pieces.stream().allMatch(each -> each.samples() == size));
    }
  }

  @Test
  void twoBandsAreRecordedAtOnce() {
    RhxInstrument instrument = open("?bands=wide,high");
    var wide = new Tape();
    var high = new Tape();
    array(instrument).record(7, wide);
    instrument.device(ElectrodeArray.class, "high").record(500, high);
    passMillis(300);
    wide.checkCounter();
    high.checkCounter();
    int at = (int) (high.pieces.get(0).first() - wide.pieces.get(0).first());
    assertEquals(4_000, high.firstChannel.get(0) - wide.firstChannel.get(at));
  }

  @Test
  void aLateFirstTimestampIsNoLoss() {
    rhx.board.firstStamp = 1_000;
    RhxInstrument instrument = open("");
    var tape = new Tape();
    array(instrument).record(64, tape);
    passMillis(100);
    assertEquals(0, tape.missed());
    assertTrue(tape.pieces.get(0).first() >= 1_000);
    assertEquals(0, instrument.health().eventsMissed());
  }

  @Test
  void gapsAreCountedBetweenAndWithinBlocksAndShortBlocksComeBeforeThem() {
    RhxInstrument instrument = open("");
    var codes = new ArrayList<String>();
    instrument.onAlarm(alarm -> codes.add(alarm.code()));
    var tape = new Tape();
    array(instrument).record(100, tape);
    passMillis(50);
    rhx.board.lose(1_280);
    passMillis(50);
    rhx.board.gapWithin = 5;
    passMillis(50);
    tape.checkCounter();
    assertEquals(1_285, tape.missed());
    assertEquals(2, instrument.health().eventsMissed());
    assertEquals(List.of("samples-lost", "samples-lost"), codes);
    assertTrue(tape.pieces.stream().filter(each -> each.samples() != 100).count() <= 2);
    long sample = tape.end() - 1;
    int last = FakeBoard.raw(0, "", sample) - 32_768;
    assertEquals(last, (int) tape.firstChannel.get(tape.firstChannel.size() - 1));
  }

  @Test
  void theCounterGoesOnBeyondThirtyTwoBits() {
    rhx.board.firstStamp = 0xffff_fc00L;
    RhxInstrument instrument = open("");
    var tape = new Tape();
    array(instrument).record(50, tape);
    passMillis(200);
    tape.checkCounter();
    assertEquals(0, tape.missed());
    assertTrue(tape.end() > 1L << 32, "at " + tape.end());
  }

  @Test
  void anotherLayoutEndsTheSession() {
    RhxInstrument instrument = open("?channels=A-000");
    var tape = new Tape();
    array(instrument).record(50, tape);
    passMillis(50);
    rhx.define("a-001.TCPDataOutputEnabled True");
    passMillis(300);
    assertEquals(Reason.PROTOCOL, reason(instrument));
    tape.checkCounter();
    assertEquals(0, tape.missed(), "nothing false was handed out");
    assertEquals(1, tape.ends.size());
    passMillis(1_000);
    assertTrue(rhx.says("runmode", "Stop"), "everything is stopped");
  }

  @Test
  void aRunThatSomebodyStartsAnewEndsTheSession() {
    RhxInstrument instrument = open("");
    passMillis(100);
    rhx.board.jumpTo(0);
    passMillis(50);
    assertEquals(Reason.PROTOCOL, reason(instrument));
  }

  @Test
  void aSilentWaveformSocketIsNoticedAndEverythingIsStopped() {
    RhxInstrument instrument = open("");
    stimulator(instrument).load(pulse(0));
    var tape = new Tape();
    array(instrument).record(50, tape);
    rhx.define("TCPWaveformDataOutputConnectionStatus Disconnected");
    pass(Duration.ofSeconds(6));
    assertEquals(Reason.LINK_LOST, reason(instrument));
    assertTrue(rhx.says("runmode", "Stop"));
    assertEquals(List.of(), rhx.board.enabled());
    assertEquals(Reason.LINK_LOST, tape.ends.get(0).orElseThrow().reason());
  }

  @Test
  void aLostWaveformLinkStopsEverything() {
    RhxInstrument instrument = open("");
    stimulator(instrument).load(pulse(0));
    FakeRhx.End end = rhx.waveform;
    if (end != null) {
      end.end(new IOException("reset"));
    }
    pass(Duration.ofSeconds(2));
    assertEquals(Reason.LINK_LOST, reason(instrument));
    assertTrue(rhx.says("runmode", "Stop"));
    assertEquals(List.of(), rhx.board.enabled());
  }

  @Test
  void rhxThatStopsByItselfEndsTheSessionWithAFault() {
    RhxInstrument instrument = open("");
    var tape = new Tape();
    array(instrument).record(50, tape);
    passMillis(100);
    rhx.stop();
    for (int i = 0; i < 41; i++) {
      rhx.say(FakeRhx.STRAY);
    }
    pass(Duration.ofSeconds(3));
    assertEquals(Reason.FAULT, reason(instrument));
    assertEquals(Reason.FAULT, tape.ends.get(0).orElseThrow().reason());
    fails(Reason.LINK_LOST, Outcome.NOT_DONE, instrument::clearSafeState);
  }

  @Test
  void aRecordingThatAnOperatorStartsEndsTheSession() {
    RhxInstrument instrument = open("");
    rhx.define("RunMode Record");
    pass(Duration.ofSeconds(2));
    assertEquals(Reason.FAULT, reason(instrument));
  }

  @Test
  void oneRecordingAtATimeAndSizesInRange() {
    ElectrodeArray array = array(open(""));
    var tape = new Tape();
    array.record(100, tape);
    assertThrows(IllegalStateException.class, () -> array.record(1, block -> {}));
    for (int size : new int[] {-1, 0, 1_025}) {
      assertThrows(IllegalArgumentException.class, () -> array.record(size, block -> {}));
    }
    passMillis(100);
    assertFalse(tape.pieces.isEmpty());
  }

  @Test
  void aHandlerThatThrowsEndsItsRecordingOnly() {
    RhxInstrument instrument = open("");
    var ends = new ArrayList<Optional<DeviceException>>();
    array(instrument)
        .record(
            10,
            new SampleHandler() {
              @Override
              public void onBlock(SampleBlock block) {
                throw new IllegalStateException("of its own making");
              }

              @Override
              public void onEnd(Optional<DeviceException> reason) {
                ends.add(reason);
              }
            });
    passMillis(50);
    assertEquals(1, ends.size());
    assertEquals(Reason.REJECTED, ends.get(0).orElseThrow().reason());
    var tape = new Tape();
    array(instrument).record(10, tape);
    passMillis(50);
    assertFalse(tape.pieces.isEmpty());
  }

  @Test
  void blockingCallsFromAHandlerAreRefusedAndReadingABlockLaterToo() {
    RhxInstrument instrument = open("");
    var failures = new ArrayList<Class<?>>();
    var kept = new ArrayList<SampleBlock>();
    array(instrument)
        .record(
            100,
            block -> {
              if (kept.isEmpty()) {
                kept.add(block);
                failures.add(
                    assertThrows(
                            IllegalStateException.class,
                            () -> stimulator(instrument).load(pulse(0)))
                        .getClass());
                assertThrows(IllegalStateException.class, stimulator(instrument)::stop);
              }
            });
    passMillis(50);
    assertEquals(1, failures.size());
    assertThrows(IndexOutOfBoundsException.class, () -> kept.get(0).raw(0, 0));
  }

  @Test
  void theClockRunsWithTheHostsAlsoOverAStop() {
    RhxInstrument instrument = open("");
    DeviceClock first = instrument.clock();
    passMillis(5_000);
    var loaded = stimulator(instrument).load(pulse(0).train(100, Duration.ofMillis(50)));
    await(loaded.trigger());
    stimulator(instrument).stop();
    DeviceClock second = instrument.clock();
    long now = rhx.time.nanoTime();
    long apart = Math.abs(first.deviceMicrosAt(now) - second.deviceMicrosAt(now));
    long allowed = first.uncertainty().plus(second.uncertainty()).toNanos() / 1_000;
    assertTrue(apart <= allowed, apart + " µs apart");
  }

  private Reason reason(RhxInstrument instrument) {
    return await(instrument.ended()).orElseThrow().reason();
  }
}
