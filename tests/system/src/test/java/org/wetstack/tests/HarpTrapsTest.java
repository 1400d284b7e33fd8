package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wetstack.drivers.harp.HarpDriver;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.harp.HarpSyringePump;
import org.wetstack.emulator.harp.SyringePumpSpec;
import org.wetstack.emulator.harp.SyringePumpSpec.Dialect;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.SyringePump;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** Where a Harp syringe pump surprises who does not know it. */
class HarpTrapsTest {

  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 1, 1);
  private final List<Alarm> alarms = new ArrayList<>();
  private final Cable cable = new Cable(time, 1, Link.Delivery.RAW_BYTES, CableFaults.none());
  private @Nullable SerialLine line;

  private HarpSyringePump pump(SyringePumpSpec spec) {
    var pump = new HarpSyringePump(world, spec);
    line = new SerialLine(world, List.of(pump));
    time.advance(Duration.ofSeconds(1));
    return pump;
  }

  private LinkHandler plug() {
    SerialLine plugged = line;
    if (plugged == null) {
      throw new IllegalStateException("no pump yet");
    }
    return plugged.plug();
  }

  private Instrument open() {
    Instrument instrument =
        new HarpDriver()
            .open(
                URI.create("cable:harp?step-volume=10nl&max-dose=600ul"),
                cable.provider(this::plug),
                time);
    Instrument.Subscription unused = instrument.onAlarm(alarms::add);
    return instrument;
  }

  private static Dose dose(long nanoliters, long rate) {
    return new Dose(Volume.nanoliters(nanoliters), FlowRate.nanolitersPerMinute(rate));
  }

  private void tell(String hex) {
    Link stranger =
        cable
            .join(
                new LinkHandler() {
                  @Override
                  public void onBytes(Link link, ByteBuffer bytes) {}

                  @Override
                  public void onClosed(@Nullable Throwable cause) {}
                },
                plug())
            .host();
    stranger.send(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    time.advance(Duration.ofMillis(20));
    stranger.close();
  }

  private static void checkBounds(DoseReport report, HarpSyringePump pump) {
    long pumped = pump.bench().pumpedNanoliters();
    Delivered said = report.delivered();
    assertTrue(
        said.atLeast().nanoliters() <= pumped && pumped <= said.atMost().nanoliters(),
        pumped + " nL, but " + said);
  }

  @Test
  void anEmptySyringeEndsTheDoseAndCanBeFilledAgain() {
    HarpSyringePump emulated = pump(SyringePumpSpec.of());
    try (Instrument instrument = open()) {
      SyringePump pump = instrument.device(SyringePump.class);
      DoseRun run = pump.dispense(dose(59_000, 600_000));
      assertEquals(End.COMPLETE, run.await().end());
      DoseReport report = pump.dispense(dose(59_000, 60_000)).await();
      assertEquals(End.FAULT, report.end());
      assertEquals("reservoir-empty", alarms.get(0).code());
      // The switch closes after 50 steps, and counts 50 ms later: 4 more are made.
      long most = report.delivered().atMost().nanoliters();
      assertTrue(report.delivered().atLeast().nanoliters() <= 540 && 540 <= most && most < 1_000);
      instrument.clearSafeState();
      var refused = assertThrows(DeviceException.class, () -> pump.dispense(dose(1_000, 60_000)));
      assertEquals(Outcome.NOT_DONE, refused.outcome());
      assertTrue(String.valueOf(refused.getMessage()).contains("empty"), refused::toString);
      assertEquals(End.COMPLETE, pump.withdraw(dose(20_000, 600_000)).await().end());
      assertEquals(End.COMPLETE, pump.dispense(dose(5_000, 600_000)).await().end());
      assertTrue(emulated.bench().plungerMillimeters() > 1);
    }
  }

  @Test
  void aMotorThatIsSwitchedOffInMidDoseIsNotTakenForOneThatTurns() {
    HarpSyringePump emulated = pump(LabPumps.harpSpec().losingDriver());
    try (Instrument instrument = open()) {
      SyringePump pump = instrument.device(SyringePump.class);
      // 600 steps of 100 ms: what comes after 30 s is lost.
      DoseReport report = pump.dispense(dose(6_000, 6_000)).await();
      assertEquals(End.STOPPED, report.end());
      assertTrue(emulated.bench().pumpedNanoliters() < 3_100);
      checkBounds(report, emulated);
    }
  }

  @Test
  void aLongDoseIsWholeAlthoughTheDriverIsSwitchedOffNowAndThen() {
    HarpSyringePump emulated = pump(LabPumps.harpSpec());
    try (Instrument instrument = open()) {
      SyringePump pump = instrument.device(SyringePump.class);
      DoseReport report = pump.dispense(dose(6_000, 3_000)).await();
      assertEquals(End.COMPLETE, report.end());
      assertEquals(6_000, emulated.bench().pumpedNanoliters());
    }
  }

  @Test
  void afterAHostThatDidNotReadThePumpIsMadeToSpeakAgain() {
    HarpSyringePump emulated = pump(LabPumps.harpSpec());
    try (Instrument instrument = open()) {
      SyringePump pump = instrument.device(SyringePump.class);
      DoseRun run = pump.dispense(dose(20_000, 60_000));
      emulated.device().holdBack(true);
      time.advance(Duration.ofMillis(3_100));
      emulated.device().holdBack(false);
      if (instrument.ended().toCompletableFuture().isDone()) {
        try (Instrument again = open()) {
          time.advance(Duration.ofSeconds(30));
          SyringePump anew = again.device(SyringePump.class);
          assertEquals(End.COMPLETE, anew.dispense(dose(1_000, 60_000)).await().end());
        }
      } else {
        checkBounds(run.await(), emulated);
      }
      assertTrue(emulated.bench().pumpedNanoliters() >= 20_000);
    }
  }

  @Test
  void aPumpThatRefusesTheMarkStillDosesExactly() {
    HarpSyringePump emulated = pump(LabPumps.harpSpec().speaking(Dialect.DEVICE_YML));
    try (Instrument instrument = open()) {
      SyringePump pump = instrument.device(SyringePump.class);
      for (int i = 1; i <= 3; i++) {
        assertEquals(End.COMPLETE, pump.dispense(dose(1_000, 60_000)).await().end());
        assertEquals(1_000L * i, emulated.bench().pumpedNanoliters());
      }
    }
  }

  @Test
  void whatSomebodyElseHasStartedIsLeftAlone() {
    HarpSyringePump emulated = pump(LabPumps.harpSpec());
    // 100 steps of 100 ms.
    tell("02062DFF026400" + "9A");
    tell("02062FFF026400" + "9C");
    tell("020521FF010129");
    try (Instrument instrument = open()) {
      SyringePump pump = instrument.device(SyringePump.class);
      var refused = assertThrows(DeviceException.class, () -> pump.dispense(dose(1_000, 60_000)));
      assertEquals(Outcome.NOT_DONE, refused.outcome());
      time.advance(Duration.ofSeconds(11));
      assertEquals(1_000, emulated.bench().pumpedNanoliters());
      assertEquals(End.COMPLETE, pump.dispense(dose(500, 60_000)).await().end());
      assertEquals(1_500, emulated.bench().pumpedNanoliters());
    }
  }

  @Test
  void aPumpThatAProgramHasMutedIsHeardAgain() {
    pump(LabPumps.harpSpec());
    tell("02050AFF0171" + "82");
    try (Instrument instrument = open()) {
      SyringePump pump = instrument.device(SyringePump.class);
      assertEquals(End.COMPLETE, pump.dispense(dose(1_000, 60_000)).await().end());
    }
  }

  @Test
  void theClockOfTheInstrumentIsThePumpsOwn() {
    SyringePumpSpec spec = LabPumps.harpSpec();
    pump(spec.on(spec.device().drifting(50)));
    try (Instrument instrument = open()) {
      time.advance(Duration.ofMinutes(10));
      assertEquals(50, instrument.clock().driftPartsPerMillion(), 3);
      double since = (time.nanoTime() - 100_000_000) * (1 + 50e-6) / 1_000;
      assertEquals(since, (double) instrument.clock().deviceMicrosAt(time.nanoTime()), 1_500);
    }
  }

  @Test
  void withoutWhatAStepMovesNothingIsOpened() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new HarpDriver().open(URI.create("cable:harp"), cable.provider(this::plug), time));
    assertTrue(String.valueOf(refused.getMessage()).contains("step-volume"));
  }
}
