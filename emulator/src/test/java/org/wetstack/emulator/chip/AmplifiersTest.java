package org.wetstack.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AmplifiersTest {

  private static final double RATE = 30_000;

  /** A bank of many chips, in pieces, against each chip alone, sample by sample. */
  @Test
  void chipsTogetherDoWhatEachDoesAlone() {
    ChipParameters parameters = ChipParameters.usual().with(60, 2_400);
    int chips = 21;
    Random random = new Random(1);
    Amplifiers bank = new Amplifiers(chips, 16, RATE, parameters, 5);
    Amplifiers[] alone = new Amplifiers[chips];
    for (int chip = 0; chip < chips; chip++) {
      alone[chip] = new Amplifiers(16, RATE, parameters, 5 + chip);
      double high = chip % 5 == 0 ? 7_500 : 1_000 * (chip % 5);
      bank.highHertz(chip, high);
      alone[chip].highHertz(0, high);
      bank.settle(16 * chip + chip % 16, true);
      alone[chip].settle(chip % 16, true);
      bank.lowHertz(16 * chip + 3, 100);
      alone[chip].lowHertz(3, 100);
    }
    int[] nanovolts = new int[32 * 16 * chips];
    short[] codes = new short[nanovolts.length];
    short[] single = new short[16];
    for (int round = 0; round < 20; round++) {
      int samples = 1 + random.nextInt(32);
      Arrays.setAll(nanovolts, i -> (int) (random.nextGaussian() * 2e6));
      nanovolts[round] = Integer.MAX_VALUE;
      nanovolts[16 + round] = Integer.MIN_VALUE;
      bank.amplify(nanovolts, codes, samples);
      for (int at = 0; at < samples * 16 * chips; at += 16) {
        int[] own = Arrays.copyOfRange(nanovolts, at, at + 16);
        alone[at / 16 % chips].amplify(own, single, 1);
        assertArrayEquals(single, Arrays.copyOfRange(codes, at, at + 16), "from " + at);
      }
    }
  }

  @Test
  void theBandIsHalfAsPowerfulAtBothCorners() {
    assertEquals(Math.sqrt(0.5), gain(1_000, 1_000, 7_500), 0.02);
    assertEquals(Math.sqrt(0.5), gain(5_000, 10, 5_000), 0.02);
    assertEquals(1, gain(1_000, 10, 7_500), 0.01);
    // One pole below, three above: 20 dB and 60 dB for each decade.
    assertEquals(0.1, gain(100, 1_000, 7_500), 0.01);
    assertEquals(0.001, gain(1_000, 0.1, 100), 0.0002);
  }

  @Test
  void aLowPassBeyondWhatTheRateShowsLetsEverythingPass() {
    assertEquals(1, gain(10_000, 1, 20_000), 0.01);
  }

  @Test
  void aConstantOffsetOfTheElectrodeNeitherShowsNorJumpsWhenTheCornerChanges() {
    Amplifiers amplifiers = new Amplifiers(1, RATE, noOffset(), 1);
    amplifiers.lowHertz(0, 100);
    short[] codes = new short[1];
    int[] halfVolt = {500_000_000};
    for (int i = 0; i < 30_000; i++) {
      amplifiers.amplify(halfVolt, codes, 1);
    }
    assertEquals(0, codes[0]);
    amplifiers.lowHertz(0, 1);
    amplifiers.amplify(halfVolt, codes, 1);
    assertEquals(0, codes[0]);
  }

  @Test
  void settlingFreesAnAmplifierFromSaturation() {
    Amplifiers amplifiers = new Amplifiers(2, RATE, noOffset(), 1);
    short[] codes = new short[2];
    int[] step = {500_000_000, 500_000_000};
    amplifiers.settle(1, true);
    for (int i = 0; i < 30; i++) {
      amplifiers.amplify(step, codes, 1);
    }
    assertArrayEquals(new short[] {32_767, 0}, codes);
    amplifiers.settle(1, false);
    amplifiers.amplify(step, codes, 1);
    assertArrayEquals(new short[] {32_767, 0}, codes);
  }

  @Test
  void aFlatAmplifierCountsInExactly195Nanovolts() {
    Amplifiers amplifiers = new Amplifiers(1, RATE, ChipParameters.flat(), 1);
    short[] codes = new short[1];
    for (int n = -32_768; n <= 32_767; n++) {
      for (int off = -97; off <= 97; off += 97) {
        amplifiers.amplify(new int[] {n * 195 + off}, codes, 1);
        assertEquals(n, codes[0]);
      }
    }
  }

  @Test
  void noiseHasTheLevelItIsSetTo() {
    Amplifiers amplifiers = new Amplifiers(1, RATE, noisy(2_400), 1);
    short[] codes = new short[1];
    double squares = 0;
    for (int i = 0; i < 100_000; i++) {
      amplifiers.amplify(new int[1], codes, 1);
      squares += (double) codes[0] * codes[0];
    }
    double rms = Math.sqrt(squares / 100_000) * 195;
    assertTrue(rms > 2_350 && rms < 2_450, "rms " + rms + " nV");
  }

  private static double gain(double hertz, double low, double high) {
    Amplifiers amplifiers = new Amplifiers(1, RATE, noOffset(), 1);
    amplifiers.lowHertz(0, low);
    amplifiers.highHertz(0, high);
    short[] codes = new short[1];
    double real = 0;
    double imaginary = 0;
    int measured = 30_000;
    for (int i = 0; i < 2 * measured; i++) {
      double phase = 2 * Math.PI * hertz * i / RATE;
      amplifiers.amplify(new int[] {(int) Math.rint(4e6 * Math.sin(phase))}, codes, 1);
      if (i >= measured) {
        real += codes[0] * Math.sin(phase);
        imaginary += codes[0] * Math.cos(phase);
      }
    }
    return 2 * Math.hypot(real, imaginary) / measured * 195 / 4e6;
  }

  private static ChipParameters noOffset() {
    return ChipParameters.usual().with(0, 0);
  }

  private static ChipParameters noisy(int nanovolts) {
    return ChipParameters.flat().with(0, nanovolts);
  }
}
