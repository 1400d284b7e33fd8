package org.wetstack.lab.train;

import java.util.Arrays;

/**
 * Whether pairs differ: the same culture twice, or two cultures of one seed. All tests are
 * two-sided.
 *
 * @param pairs how many there are
 * @param mean of the differences
 * @param deviation standard deviation of the differences, with n - 1; not a number for one pair
 * @param effect mean / deviation (Cohen's d for paired samples); infinite if all differ alike
 * @param permutation probability of a mean as far from 0 if the signs of the differences were
 *     tossed: exact (Fisher 1935) up to {@value #MOST_EXACT} pairs, else of 1,000,000 tosses
 * @param wilcoxon probability of the signed-rank sum (Wilcoxon 1945), exact, with mid-ranks for
 *     ties; differences of 0 are left out
 */
public record PairedTest(
    int pairs, double mean, double deviation, double effect, double permutation, double wilcoxon) {

  private static final int MOST_EXACT = 20;
  private static final int TOSSES = 1_000_000;
  private static final int MOST_PAIRS = 1_000;

  /** Rounding must not make a sum less than itself. */
  private static final double SAME = 1e-9;

  /**
   * The tests on {@code differences}.
   *
   * @throws IllegalArgumentException if there are none, or more than a thousand
   */
  public static PairedTest of(double[] differences) {
    int n = differences.length;
    if (n == 0 || n > MOST_PAIRS) {
      throw new IllegalArgumentException("1 to " + MOST_PAIRS + " pairs can be tested, not " + n);
    }
    double mean = Arrays.stream(differences).sum() / n;
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    double deviation = n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1));
    double effect = mean == 0 ? 0 : mean / deviation;
    return new PairedTest(
        n, mean, deviation, effect, permutation(differences), wilcoxon(differences));
  }

  /** The tests on {@code after} - {@code before}, pair by pair. */
  public static PairedTest of(double[] after, double[] before) {
    double[] differences = new double[after.length];
    Arrays.setAll(differences, i -> after[i] - before[i]);
    return of(differences);
  }

  private static double permutation(double[] differences) {
    double[] d = Arrays.stream(differences).filter(each -> each != 0).toArray();
    if (d.length == 0) {
      return 1;
    }
    double scale = Arrays.stream(d).map(Math::abs).sum();
    double seen = Math.abs(Arrays.stream(d).sum()) - SAME * scale;
    return d.length <= MOST_EXACT ? exact(d, seen) : tossed(d, seen);
  }

  private static double exact(double[] d, double seen) {
    long all = 1L << d.length;
    double sum = Arrays.stream(d).sum();
    boolean[] turned = new boolean[d.length];
    long as = Math.abs(sum) >= seen ? 1 : 0;
    // A Gray code turns one sign at a time.
    for (long i = 1; i < all; i++) {
      int k = Long.numberOfTrailingZeros(i);
      sum += turned[k] ? 2 * d[k] : -2 * d[k];
      turned[k] = !turned[k];
      if (Math.abs(sum) >= seen) {
        as++;
      }
    }
    return (double) as / all;
  }

  private static double tossed(double[] d, double seen) {
    var dice = new Shuffle(d.length);
    long as = 0;
    for (int toss = 0; toss < TOSSES; toss++) {
      double sum = 0;
      for (double each : d) {
        sum += dice.below(2) == 0 ? each : -each;
      }
      if (Math.abs(sum) >= seen) {
        as++;
      }
    }
    // The one that was seen counts too: never 0 (Phipson and Smyth 2010).
    return (as + 1.0) / (TOSSES + 1.0);
  }

  private static double wilcoxon(double[] differences) {
    double[] d = Arrays.stream(differences).filter(each -> each != 0).toArray();
    int[] doubled = doubledRanks(d);
    int total = Arrays.stream(doubled).sum();
    int plus = 0;
    for (int i = 0; i < d.length; i++) {
      plus += d[i] > 0 ? doubled[i] : 0;
    }
    double[] ways = new double[total + 1];
    ways[0] = 1;
    for (int rank : doubled) {
      for (int sum = total; sum >= 0; sum--) {
        ways[sum] = (ways[sum] + (sum >= rank ? ways[sum - rank] : 0)) / 2;
      }
    }
    double tail = 0;
    int low = Math.min(plus, total - plus);
    for (int sum = 0; sum <= low; sum++) {
      tail += ways[sum];
    }
    return Math.min(1, 2 * tail);
  }

  /** Twice the rank of each absolute value, so that the mean of two ranks stays whole. */
  private static int[] doubledRanks(double[] d) {
    int[] ranks = new int[d.length];
    for (int i = 0; i < d.length; i++) {
      int less = 0;
      int same = 0;
      for (double other : d) {
        double difference = Math.abs(other) - Math.abs(d[i]);
        boolean tied = Math.abs(difference) <= SAME * Math.abs(d[i]);
        same += tied ? 1 : 0;
        less += !tied && difference < 0 ? 1 : 0;
      }
      ranks[i] = 2 * less + same + 1;
    }
    return ranks;
  }
}
