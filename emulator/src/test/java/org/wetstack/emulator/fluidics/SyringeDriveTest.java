package org.wetstack.emulator.fluidics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.fluidics.SyringeDrive.End;
import org.wetstack.emulator.fluidics.SyringeDrive.Port;
import org.wetstack.hal.spi.VirtualTimebase;

class SyringeDriveTest {

  /** A bore whose step of 1 µm is 1 nL. */
  private static final double BORE = Math.sqrt(4 / Math.PI);

  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 1, 1);
  private final List<End> ends = new ArrayList<>();

  private SyringeDrive drive(Mechanics mechanics) {
    return new SyringeDrive(world, mechanics);
  }

  private static Mechanics ideal() {
    return Mechanics.ideal(0.001, BORE, 60);
  }

  private void pass(double seconds) {
    time.advance(Duration.ofNanos((long) (seconds * 1e9)));
  }

  @Test
  void everyStepMovesItsVolume() {
    SyringeDrive drive = drive(ideal());
    var bench = new SyringeBench(world, drive, false);
    drive.move(Direction.INFUSE, 500, Profile.even(100), ends::add);
    pass(2.5);
    assertEquals(250, bench.pumpedNanoliters());
    assertEquals(250, drive.made());
    assertTrue(drive.moving());
    pass(2.5);
    assertEquals(List.of(End.DONE), ends);
    assertEquals(500, bench.pumpedNanoliters());
    assertEquals(60_000 - 500, drive.position());
    pass(10);
    assertEquals(500, bench.pumpedNanoliters());
  }

  @Test
  void aHaltEndsItAtThisInstantAndAnotherSpeedHoldsFromNowOn() {
    SyringeDrive drive = drive(ideal());
    var bench = new SyringeBench(world, drive, false);
    drive.move(Direction.INFUSE, Long.MAX_VALUE, Profile.even(100), ends::add);
    pass(1);
    drive.speed(Profile.even(1_000));
    pass(1);
    drive.halt();
    assertEquals(List.of(End.HALTED), ends);
    assertEquals(1_100, bench.pumpedNanoliters());
  }

  @Test
  void rampsTakeTheTimeThatMechanicsGiveThem() {
    // 0 to 1000 Hz in 1 s covers 500 steps, the same down, and 1000 between: 3 s.
    Profile.Course course = new Profile(0, 1_000, 0, 1_000).over(2_000);
    assertEquals(3, course.seconds(), 1e-9);
    assertEquals(500, course.stepsAfter(1), 1e-9);
    assertEquals(1_500, course.stepsAfter(2), 1e-9);
    assertEquals(2_000, course.stepsAfter(3), 1e-9);
    assertEquals(500, course.hzAfter(2.5), 1e-9);
    // Too short for the top: up to 500 Hz and down again.
    Profile.Course brief = new Profile(0, 1_000, 0, 1_000).over(250);
    assertEquals(1, brief.seconds(), 1e-9);
    assertEquals(500, brief.peakHz(), 1e-9);
    assertEquals(250, brief.stepsAfter(brief.seconds()), 1e-9);
  }

  @Test
  void aWornScrewLosesStepsAfterEachChangeOfDirection() {
    SyringeDrive drive = drive(ideal().worn(20, 0, 0));
    var bench = new SyringeBench(world, drive, false);
    drive.move(Direction.INFUSE, 100, Profile.even(1_000), ends::add);
    pass(1);
    assertEquals(80, bench.pumpedNanoliters(), "the slack of the first motion");
    drive.move(Direction.INFUSE, 100, Profile.even(1_000), ends::add);
    pass(1);
    assertEquals(180, bench.pumpedNanoliters());
    drive.move(Direction.WITHDRAW, 100, Profile.even(1_000), ends::add);
    pass(1);
    assertEquals(100, bench.passedNanoliters(), 1e-6);
  }

  @Test
  void aTubeThatStretchesGivesLateWhatItGot() {
    SyringeDrive drive = drive(ideal().worn(0, 10, 2));
    var bench = new SyringeBench(world, drive, false);
    drive.move(Direction.INFUSE, 1_000, Profile.even(1_000), ends::add);
    pass(1);
    // The answer of a first order lag to a ramp: t - tau (1 - exp(-t / tau)).
    assertEquals(1_000 * (1 - 2 * (1 - Math.exp(-0.5))), bench.passedNanoliters(), 0.01);
    pass(40);
    assertEquals(1_000, bench.pumpedNanoliters());
  }

  @Test
  void aClosedLineStallsTheMotorWhenItsPressureIsTooHigh() {
    SyringeDrive drive = drive(ideal().worn(0, 1, 0.1));
    var bench = new SyringeBench(world, drive, false);
    bench.occlude();
    drive.move(Direction.INFUSE, 1_000, Profile.even(100), ends::add);
    pass(2.9);
    assertTrue(drive.moving(), "300 kPa take 3 s");
    pass(0.2);
    assertEquals(List.of(End.STALLED), ends);
    assertEquals(0, bench.pumpedNanoliters());
    bench.open();
    pass(5);
    assertEquals(300, bench.pumpedNanoliters(), "what was pent up comes out");
  }

  @Test
  void theEndOfTravelEndsTheMotion() {
    SyringeDrive drive = drive(ideal());
    var bench = new SyringeBench(world, drive, false);
    drive.move(Direction.WITHDRAW, 1, Profile.even(100), ends::add);
    pass(1);
    bench.emptyReservoir();
    drive.move(Direction.INFUSE, 1, Profile.even(100), ends::add);
    pass(1);
    assertEquals(List.of(End.END_OF_TRAVEL, End.END_OF_TRAVEL), ends);
    assertEquals(0, bench.pumpedNanoliters());
    assertFalse(drive.moving());
  }

  @Test
  void leaksAndBubblesPushTooButDoNotReachTheCulture() {
    SyringeDrive drive = drive(ideal());
    var bench = new SyringeBench(world, drive, false);
    bench.leak(0.25);
    drive.move(Direction.INFUSE, 400, Profile.even(1_000), ends::add);
    pass(1);
    bench.leak(0);
    bench.air(150);
    drive.move(Direction.INFUSE, 400, Profile.even(1_000), ends::add);
    pass(1);
    assertEquals(300 + 250, bench.pumpedNanoliters());
    assertEquals(100, bench.leakedNanoliters(), 1e-6);
    assertEquals(150, bench.airPassedNanoliters(), 1e-6);
  }

  @Test
  void aPumpWithAValveFillsItselfAndDrawsAirFromAnEmptyReservoir() {
    SyringeDrive drive = drive(ideal());
    var bench = new SyringeBench(world, drive, true);
    drive.move(Direction.INFUSE, 1_000, Profile.even(10_000), ends::add);
    pass(1);
    drive.connect(Port.RESERVOIR);
    drive.move(Direction.WITHDRAW, 600, Profile.even(10_000), ends::add);
    pass(1);
    bench.emptyReservoir();
    drive.move(Direction.WITHDRAW, 400, Profile.even(10_000), ends::add);
    pass(1);
    assertEquals(1_000, bench.pumpedNanoliters(), "filling delivers nothing");
    drive.connect(Port.OUTLET);
    drive.move(Direction.INFUSE, 1_000, Profile.even(10_000), ends::add);
    pass(1);
    assertEquals(1_600, bench.pumpedNanoliters());
    assertEquals(400, bench.airPassedNanoliters(), 1e-6);
    drive.connect(Port.CLOSED);
    drive.move(Direction.INFUSE, 10, Profile.even(10_000), ends::add);
    pass(1);
    assertEquals(End.STALLED, ends.get(ends.size() - 1));
  }

  @Test
  void theNextMotionMayBeginWhereOneEnds() {
    SyringeDrive drive = drive(ideal());
    var bench = new SyringeBench(world, drive, false);
    drive.move(
        Direction.INFUSE,
        100,
        Profile.even(100),
        end -> drive.move(Direction.INFUSE, 50, Profile.even(50), ends::add));
    pass(1.5);
    assertEquals(125, bench.pumpedNanoliters());
    pass(0.5);
    assertEquals(150, bench.pumpedNanoliters());
    assertEquals(
        List.of(100L, 50L), bench.motions().stream().map(SyringeDrive.Motion::steps).toList());
  }

  @Test
  void whatGoesToWasteDoesNotReachTheCultureAndWhatIsDrawnThereIsAir() {
    SyringeDrive drive = drive(ideal());
    var bench = new SyringeBench(world, drive, true);
    drive.connect(Port.WASTE);
    drive.move(Direction.INFUSE, 500, Profile.even(1_000), ends::add);
    pass(1);
    drive.move(Direction.WITHDRAW, 200, Profile.even(1_000), ends::add);
    pass(1);
    assertEquals(0, bench.pumpedNanoliters());
    drive.connect(Port.OUTLET);
    drive.move(Direction.INFUSE, 500, Profile.even(1_000), ends::add);
    pass(1);
    assertEquals(300, bench.pumpedNanoliters());
    assertEquals(200, bench.airPassedNanoliters(), 1e-6);
  }

  @Test
  void theEncoderCountsWhatTheMotorTurnsAlsoWhatTheScrewLoses() {
    SyringeDrive drive = drive(ideal().worn(20, 0, 0));
    drive.move(Direction.INFUSE, 100, Profile.even(1_000), ends::add);
    pass(1);
    assertEquals(-100, drive.encoder());
    assertEquals(60_000 - 80, drive.position());
    new SyringeBench(world, drive, false).occlude();
    drive.move(Direction.INFUSE, 50, Profile.even(1_000), ends::add);
    pass(1);
    assertEquals(-100, drive.encoder(), "a motor that stalls does not turn");
    drive.move(Direction.WITHDRAW, 20, Profile.even(1_000), ends::add);
    pass(1);
    assertEquals(-80, drive.encoder());
  }

  @Test
  void aPulseMovesAtOnceAndSaysWhatStoodInItsWay() {
    SyringeDrive drive = drive(ideal().worn(0, 1, 0.1));
    var bench = new SyringeBench(world, drive, false);
    List<Long> placed = new ArrayList<>();
    drive.onPlaced(() -> placed.add(drive.position()));
    assertEquals(End.DONE, drive.pulse(Direction.INFUSE, 16));
    assertEquals(60_000 - 16, drive.position());
    assertFalse(drive.moving());
    pass(2);
    assertEquals(16, bench.pumpedNanoliters());
    bench.occlude();
    assertEquals(End.DONE, drive.pulse(Direction.INFUSE, 300));
    assertEquals(End.STALLED, drive.pulse(Direction.INFUSE, 1));
    bench.emptyReservoir();
    assertEquals(End.END_OF_TRAVEL, drive.pulse(Direction.INFUSE, 1));
    bench.refill();
    assertEquals(List.of(0L, 60_000L), placed);
  }

  @Test
  void aStepThatHasBegunSurvivesChangesOfSpeed() {
    SyringeDrive drive = drive(ideal());
    drive.move(Direction.INFUSE, Long.MAX_VALUE, Profile.even(1), ends::add);
    for (int i = 0; i < 100; i++) {
      pass(0.053);
      drive.speed(Profile.even(1));
    }
    assertEquals(5, drive.made());
  }

  @Test
  void whatAllMotionsMadeIsCountedAlsoAfterTheirEnd() {
    SyringeDrive drive = drive(ideal());
    drive.move(Direction.INFUSE, 100, Profile.even(100), ends::add);
    pass(2);
    drive.move(Direction.WITHDRAW, 100, Profile.even(100), ends::add);
    pass(0.5);
    assertEquals(150, drive.turned());
  }

  @Test
  void aMotorAtHalfItsStrengthStallsAtHalfThePressure() {
    SyringeDrive drive = drive(ideal().worn(0, 1, 0.1));
    var bench = new SyringeBench(world, drive, false);
    bench.occlude();
    drive.strength(0.5);
    drive.move(Direction.INFUSE, 1_000, Profile.even(100), ends::add);
    pass(1.4);
    assertTrue(drive.moving(), "150 kPa take 1.5 s");
    pass(0.2);
    assertEquals(List.of(End.STALLED), ends);
  }
}
