package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wetstack.emulator.CableFaults;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;

/** No loss on the line makes a second dose, whatever the pump: 10,000 losses each, from a seed. */
class PumpLossTest {

  private static final long LOSSES = 10_000;

  /** One message in twelve vanishes whole, either way. */
  private static final CableFaults WHOLE = new CableFaults(300_000, 0, 0, 0, 0, 12, 0, 0);

  /** One crumb in sixty vanishes, so that commands and answers arrive with holes. */
  private static final CableFaults HOLES = new CableFaults(300_000, 0, 0, 6, 0, 60, 0, 0);

  static Stream<LabPumps.Pump> pumps() {
    return LabPumps.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pumps")
  void lostMessagesNeverMakeASecondDose(LabPumps.Pump pump) {
    run(pump, WHOLE, 5, LossRun::until, LOSSES * 2 / 5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pumps")
  void holesInMessagesNeverMakeASecondDose(LabPumps.Pump pump) {
    run(pump, HOLES, 6, LossRun::until, LOSSES * 2 / 5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pumps")
  void messagesLostAroundAStartNeverMakeASecondDose(LabPumps.Pump pump) {
    run(pump, CableFaults.none(), 7, LossRun::aroundStarts, LOSSES / 5);
  }

  @Test
  void aNoisyLineIsNotASilentHost() {
    Rig rig = LabPumps.onCable(LabPumps.NEW_ERA, CableFaults.noisyLine());
    Instrument instrument = rig.open();
    for (int hour = 0; hour < 8; hour++) {
      Pump pump = instrument.device(Pump.class);
      var dose = new Dose(pump.limits().step(), pump.limits().maxRate());
      assertEquals(End.COMPLETE, pump.dispense(dose).await().end());
      ((VirtualTimebase) rig.time()).advance(Duration.ofHours(1));
      assertEquals(Optional.empty(), instrument.safeState(), "after hour " + hour);
    }
    rig.close();
  }

  /** A line beside a motor: bits fall over, and crumbs vanish. */
  private static final CableFaults DAY = new CableFaults(300_000, 0, 0, 16, 400, 400, 0, 0);

  @ParameterizedTest(name = "{0}")
  @MethodSource("pumps")
  void aDayOfTwoHundredDosesWithFaultsGivesWhatItSays(LabPumps.Pump pump) {
    LabPumps.Cabled cabled = LabPumps.cabled(pump, DAY, 7);
    try {
      var run = new LossRun(cabled.rig(), cabled.cable(), 7);
      run.doses(200, Duration.ofMinutes(7), i -> mishap(pump, cabled, i));
      System.out.println("a day of " + pump + ": " + run);
    } finally {
      cabled.rig().close();
    }
  }

  /**
   * Now and then the line is closed for a while, or the power goes, while a dose flows. A pump that
   * does not notice a closed line needs a flow sensor for that: VerifiedDosesTest.
   */
  private static void mishap(LabPumps.Pump pump, LabPumps.Cabled cabled, int dose) {
    Timebase time = cabled.rig().time();
    if (dose % 25 == 11 && pump.tellsStalls()) {
      var unused = time.after(Duration.ofMillis(400), cabled.bench()::occlude);
      unused = time.after(Duration.ofSeconds(20), cabled.bench()::open);
    } else if (dose % 25 == 23) {
      var unused = time.after(Duration.ofMillis(400), cabled.rig().power().orElseThrow()::cycle);
    } else if (dose % 50 == 30) {
      cabled.bench().refill();
    }
  }

  private static void run(
      LabPumps.Pump pump,
      CableFaults faults,
      long seed,
      ObjLongConsumer<LossRun> way,
      long losses) {
    LabPumps.Cabled cabled = LabPumps.cabled(LabPumps.tireless(pump), faults, seed);
    try {
      var run = new LossRun(cabled.rig(), cabled.cable(), seed);
      way.accept(run, losses);
      assertTrue(run.losses() >= losses, run::toString);
      System.out.println(pump + ": " + run);
    } finally {
      cabled.rig().close();
    }
  }
}
