package org.wetstack.lab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against published examples, so that a wrong test cannot agree with itself. */
class PairedTestTest {

  /** Darwin's maize, in eighths of an inch; Fisher, The Design of Experiments, section 21. */
  private static final double[] MAIZE = {
    49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48
  };

  /** Depression scale; Hollander and Wolfe 1973, p. 29, as in R's wilcox.test: V = 40. */
  private static final double[] BEFORE = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};

  private static final double[] AFTER = {.878, .647, .598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};

  @Test
  void fishersCountOfDarwinsMaize() {
    // 863 of the 32768 sums are as large as the 314 that Darwin found, and as many as small.
    assertEquals(2 * 863 / 32_768.0, PairedTest.of(MAIZE).permutation(), 1e-12);
  }

  @Test
  void wilcoxonOfHollanderAndWolfe() {
    assertEquals(0.0390625, PairedTest.of(BEFORE, AFTER).wilcoxon(), 1e-12);
  }

  @Test
  void effectIsMeanOverDeviation() {
    PairedTest test = PairedTest.of(new double[] {1, 2, 3, 4, 5});
    assertEquals(3, test.mean(), 1e-12);
    assertEquals(Math.sqrt(2.5), test.deviation(), 1e-12);
    assertEquals(3 / Math.sqrt(2.5), test.effect(), 1e-12);
    // Only all signs alike are as extreme: 2 of 32.
    assertEquals(2 / 32.0, test.permutation(), 1e-12);
    assertEquals(2 / 32.0, test.wilcoxon(), 1e-12);
  }

  @Test
  void noDifferenceIsNoEvidence() {
    PairedTest test = PairedTest.of(new double[6]);
    assertEquals(0, test.effect());
    assertEquals(1, test.permutation());
    assertEquals(1, test.wilcoxon());
  }

  @Test
  void manyPairsAreTossedAndComeNearTheExactValue() {
    double[] twenty = Arrays.copyOf(MAIZE, 20);
    double[] more = Arrays.copyOf(MAIZE, 22);
    // Differences of 0 have no sign to toss, so both are Fisher's fifteen.
    assertEquals(PairedTest.of(MAIZE).permutation(), PairedTest.of(twenty).permutation(), 1e-12);
    assertEquals(PairedTest.of(MAIZE).permutation(), PairedTest.of(more).permutation(), 1e-12);
    for (int i = 15; i < 22; i++) {
      more[i] = i % 2 == 0 ? 20 : -20;
    }
    double tossed = PairedTest.of(more).permutation();
    assertTrue(tossed > 0.05 && tossed < 0.15, "p = " + tossed);
    assertEquals(tossed, PairedTest.of(more).permutation(), "the same every time");
  }

  @Test
  void nothingCannotBeTested() {
    assertThrows(IllegalArgumentException.class, () -> PairedTest.of(new double[0]));
  }

  @Test
  void aShuffleKeepsTheNumberOfRewards() {
    boolean[] like = new boolean[100];
    Arrays.fill(like, 0, 37, true);
    boolean[] shuffled = new Shuffle(3).likeIn(like);
    int rewards = 0;
    for (boolean each : shuffled) {
      rewards += each ? 1 : 0;
    }
    assertEquals(37, rewards);
    assertTrue(!Arrays.equals(like, shuffled));
  }
}
