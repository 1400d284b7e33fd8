package org.wetstack.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.emulator.board.BoardBench;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** Rigs begin when they are asked for, end with their tests, and do not feel each other. */
@Timeout(120)
class LifecycleTest {

  private static final Dose DOSE =
      new Dose(Volume.nanoliters(500), FlowRate.microlitersPerMinute(600));

  private static final List<Object> LEFT = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forget() {
    LEFT.clear();
  }

  @EmulatedRig
  @InTrial
  static class Leaving {
    @Test
    void leavesEverythingOpen(
        ElectrodeArray array,
        Pump pump,
        @Called("mea") Instrument mea,
        @Called("pump") Instrument instrument,
        PumpBench outlet,
        Rig rig,
        Timebase time)
        throws Exception {
      var ended = new CompletableFuture<Optional<DeviceException>>();
      var heard = new Heard(300);
      Instrument.Subscription unused = array.record(30, heard);
      time.await(heard.enough(), Duration.ofSeconds(60));
      pump.dispense(new Dose(Volume.nanoliters(500_000), FlowRate.microlitersPerMinute(1)));
      mea.ended().thenAccept(ended::complete);
      var timer = new CompletableFuture<Thread>();
      time.after(Duration.ZERO, () -> timer.complete(Thread.currentThread()));
      LEFT.addAll(
          List.of(ended, instrument, outlet, time.await(timer, Duration.ofSeconds(60)), rig));
    }
  }

  @Test
  void whatATestLeavesOpenIsClosedBehindIt() throws Exception {
    assertEquals(List.of(), Trial.of(Leaving.class).failures());
    assertEquals(Optional.empty(), ((CompletableFuture<?>) LEFT.get(0)).getNow(null));
    var instrument = (Instrument) LEFT.get(1);
    Pump pump = instrument.device(Pump.class);
    assertThrows(DeviceException.class, () -> pump.dispense(DOSE));
    var outlet = (PumpBench) LEFT.get(2);
    assertTrue(outlet.pumpedNanoliters() < 500_000);
    assertEquals(outlet.pours(), outlet.pours(), "nothing flows behind a closed rig");
    ((Thread) LEFT.get(3)).join(60_000);
    assertFalse(((Thread) LEFT.get(3)).isAlive(), "the thread of its timers");
    ((Rig) LEFT.get(4)).close();
  }

  @EmulatedRig(seed = 42)
  @InTrial
  static class Failing {
    @Test
    void passes(Rig rig) {}

    @Test
    void takesNothing() {
      throw new AssertionError("has no rig to tell of");
    }

    @Test
    @DisplayName("the left group is rewarded")
    void fails(Rig rig) {
      throw new AssertionError("what was wrong");
    }

    @Test
    @EmulatedRig(file = "rigs/noisy.yaml", time = EmulatedRig.Time.VIRTUAL)
    void failsOnAFile(Rig rig) {
      throw new AssertionError("what else was wrong");
    }
  }

  @Test
  void aFailureSaysHowToRepeatIt() {
    var said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertEquals(3, Trial.of(Failing.class).failures().size());
    } finally {
      System.setErr(before);
    }
    List<String> lines =
        said.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("wetstack: "))
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "wetstack: failsOnAFile(Rig) failed in virtual time on the rig @EmulatedRig(seed = 11,"
                + " file = \"rigs/noisy.yaml\", time = EmulatedRig.Time.VIRTUAL)",
            "wetstack: the left group is rewarded failed in real time on the rig"
                + " @EmulatedRig(seed = 42)"),
        lines);
  }

  /** Each test has a pump of its own, and would notice the doses of another. */
  @InTrial
  static class Dosing {
    @RepeatedTest(6)
    void inRealTime(Pump pump, PumpBench outlet) {
      doseAndCheck(pump, outlet);
    }

    @RepeatedTest(6)
    @EmulatedRig(time = EmulatedRig.Time.VIRTUAL)
    void inVirtualTime(Pump pump, PumpBench outlet) {
      doseAndCheck(pump, outlet);
    }

    private static void doseAndCheck(Pump pump, PumpBench outlet) {
      assertEquals(DoseReport.End.COMPLETE, pump.dispense(DOSE).await().end());
      assertEquals(500, outlet.pumpedNanoliters());
      assertEquals(1, outlet.pours().size());
    }
  }

  @EmulatedRig
  @InTrial
  static class Crowd extends Dosing {}

  @Test
  void testsInParallelDoNotFeelEachOther() {
    Trial trial = Trial.inParallel(Crowd.class);
    assertEquals(List.of(), trial.failures());
    assertEquals(12, trial.passed().size());
  }

  @Test
  @EmulatedRig(time = EmulatedRig.Time.VIRTUAL)
  void anInstrumentThatHangsDoesNotHoldUpTheEnd(
      Pump pump, @Called("pump") BoardBench board, @Called("pump") Instrument instrument) {
    board.freeze();
    assertThrows(DeviceException.class, () -> pump.dispense(DOSE));
    instrument.close();
  }
}
