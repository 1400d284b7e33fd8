package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** How much is kept in memory, measured after collecting what is not. */
final class Heap {

  /** How much nonsense a peer sends; several times what may stay in memory. */
  static final long FLOOD_BYTES = 64L << 20;

  private static final long MOST_GROWTH = 16L << 20;

  private Heap() {}

  static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  static void checkGrowth(long before) {
    long growth = used() - before;
    assertTrue(growth < MOST_GROWTH, () -> "kept " + growth + " bytes of a flood");
  }
}
