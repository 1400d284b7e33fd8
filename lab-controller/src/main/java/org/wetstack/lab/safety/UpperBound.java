package org.wetstack.lab.safety;

/**
 * Sums and products of what is not negative. What is too large to be written is the greatest long,
 * and so more than any limit.
 */
final class UpperBound {

  private UpperBound() {}

  static long plus(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  static long times(long one, long other) {
    return Math.multiplyHigh(one, other) != 0 || one * other < 0 ? Long.MAX_VALUE : one * other;
  }
}
