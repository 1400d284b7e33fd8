package org.wetstack.lab.culture;

import java.util.Arrays;

/**
 * How long a culture may last, from how long cultures last at all and from how this one declines.
 *
 * <p>Ages at death follow a Weibull distribution of shape {@value #SHAPE}, whose scale somebody who
 * grows such cultures has to know; that it has reached its age is taken into account. A culture
 * that ends at age L is expected to decline along a logistic curve that is 5 % at L, as steep as it
 * may be (1 to 20 days); the observed vigours scatter about it log-normally, by an amount that is
 * not known. Each L is weighed by how well it explains what was observed, over all steepnesses and
 * scatters on a grid. So without observations it is the distribution of ages at death, and a clear
 * decline narrows it.
 *
 * @param low age in days which it reaches with 90 %
 * @param median age in days which it reaches with 50 %
 * @param high age in days which it reaches with 10 %
 */
public record Forecast(double low, double median, double high) {

  /** Published figures are few: 2 to 12 weeks, the best more than 100 days. */
  static final double SHAPE = 2.5;

  private static final double[] STEEPNESSES = {1, 2, 4, 7, 12, 20};
  private static final double[] SCATTERS = {0.1, 0.2, 0.4, 0.8};

  /** Days from one age on the grid to the next. */
  private static final double STEP = 0.5;

  /** So many scales: beyond three, one in six million of a Weibull of this shape is left. */
  private static final double SPAN = 3;

  /** A logistic curve of this many to one is at {@link Vigour#DEAD}. */
  private static final double ODDS = (1 - Vigour.DEAD) / Vigour.DEAD;

  /**
   * The forecast for a culture of age {@code now}.
   *
   * @param now days since it was plated, at least 0
   * @param scale days within which 63 % of such cultures die, 1 to 1,000
   * @param ages at which it was observed, ascending, at most {@code now}
   * @param vigours then, above 0
   * @throws IllegalArgumentException if something is out of range
   */
  public static Forecast of(double now, double scale, double[] ages, double[] vigours) {
    if (!(now >= 0) || !(scale >= 1 && scale <= 1_000) || ages.length != vigours.length) {
      throw new IllegalArgumentException(
          "no forecast for age %s d, scale %s d, %d ages and %d vigours"
              .formatted(now, scale, ages.length, vigours.length));
    }
    int points = (int) Math.ceil(SPAN * scale / STEP);
    double[] ends = new double[points];
    double[] logs = new double[points];
    for (int i = 0; i < points; i++) {
      ends[i] = now + (i + 0.5) * STEP;
      logs[i] = prior(ends[i], scale) + evidence(ends[i], ages, vigours);
    }
    return quantiles(ends, logs);
  }

  private static double prior(double age, double scale) {
    double share = age / scale;
    return (SHAPE - 1) * Math.log(share) - Math.pow(share, SHAPE);
  }

  /** The logarithm of how likely the vigours are, up to a constant. */
  private static double evidence(double end, double[] ages, double[] vigours) {
    if (ages.length < 2) {
      return 0;
    }
    double[] terms = new double[STEEPNESSES.length * SCATTERS.length];
    int term = 0;
    for (double steepness : STEEPNESSES) {
      double squares = squares(end, steepness, ages, vigours);
      for (double scatter : SCATTERS) {
        terms[term++] = -(ages.length - 1) * Math.log(scatter) - squares / (2 * scatter * scatter);
      }
    }
    double most = Arrays.stream(terms).max().orElse(0);
    return most + Math.log(Arrays.stream(terms).map(each -> Math.exp(each - most)).sum());
  }

  /** About the curve, whose height is what suits it best. */
  private static double squares(double end, double steepness, double[] ages, double[] vigours) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < ages.length; i++) {
      double expected = -Math.log1p(ODDS * Math.exp((ages[i] - end) / steepness));
      double residual = Math.log(vigours[i]) - expected;
      sum += residual;
      squares += residual * residual;
    }
    return Math.max(0, squares - sum * sum / ages.length);
  }

  private static Forecast quantiles(double[] ends, double[] logs) {
    double most = Arrays.stream(logs).max().orElse(0);
    double[] weights = Arrays.stream(logs).map(each -> Math.exp(each - most)).toArray();
    double all = Arrays.stream(weights).sum();
    double[] found = new double[3];
    double[] wanted = {0.1, 0.5, 0.9};
    double sum = 0;
    int next = 0;
    for (int i = 0; i < ends.length && next < wanted.length; i++) {
      sum += weights[i];
      while (next < wanted.length && sum >= wanted[next] * all) {
        found[next++] = ends[i];
      }
    }
    return new Forecast(found[0], found[1], found[2]);
  }
}
