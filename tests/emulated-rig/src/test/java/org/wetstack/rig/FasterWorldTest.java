package org.wetstack.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** At ten times the speed flow and samples come faster, and what was agreed with the host holds. */
class FasterWorldTest {

  /** Ten seconds of flow: one for the host. */
  private static final Dose TEN_SECONDS =
      new Dose(Volume.nanoliters(10_000), FlowRate.microlitersPerMinute(60));

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Stimulus pulses(int count) {
    return Stimulus.biphasic(List.of(3), Current.microamps(-2), Duration.ofNanos(200_000))
        .train(count, Duration.ofMillis(20));
  }

  private static void assertNear(long expected, long actual, long tolerance) {
    assertTrue(Math.abs(actual - expected) <= tolerance, actual + " instead of " + expected);
  }

  @Nested
  @EmulatedRig(file = "rigs/fast.yaml", time = EmulatedRig.Time.VIRTUAL)
  class InVirtualTime {

    @Test
    void samplesComeTenTimesAsFast(ElectrodeArray array, VirtualTimebase time) {
      var heard = new Heard(Long.MAX_VALUE);
      try (Instrument.Subscription recording = array.record(100, heard)) {
        long before = heard.samples();
        time.advance(Duration.ofSeconds(1));
        assertNear(300_000, heard.samples() - before, 200);
        assertEquals(0, heard.missed());
      }
    }

    @Test
    void aDoseIsOverInATenthOfTheTimeAndComplete(Pump pump, PumpBench outlet, Timebase time) {
      long began = time.nanoTime();
      DoseReport report = pump.dispense(TEN_SECONDS).await();
      long millis = (time.nanoTime() - began) / 1_000_000;
      assertEquals(DoseReport.End.COMPLETE, report.end());
      assertEquals(Volume.nanoliters(10_000), report.delivered().atLeast());
      assertEquals(10_000, outlet.pumpedNanoliters());
      assertTrue(millis >= 1_000 && millis < 1_010, millis + " ms");
    }

    @Test
    void aStopInTheMiddleIsExactToo(Pump pump, PumpBench outlet, VirtualTimebase time) {
      var run = pump.dispense(TEN_SECONDS);
      time.advance(Duration.ofMillis(500));
      pump.stop();
      DoseReport report = run.await();
      assertEquals(DoseReport.End.STOPPED, report.end());
      assertEquals(Volume.nanoliters(outlet.pumpedNanoliters()), report.delivered().atLeast());
      assertNear(5_000, outlet.pumpedNanoliters(), 50);
    }

    @Test
    void aHostThatFallsSilentHasItsLeaseInItsOwnTime(
        Pump pump, PumpBench outlet, @Called("pump") Cable cable, VirtualTimebase time) {
      pump.dispense(new Dose(Volume.nanoliters(1_000_000), FlowRate.microlitersPerMinute(600)));
      cable.silence();
      time.advance(Duration.ofSeconds(10));
      // A lease of 2 s, the last heartbeat at most half a second old: of the world 15 to 20 s.
      long millis = outlet.pumpedNanoliters() / 10;
      assertTrue(millis >= 15_000 && millis <= 20_100, millis + " ms of flow");
    }

    @Test
    void triggersArriveInTime(ElectrodeArray array, VirtualTimebase time) throws Exception {
      try (LoadedStimulus loaded = array.stimulator().orElseThrow().load(pulses(5))) {
        for (int i = 0; i < 50; i++) {
          Receipt receipt = time.await(loaded.trigger().toCompletableFuture(), PATIENCE);
          assertTrue(receipt.firstSample() > 0);
          time.advance(Duration.ofMillis(200));
        }
      }
    }

    @Test
    void aTriggerIsScheduledBySamples(ElectrodeArray array, Timebase time) throws Exception {
      var heard = new Heard(30_000);
      try (LoadedStimulus loaded = array.stimulator().orElseThrow().load(pulses(3));
          Instrument.Subscription recording = array.record(100, heard)) {
        Receipt now = time.await(loaded.trigger().toCompletableFuture(), PATIENCE);
        long later = now.firstSample() + 20_000;
        CompletableFuture<Receipt> scheduled = loaded.triggerAt(later).toCompletableFuture();
        assertEquals(later, time.await(scheduled, PATIENCE).firstSample());
        time.await(heard.enough(), PATIENCE);
        assertEquals(List.of(later, later + 600, later + 1_200), heard.marks().subList(3, 6));
      }
    }
  }

  /** With an array that takes few samples, all of which are made. */
  @Nested
  @EmulatedRig(file = "rigs/fast-for-long.yaml", time = EmulatedRig.Time.VIRTUAL)
  class ForLong {

    @Test
    void aSessionLivesOnForTwentyMinutes(
        @Called("pump") Instrument instrument, VirtualTimebase time) {
      time.advance(Duration.ofMinutes(20));
      assertFalse(instrument.ended().toCompletableFuture().isDone());
      assertEquals(Optional.empty(), instrument.safeState());
    }

    @Test
    void theClocksOfHostAndDeviceRunAlike(@Called("mea") Instrument mea, VirtualTimebase time) {
      time.advance(Duration.ofMinutes(5));
      assertEquals(0, mea.clock().driftPartsPerMillion(), 1);
      long micros = mea.clock().deviceMicrosAt(time.nanoTime());
      time.advance(Duration.ofSeconds(1));
      assertNear(1_000_000, mea.clock().deviceMicrosAt(time.nanoTime()) - micros, 10);
    }
  }

  @Nested
  @EmulatedRig(file = "rigs/fast.yaml")
  class InRealTime {

    @Test
    void allOfItWorksTogether(
        ElectrodeArray array,
        Pump pump,
        PumpBench outlet,
        @Called("mea") Instrument mea,
        Timebase time)
        throws Exception {
      try (LoadedStimulus loaded = array.stimulator().orElseThrow().load(pulses(5))) {
        time.await(loaded.trigger().toCompletableFuture(), PATIENCE);
        // Three seconds for the host: longer than its lease, which heartbeats must renew.
        var dose = new Dose(Volume.nanoliters(30_000), FlowRate.microlitersPerMinute(60));
        assertEquals(DoseReport.End.COMPLETE, pump.dispense(dose).await().end());
        assertEquals(30_000, outlet.pumpedNanoliters());
        time.await(loaded.trigger().toCompletableFuture(), PATIENCE);
        // Longer than the train, whose slot is refused to be unloaded before it ends.
        var heard = new Heard(150_000);
        try (Instrument.Subscription recording = array.record(100, heard)) {
          time.await(heard.enough(), PATIENCE);
        }
        assertFalse(mea.ended().toCompletableFuture().isDone());
        assertEquals(Optional.empty(), mea.safeState());
      }
    }
  }
}
