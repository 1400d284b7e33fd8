package org.wetstack.emulator.tissue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DiceTest {

  @Test
  void exponentialNumbersAreExponentialAndNotInSteps() {
    var dice = new Dice(7);
    int throwsMade = 200_000;
    double mean = 0;
    int[] below = new int[5];
    double[] bounds = {0.1, 0.5, 1, 2, 4};
    for (int i = 0; i < throwsMade; i++) {
      double x = dice.exponential() / 65_536.0;
      mean += x / throwsMade;
      for (int b = 0; b < bounds.length; b++) {
        below[b] += x < bounds[b] ? 1 : 0;
      }
    }
    assertEquals(1, mean, 0.01);
    for (int b = 0; b < bounds.length; b++) {
      assertEquals(1 - Math.exp(-bounds[b]), (double) below[b] / throwsMade, 0.005);
    }
  }

  @Test
  void bothEndsOfARangeAreThrown() {
    var dice = new Dice(7);
    int[] seen = new int[6];
    for (int i = 0; i < 60_000; i++) {
      seen[dice.between(1, 6) - 1]++;
    }
    for (int face : seen) {
      assertEquals(10_000, face, 500);
    }
  }

  @Test
  void itIsThePublishedGenerator() {
    // The first outputs of SplitMix64 seeded with 1234567, as published with its test vectors.
    var dice = new Dice(1_234_567);
    assertEquals(6_457_827_717_110_365_317L, dice.next());
    assertEquals(3_203_168_211_198_807_973L, dice.next());
  }
}
