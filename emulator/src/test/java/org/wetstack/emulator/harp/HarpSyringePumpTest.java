package org.wetstack.emulator.harp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.emulator.harp.HarpLine.write;
import static org.wetstack.emulator.harp.HarpLine.write16;

import org.junit.jupiter.api.Test;
import org.wetstack.emulator.fluidics.Mechanics;

/** What the pump does to fluid, and what it does not notice. */
class HarpSyringePumpTest {

  /** A bore whose motor step of 10 µm is 10 nL. */
  private static final Mechanics TEN_NANOLITERS =
      Mechanics.ideal(0.01 / 16, Math.sqrt(4 / Math.PI), 60);

  private final HarpLine line = new HarpLine();

  private HarpSyringePump pump(SyringePumpSpec spec) {
    return line.start(new HarpSyringePump(line.world, spec));
  }

  private HarpSyringePump pump() {
    return pump(SyringePumpSpec.of(TEN_NANOLITERS));
  }

  private void protocol(int steps, int period) {
    line.ask(write16(45, steps), 2);
    line.ask(write16(47, period), 2);
    line.ask(write(33, 1), 1);
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  @Test
  void aProtocolMovesExactlyItsStepsOneEachPeriod() {
    HarpSyringePump pump = pump();
    protocol(20, 50);
    line.pass(49);
    assertEquals(0, pump.bench().pumpedNanoliters(), "the first comes after a period");
    line.pass(1);
    assertEquals(10, pump.bench().pumpedNanoliters());
    line.pass(9 * 50);
    assertEquals(100, pump.bench().pumpedNanoliters());
    line.pass(60_000);
    assertEquals(200, pump.bench().pumpedNanoliters());
  }

  @Test
  void stepModesMoveAFractionOfAStep() {
    HarpSyringePump pump = pump();
    for (int mode = 0; mode <= 4; mode++) {
      line.ask(write(44, mode), 2);
      line.ask(write(34, 1), 2);
    }
    assertEquals(10 + 5 + 2.5 + 1.25 + 0.625, pump.bench().passedNanoliters(), 1e-6);
  }

  @Test
  void whatIsWrittenWhileItRunsHoldsFromTheNextStartOn() {
    HarpSyringePump pump = pump();
    protocol(10, 10);
    line.ask(write16(45, 500), 2);
    line.ask(write16(47, 1), 2);
    line.pass(1_000);
    assertEquals(100, pump.bench().pumpedNanoliters());
  }

  @Test
  void aStopEndsItAtOnceAndAStartBeginsFromTheFirstStep() {
    HarpSyringePump pump = pump();
    protocol(100, 10);
    line.pass(304.5);
    line.ask(write(33, 0), 1);
    line.pass(5_000);
    assertEquals(300, pump.bench().pumpedNanoliters());
    line.ask(write(33, 1), 5_000);
    assertEquals(1_300, pump.bench().pumpedNanoliters());
  }

  @Test
  void anOccludedLineIsNotNoticedAndItsStepsAreLost() {
    HarpSyringePump pump = pump();
    pump.bench().occlude();
    line.ask(write(10, 0x61), 2);
    line.said();
    protocol(30, 10);
    line.pass(1_000);
    String said = line.said();
    assertEquals(60, count(said, "030B22FF11"), "both edges of 30");
    pump.bench().open();
    line.pass(1_000);
    assertEquals(0, pump.bench().pumpedNanoliters());
  }

  @Test
  void theForwardSwitchEndsAProtocolAfterItsDebounceAndOnlyItsOwnEventTells() {
    HarpSyringePump pump = pump();
    line.ask(write(10, 0x61), 2);
    pump.bench().emptyReservoir();
    line.pass(100);
    assertEquals(1, count(line.said(), "030B24FF11"), "the switch, when the plunger is put there");
    pump.bench().refill();
    assertEquals(1, count(line.said(), "030B24FF11"), "and when it is taken away");
    // 59.5 mm to the switch are 5950 steps; in the 50 ms of debounce 4 more are made.
    protocol(6_100, 10);
    line.pass(70_000);
    String said = line.said();
    assertEquals(5_954 * 10, pump.bench().pumpedNanoliters());
    assertEquals(1, count(said, "030B24FF11"));
    assertEquals(0, count(said, "030B36FF11"), "nothing of the end of the protocol");
  }

  @Test
  void withTheOptionTheProtocolTellsOfThatEndToo() {
    HarpSyringePump pump = pump(SyringePumpSpec.of(TEN_NANOLITERS).tellingSwitchStops());
    line.ask(write(10, 0x61), 2);
    pump.bench().emptyReservoir();
    line.pass(100);
    line.ask(write(55, 0), 2);
    line.ask(write(52, 0x3E), 2);
    line.said();
    protocol(6_100, 10);
    line.pass(70_000);
    String said = line.said();
    assertEquals(1, count(said, "030B36FF11"), said);
    assertEquals(1, count(said, "030B25FF11"), "drawn all the way out");
  }

  @Test
  void halfAMinuteWithoutAManualStepDisablesTheDriverAndAStepEnablesIt() {
    HarpSyringePump pump = pump();
    protocol(40, 1_000);
    line.pass(60_000);
    assertEquals(400, pump.bench().pumpedNanoliters());
    var other = new HarpLine();
    var loser =
        other.start(
            new HarpSyringePump(other.world, SyringePumpSpec.of(TEN_NANOLITERS).losingDriver()));
    other.ask(write(32, 1), 2);
    other.ask(write16(45, 40), 2);
    other.ask(write16(47, 1_000), 2);
    other.ask(write(33, 1), 60_000);
    assertEquals(290, loser.bench().pumpedNanoliters(), "steps 30 to 40 turn nothing");
  }

  @Test
  void powerLossStopsItAndTheSyringeStaysWhereItIs() {
    HarpSyringePump pump = pump();
    protocol(100, 10);
    line.pass(505);
    pump.cyclePower();
    line.pass(10_000);
    assertEquals(500, pump.bench().pumpedNanoliters());
    assertEquals(59.5, pump.bench().plungerMillimeters(), 1e-9);
  }

  @Test
  void theInputDoesWhatItIsSetTo() {
    HarpSyringePump pump = pump();
    line.ask(write(10, 0x61), 2);
    line.ask(write(52, 0), 2);
    line.said();
    pump.input(true);
    assertEquals(1, count(line.said(), "030B26FF11"), "told although no event is enabled");
    pump.input(false);
    line.ask(write(43, 1), 2);
    pump.input(true);
    line.pass(2);
    assertEquals(10, pump.bench().pumpedNanoliters());
    pump.input(false);
    line.ask(write(43, 2), 2);
    pump.input(true);
    line.pass(55);
    assertEquals(60, pump.bench().pumpedNanoliters());
    pump.input(false);
    line.pass(1_000);
    assertEquals(60, pump.bench().pumpedNanoliters(), "the falling edge stops it");
  }

  @Test
  void outputsFollowWhatTheyAreSetTo() {
    HarpSyringePump pump = pump();
    line.ask(write(39, 3), 2);
    assertTrue(pump.output(0) && pump.output(1));
    line.ask(write(40, 2), 2);
    assertTrue(pump.output(0));
    assertFalse(pump.output(1));
    line.ask(write(41, 1), 2);
    line.ask(write(40, 1), 2);
    assertTrue(pump.output(0), "no longer in the hand of the host");
    line.ask(write(42, 2), 2);
    line.ask(write(34, 1), 0.6);
    assertTrue(pump.output(1), "the step");
    line.pass(1);
    assertFalse(pump.output(1));
    pump.bench().emptyReservoir();
    line.pass(60);
    assertTrue(pump.output(0), "the switch");
    pump.bench().refill();
    assertFalse(pump.output(0));
    line.ask(write(42, 1), 2);
    boolean before = pump.output(1);
    line.pass(1_000);
    assertEquals(!before, pump.output(1), "the second");
  }
}
