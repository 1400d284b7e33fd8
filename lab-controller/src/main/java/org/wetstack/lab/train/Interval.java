package org.wetstack.lab.train;

import java.util.Arrays;

/**
 * A 95 % confidence interval by bootstrap over cultures (Efron 1979), percentiles of {@value
 * #RESAMPLES} resamples; the same values give the same interval. Not numbers for fewer than two.
 */
public record Interval(double low, double high) {

  static final int RESAMPLES = 10_000;
  private static final double TAIL = 0.025;

  /** Of the mean. */
  static Interval ofMean(double[] values) {
    return of(values, false);
  }

  /** Of the effect, mean / deviation. */
  static Interval ofEffect(double[] values) {
    return of(values, true);
  }

  private static Interval of(double[] values, boolean effect) {
    int n = values.length;
    if (n < 2) {
      return new Interval(Double.NaN, Double.NaN);
    }
    var chance = new Shuffle(n);
    double[] found = new double[RESAMPLES];
    double[] drawn = new double[n];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int k = 0; k < n; k++) {
        drawn[k] = values[chance.below(n)];
        sum += drawn[k];
      }
      found[i] = effect ? effect(drawn, sum / n) : sum / n;
    }
    Arrays.sort(found);
    int out = (int) (TAIL * RESAMPLES);
    return new Interval(found[out], found[RESAMPLES - 1 - out]);
  }

  private static double effect(double[] values, double mean) {
    double squares = 0;
    for (double each : values) {
      squares += (each - mean) * (each - mean);
    }
    return mean == 0 ? 0 : mean / Math.sqrt(squares / (values.length - 1));
  }
}
