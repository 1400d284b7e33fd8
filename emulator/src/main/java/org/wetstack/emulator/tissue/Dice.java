package org.wetstack.emulator.tissue;

/**
 * A stream of random numbers from a seed, in integers only, so that it is the same everywhere.
 * SplitMix64 (Steele, Lea, Flood 2014).
 */
public final class Dice {

  /** The odd number nearest to 2^64 divided by the golden ratio: the step of the stream. */
  public static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  public Dice(long seed) {
    state = seed;
  }

  /** A well mixed function of {@code x}. */
  public static long mix(long x) {
    long mixed = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** Any of 2^64 numbers, all equally likely. */
  public long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** From 0 to {@code bound} - 1. */
  public int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** From {@code min} to {@code max}, both included. */
  public int between(int min, int max) {
    return min + below(max - min + 1);
  }

  /** True with a probability of {@code of65536} / 65536. */
  public boolean chance(int of65536) {
    return below(65_536) < of65536;
  }

  /**
   * From the exponential distribution with mean 65536: -ln(u) by the bit-by-bit logarithm, where
   * squaring a number between 1 and 2 tells the next bit of its logarithm.
   */
  public long exponential() {
    long u = (next() >>> 32) | 1;
    int zeros = Long.numberOfLeadingZeros(u) - 32;
    long mantissa = u << zeros;
    long log2 = (long) (31 - zeros) << 16;
    for (int bit = 15; bit >= 0; bit--) {
      mantissa = (mantissa * mantissa) >>> 31;
      if (mantissa >>> 32 != 0) {
        mantissa >>>= 1;
        log2 |= 1L << bit;
      }
    }
    // ln 2 in 65536ths.
    return (((32L << 16) - log2) * 45_426) >>> 16;
  }

  /** From 0, included, to 1, excluded, in steps of 2^-53. */
  public double uniform() {
    return (next() >>> 11) * 0x1p-53;
  }

  /** From the normal distribution with mean 0 and deviation 1 (Box and Muller 1958). */
  public double gaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }

  /** Where the stream is; {@code new Dice(state())} goes on from here. */
  public long state() {
    return state;
  }
}
