package org.wetstack.emulator.culture.electrode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The ledger of charge, and what excess costs. */
class ChargeTest {

  private final Bath bath = new Bath(Bath.plain(Material.TIN), 2);

  @Test
  void theLedgerCountsPhasesNetAndTotal() {
    bath.drive(-500, 6);
    bath.rest(3);
    bath.drive(500, 4);
    bath.rest(1);
    assertEquals(100, bath.electrodes.largestPhasePicocoulombs(0), 1e-6);
    assertEquals(-500 * 2 / 30.0, bath.electrodes.netPicocoulombs(0), 1e-6);
    assertEquals(500 * 10 / 30.0, bath.electrodes.totalPicocoulombs(0), 1e-6);
    assertEquals(0, bath.electrodes.totalPicocoulombs(1));
  }

  @Test
  void pulsesWithinTheLimitsDoNoHarm() {
    // 72 µC/cm² on a disc of 30 µm are 509 pC; 0.4 nC in 400 µs stay below and within the window.
    int kiloohms = bath.electrodes.kiloohms(0);
    for (int i = 0; i < 2_000; i++) {
      bath.pulse(1_000, 12);
      bath.rest(30);
    }
    bath.electrodes.age(1);
    assertEquals(0, bath.electrodes.lostSurface(0));
    assertEquals(0, bath.electrodes.takeStrainPicocoulombs());
    assertEquals(kiloohms, bath.electrodes.kiloohms(0));
  }

  @Test
  void phasesBeyondTheDensityOfChargeHarmForGood() {
    var good = new Bath(Bath.plain(Material.TIN).of(Material.TIN, 30), 2);
    int kiloohms = good.electrodes.kiloohms(0);
    int noise = new Bath(ElectrodeProfile.usual(), 2).electrodes.noiseNanovolts(0);
    var usual = new Bath(ElectrodeProfile.usual(), 2);
    for (int i = 0; i < 1_000; i++) {
      good.pulse(1_800, 12);
      usual.pulse(5_000, 12);
    }
    good.electrodes.age(1);
    usual.electrodes.age(1);
    assertTrue(good.electrodes.lostSurface(0) > 0.01, "lost " + good.electrodes.lostSurface(0));
    assertTrue(good.electrodes.kiloohms(0) > kiloohms);
    assertTrue(good.electrodes.takeStrainPicocoulombs() > 100 * 1_000);
    assertEquals(0, good.electrodes.takeStrainPicocoulombs());
    assertTrue(usual.electrodes.noiseNanovolts(0) > noise);
    double lost = good.electrodes.lostSurface(0);
    good.electrodes.age(86_400);
    assertTrue(good.electrodes.lostSurface(0) >= lost);
    assertEquals(0, good.electrodes.lostSurface(1));
  }

  @Test
  void aLargeElectrodeBearsWhatASmallOneDoesNot() {
    var large = new Bath(Bath.plain(Material.TIN).of(Material.TIN, 80), 1);
    var small = new Bath(Bath.plain(Material.TIN).of(Material.TIN, 20), 1);
    for (int i = 0; i < 100; i++) {
      large.pulse(1_000, 9);
      small.pulse(1_000, 9);
    }
    assertEquals(0, large.electrodes.lostSurface(0));
    assertTrue(small.electrodes.lostSurface(0) > 0);
  }

  @Test
  void noElectrodeBearsMoreThanFourNanocoulombsAPhase() {
    var pedot = new Bath(Bath.plain(Material.PEDOT).of(Material.PEDOT, 200), 1);
    pedot.pulse(100_000, 1);
    pedot.rest(1);
    assertEquals(0, pedot.electrodes.lostSurface(0));
    pedot.pulse(150_000, 1);
    pedot.rest(1);
    assertTrue(pedot.electrodes.lostSurface(0) > 0);
  }

  @Test
  void chargeLeftOverHarmsWithEverySecond() {
    for (int i = 0; i < 40; i++) {
      bath.drive(-1_000, 1);
      bath.rest(300);
    }
    double before = bath.electrodes.lostSurface(0);
    bath.electrodes.age(1);
    double after = bath.electrodes.lostSurface(0);
    assertTrue(after > before, before + " to " + after);
    bath.electrodes.age(1);
    assertTrue(bath.electrodes.lostSurface(0) > after);
  }

  @Test
  void chargeThatHasLeakedAwayHarmsNoMore() {
    for (int i = 0; i < 40; i++) {
      bath.drive(-1_000, 1);
      bath.rest(300);
    }
    bath.rest(10 * Bath.RATE);
    double before = bath.electrodes.lostSurface(0);
    bath.electrodes.takeStrainPicocoulombs();
    bath.electrodes.age(60);
    assertEquals(before, bath.electrodes.lostSurface(0));
    assertEquals(0, bath.electrodes.takeStrainPicocoulombs());
    assertEquals(-40 * 1_000 / 30.0, bath.electrodes.netPicocoulombs(0), 1e-6);
  }

  @Test
  void aSurfaceOutsideTheWindowOfWaterIsHarmed() {
    // 0.3 nC are far below the density's limit on ITO of 60 µm, but at 0.05 V a pC too many volts.
    var ito = new Bath(Bath.plain(Material.ITO).of(Material.ITO, 30), 1);
    ito.drive(-500, 15);
    assertTrue(ito.drive.microvolts[0] < -600_000, ito.drive.microvolts[0] + " µV");
    assertTrue(ito.electrodes.lostSurface(0) > 0);
  }

  @Test
  void impedanceDriftsWithDaysAndWithCharge() {
    int kiloohms = bath.electrodes.kiloohms(0);
    bath.electrodes.age(30L * 86_400);
    int old = bath.electrodes.kiloohms(0);
    assertEquals(1.06 * kiloohms, old, 0.01 * kiloohms);
    var used = new Bath(Bath.plain(Material.TIN), 1);
    for (int i = 0; i < 200_000; i++) {
      used.drive(i % 2 == 0 ? -10_000 : 10_000, 1);
    }
    used.electrodes.age(1);
    assertTrue(used.electrodes.kiloohms(0) > kiloohms, "after 67 µC");
  }
}
