package org.wetstack.emulator.chip;

/**
 * What is undefined in a chip, as a pure function of a seed. SplitMix64 (Steele, Lea, Flood 2014).
 */
final class Seeds {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /** The {@code index}th number of the stream of {@code seed}; all 64 bits are good. */
  static long at(long seed, long index) {
    long x = seed + (index + 1) * GOLDEN;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
