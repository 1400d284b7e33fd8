package org.wetstack.emulator.culture.electrode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What current does to the electrode it goes through, and to others. */
class ArtefactTest {

  private final Bath bath = new Bath(Bath.plain(Material.TIN), 12);

  @Test
  void currentShowsAsTheResistanceOfTheFluidAndAsPolarisation() {
    bath.drive(-1_000, 1);
    // 12 kΩ of fluid at once; the rest of the surface, which at 30 kHz still has a few.
    int first = bath.shown(0);
    assertTrue(first < -12_000_000 && first > -200_000_000, "first sample " + first);
    bath.drive(-1_000, 5);
    assertTrue(bath.shown(0) < 4 * first, bath.shown(0) + " nV after " + first);
    assertEquals(bath.shown(0) / 1_000.0, bath.drive.microvolts[0], 1);
  }

  @Test
  void neighboursSeeCurrentOverTwoPiDistanceAndNothingOnceItEnds() {
    bath.drive(1_000, 6);
    for (int e = 1; e <= 10; e++) {
      double microvolts = 0.72 * 1e-6 / (2 * Math.PI * 200e-6 * e) * 1e6;
      assertEquals(microvolts, bath.shown(e) / 1_000.0, 0.01 * microvolts, "electrode " + e);
    }
    // Farther than 2 mm is another well.
    assertEquals(0, bath.shown(11));
    bath.rest(1);
    assertEquals(0, bath.shown(1));
  }

  @Test
  void theTailOfABalancedPulseIsMillivoltsAndDiesAwayAsAPowerOfTime() {
    bath.pulse(1_000, 6);
    bath.rest(30);
    double after1ms = bath.shown(0) / 1e3;
    bath.rest(120);
    double after5ms = bath.shown(0) / 1e3;
    bath.rest(450);
    double after20ms = bath.shown(0) / 1e3;
    assertTrue(after1ms > 3_000 && after1ms < 20_000, after1ms + " µV after 1 ms");
    // Not exponential: from 1 to 5 ms, and from 5 to 20 ms, it falls by about as much.
    assertTrue(after1ms / after5ms > 3 && after1ms / after5ms < 12, after5ms + " µV after 5 ms");
    assertTrue(after5ms / after20ms > 2 && after5ms / after20ms < 8, after20ms + " µV after 20 ms");
    assertTrue(after20ms > 0);
  }

  @Test
  void recoveryHoldsTheElectrodeAtGroundAndShortensTheTailOfWhatIsLeftOver() {
    var shorted = new Bath(Bath.plain(Material.TIN), 12);
    for (Bath each : new Bath[] {bath, shorted}) {
      each.drive(-1_000, 6);
      each.drive(900, 6);
    }
    shorted.drive.active = true;
    shorted.drive.recovery[0] = true;
    shorted.rest(300);
    assertTrue(Math.abs(shorted.drive.microvolts[0]) < 20, shorted.drive.microvolts[0] + " µV");
    shorted.drive.recovery[0] = false;
    shorted.drive.active = false;
    shorted.rest(300);
    bath.rest(600);
    assertTrue(
        Math.abs(shorted.shown(0)) < Math.abs(bath.shown(0)) / 5,
        shorted.shown(0) + " nV beside " + bath.shown(0));
  }

  @Test
  void recoveryTakesBackWhatAnUnbalancedPulseLeft() {
    bath.drive(-1_000, 6);
    assertEquals(-200, bath.electrodes.netPicocoulombs(0), 0.1);
    bath.drive.active = true;
    bath.drive.recovery[0] = true;
    bath.rest(30_000);
    assertEquals(0, bath.electrodes.netPicocoulombs(0), 3);
  }

  @Test
  void aStimulatorThatRunsOutOfVoltageDrivesWhatFitsAndSaysSo() {
    var weak = new Bath(Bath.plain(Material.TIN), 2, 300_000);
    weak.drive(-400, 6);
    assertFalse(weak.drive.exceeded[0]);
    assertEquals(-400, weak.electrodes.flowed()[0], 0);
    weak.drive(400, 6);
    weak.drive(-2_000, 6);
    assertTrue(weak.drive.answered && weak.drive.exceeded[0]);
    assertFalse(weak.drive.exceeded[1]);
    assertEquals(-300_000, weak.drive.microvolts[0], 1);
    double flowed = weak.electrodes.flowed()[0];
    assertTrue(flowed > -1_000 && flowed < -10, flowed + " nA");
    weak.drive(100, 1);
    assertFalse(weak.drive.exceeded[0]);
  }

  @Test
  void electrodesThatHoldNothingCostAndAnswerNothing() {
    bath.rest(10);
    assertFalse(bath.drive.answered);
    bath.pulse(1_000, 6);
    assertTrue(bath.drive.answered);
    for (int i = 0; i < 40 && bath.drive.answered; i++) {
      bath.electrodes.relax(Bath.RATE);
      bath.rest(2);
    }
    assertFalse(bath.drive.answered);
    assertEquals(0, bath.drive.microvolts[0]);
  }

  @Test
  void relaxingAtOnceIsAsGoodAsSampleBySample() {
    var atOnce = new Bath(Bath.plain(Material.TIN), 12);
    atOnce.pulse(1_000, 6);
    bath.pulse(1_000, 6);
    atOnce.electrodes.relax(3_000);
    bath.rest(3_000);
    atOnce.rest(1);
    bath.rest(1);
    assertEquals(bath.shown(0), atOnce.shown(0), 2);
  }

  @Test
  void whatIsSavedInTheMidstOfAPulseGoesOnToTheBit() throws IOException {
    ElectrodeProfile profile = ElectrodeProfile.usual().with(Pickup.POOR);
    var here = new Bath(profile, 12);
    here.drive(-3_000, 20);
    here.electrodes.age(1);
    here.drive(-3_000, 3);
    var bytes = new ByteArrayOutputStream();
    here.electrodes.save(new DataOutputStream(bytes));
    var there = new Bath(profile, 12);
    there.electrodes.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    there.sample = here.sample;
    for (int i = 0; i < 500; i++) {
      double current = i < 4 ? -3_000 : i < 9 ? 3_000 : 0;
      here.drive(current, 1);
      there.drive(current, 1);
      assertArrayEquals(here.nanovolts, there.nanovolts, "sample " + i);
    }
    assertEquals(here.electrodes.lostSurface(0), there.electrodes.lostSurface(0));
    assertTrue(here.electrodes.lostSurface(0) > 0);
  }
}
