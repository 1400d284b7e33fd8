package org.wetstack.emulator.culture.electrode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LadderTest {

  @Test
  void theLadderIsAConstantPhaseElementFromTenHertzToTenKilohertz() {
    for (double exponent : new double[] {0.8, 0.85, 0.9, 0.93}) {
      var ladder = new Ladder(exponent, 30_000);
      for (double hertz = 10; hertz <= 10_000; hertz *= 1.1) {
        double[] z = ladder.impedance(hertz);
        double magnitude = Math.hypot(z[0], z[1]);
        double wanted = Math.pow(hertz / 1_000, -exponent);
        assertEquals(1, magnitude / wanted, 0.03, exponent + " at " + hertz + " Hz");
        double degrees = Math.toDegrees(Math.atan2(z[1], z[0]));
        assertEquals(-90 * exponent, degrees, 2, exponent + " at " + hertz + " Hz");
      }
    }
  }

  /** A sine through the sampled ladder shows the impedance that the closed form has. */
  @Test
  void aSineOfCurrentMeetsTheImpedanceThatIsTold() {
    var bath = new Bath(Bath.plain(Material.TIN), 1);
    int cycle = Bath.RATE / 1_000;
    double re = 0;
    double im = 0;
    bath.drive.active = true;
    for (int i = 0; i < 200 * cycle; i++) {
      double angle = 2 * Math.PI * i / cycle;
      bath.drive.nanoamps[0] = 10 * Math.sin(angle);
      bath.step();
      if (i >= 100 * cycle) {
        re += bath.drive.microvolts[0] * Math.sin(angle);
        im += bath.drive.microvolts[0] * Math.cos(angle);
      }
    }
    double kiloohms = 2 * Math.hypot(re, im) / (100.0 * cycle) / 10;
    assertEquals(bath.electrodes.kiloohms(0), kiloohms, 0.06 * kiloohms);
  }
}
