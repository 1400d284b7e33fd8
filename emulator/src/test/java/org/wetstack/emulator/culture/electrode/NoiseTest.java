package org.wetstack.emulator.culture.electrode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What electrodes show when nothing happens. */
class NoiseTest {

  private static final int SAMPLES = 2 * Bath.RATE;

  /** Recorded without a stimulus: by channel, in microvolts. */
  private static double[][] record(ElectrodeProfile profile, int channels) {
    var bath = new Bath(profile, channels);
    double[][] recorded = new double[channels][SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      bath.step();
      for (int c = 0; c < channels; c++) {
        recorded[c][i] = bath.nanovolts[c] / 1e3;
      }
    }
    return recorded;
  }

  private static double rms(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  private static double correlation(double[] a, double[] b) {
    double both = 0;
    for (int i = 0; i < a.length; i++) {
      both += a[i] * b[i];
    }
    return both / a.length / rms(a) / rms(b);
  }

  /** Density in µV²/Hz around a frequency, by Goertzel over stretches of 100 ms. */
  private static double density(double[] values, double hertz) {
    int stretch = Bath.RATE / 10;
    double sum = 0;
    int stretches = values.length / stretch;
    for (int s = 0; s < stretches; s++) {
      for (double f = hertz - 50; f <= hertz + 50; f += 10) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < stretch; i++) {
          double angle = 2 * Math.PI * f * i / Bath.RATE;
          re += values[s * stretch + i] * Math.cos(angle);
          im += values[s * stretch + i] * Math.sin(angle);
        }
        sum += 2 * (re * re + im * im) / ((double) stretch * Bath.RATE) / 11;
      }
    }
    return sum / stretches;
  }

  @Test
  void impedancesAreThoseOfTheSheetForMaterialAndSize() {
    assertEquals(1_200, new Bath(Bath.plain(Material.ITO), 1).electrodes.kiloohms(0), 40);
    assertEquals(335, new Bath(Bath.plain(Material.TIN), 1).electrodes.kiloohms(0), 35);
    ElectrodeProfile irox = Bath.plain(Material.IROX).of(Material.IROX, 15);
    assertEquals(114, new Bath(irox, 1).electrodes.kiloohms(0), 12);
    ElectrodeProfile pedot = Bath.plain(Material.PEDOT).of(Material.PEDOT, 15);
    assertEquals(23, new Bath(pedot, 1).electrodes.kiloohms(0), 5);
  }

  @Test
  void impedancesDifferFromElectrodeToElectrode() {
    var bath = new Bath(ElectrodeProfile.usual(), 32);
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (int e = 0; e < 32; e++) {
      least = Math.min(least, bath.electrodes.kiloohms(e));
      most = Math.max(most, bath.electrodes.kiloohms(e));
    }
    assertTrue(least < 320 && least > 230 && most > 350 && most < 450, least + " to " + most);
  }

  @Test
  void noiseIsAsLoudAsItIsToldToBe() {
    var bath = new Bath(ElectrodeProfile.usual(), 4);
    double[][] recorded = record(ElectrodeProfile.usual(), 4);
    for (int c = 0; c < 4; c++) {
      double told = bath.electrodes.noiseNanovolts(c) / 1e3;
      assertEquals(told, rms(recorded[c]), 0.08 * told, "channel " + c);
    }
  }

  @Test
  void itsSpectrumIsThatOfResistanceAndAmplifier() {
    ElectrodeProfile quiet = ElectrodeProfile.usual();
    quiet =
        new ElectrodeProfile(
            Material.ITO,
            30,
            0,
            0.72,
            1_000,
            2_000,
            590,
            2.4,
            37,
            0,
            0,
            Pickup.GOOD,
            50,
            4,
            1,
            quiet.harm(),
            0,
            0);
    double[] recorded = record(quiet, 1)[0];
    for (double hertz : new double[] {300, 1_000, 3_000, 10_000}) {
      // Amplifier 24 nV/√Hz; 4kT × (12 kΩ + 1200 kΩ × cos(81°) × (f / 1 kHz)^-0.9).
      double kiloohms = 12 + 1_197 * 0.1564 * Math.pow(hertz / 1_000, -0.9);
      double wanted = 576e-6 + 4 * 1.38e-23 * 310.15 * kiloohms * 1e15;
      assertEquals(1, density(recorded, hertz) / wanted, 0.3, hertz + " Hz");
    }
  }

  @Test
  void valuesAreNormalUpToFourDeviationsAndBeyond() {
    var noisy = record(ElectrodeProfile.usual(), 2);
    double[] white = new double[SAMPLES - 1];
    for (int i = 0; i < white.length; i++) {
      white[i] = noisy[1][i + 1] - noisy[1][i];
    }
    double deviation = rms(white);
    int beyond3 = 0;
    double most = 0;
    for (double value : white) {
      beyond3 += Math.abs(value) > 3 * deviation ? 1 : 0;
      most = Math.max(most, Math.abs(value) / deviation);
    }
    double share = (double) beyond3 / white.length;
    assertEquals(0.0027, share, 0.0007);
    assertTrue(most > 4 && most < 6.5, "largest " + most);
  }

  @Test
  void channelsOfAGoodArrayHaveNothingInCommonAndThoseOfAPoorOneNearlyAll() {
    double[][] good = record(ElectrodeProfile.usual(), 4);
    double[][] poor = record(ElectrodeProfile.usual().with(Pickup.POOR), 4);
    for (int c = 1; c < 4; c++) {
      assertEquals(0, correlation(good[0], good[c]), 0.05, "good, channel " + c);
      double common = correlation(poor[0], poor[c]);
      assertTrue(common > 0.6 && common < 0.98, "poor, channel " + c + ": " + common);
    }
    double mains = Math.sqrt(density(poor[0], 250) * 100);
    assertTrue(mains > 2 && mains < 30, "at 250 Hz " + mains + " µV");
    assertTrue(density(poor[0], 250) > 10 * density(good[0], 250));
  }

  @Test
  void noiseIsAFunctionOfSeedAndSample() {
    var one = new Bath(ElectrodeProfile.usual(), 5);
    var two = new Bath(ElectrodeProfile.usual(), 5);
    for (int i = 0; i < 300; i++) {
      one.step();
      two.step();
      assertArrayEquals(one.nanovolts, two.nanovolts);
    }
    two.sample++;
    one.step();
    two.step();
    assertTrue(one.nanovolts[0] != two.nanovolts[0]);
  }
}
