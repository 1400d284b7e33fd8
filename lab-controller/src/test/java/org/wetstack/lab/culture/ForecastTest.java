package org.wetstack.lab.culture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a culture may last. */
class ForecastTest {

  private static final double[] NONE = {};

  /** The age that is reached with {@code share} of those that reached {@code now}. */
  private static double weibull(double now, double scale, double share) {
    double passed = Math.pow(now / scale, Forecast.SHAPE);
    return scale * Math.pow(passed - Math.log(share), 1 / Forecast.SHAPE);
  }

  @ParameterizedTest
  @CsvSource({"0, 100", "30, 100", "120, 100", "10, 60", "45, 60"})
  void withoutObservationsItIsTheDistributionOfAgesAtDeath(double now, double scale) {
    Forecast forecast = Forecast.of(now, scale, NONE, NONE);
    assertEquals(weibull(now, scale, 0.9), forecast.low(), 0.5);
    assertEquals(weibull(now, scale, 0.5), forecast.median(), 0.5);
    assertEquals(weibull(now, scale, 0.1), forecast.high(), 0.5);
  }

  /**
   * A life, observed each day to an age that has nothing to do with when it ends. The age may be
   * beyond that.
   */
  private static final class Made {
    private final double end;
    private final double[] ages;
    private final double[] vigours;

    Made(Random dice, double scale) {
      end = scale * Math.pow(-Math.log(1 - dice.nextDouble()), 1 / Forecast.SHAPE);
      double steepness = 3 + 7 * dice.nextDouble();
      double scatter = 0.15 + 0.3 * dice.nextDouble();
      int days = 5 + dice.nextInt(85);
      ages = new double[days];
      vigours = new double[days];
      for (int day = 0; day < days; day++) {
        ages[day] = day;
        vigours[day] =
            Math.exp(scatter * dice.nextGaussian()) / (1 + 19 * Math.exp((day - end) / steepness));
      }
    }

    double now() {
      return ages.length;
    }

    boolean isOver() {
      return end <= now();
    }
  }

  @Test
  void fourOfFiveEndWithinTheIntervalAndObservingMakesItNarrower() {
    var dice = new Random(1);
    int within = 0;
    double observed = 0;
    double known = 0;
    int lives = 0;
    while (lives < 400) {
      var life = new Made(dice, 60);
      if (life.isOver()) {
        continue;
      }
      lives++;
      Forecast forecast = Forecast.of(life.now(), 60, life.ages, life.vigours);
      Forecast before = Forecast.of(life.now(), 60, NONE, NONE);
      within += forecast.low() <= life.end && life.end <= forecast.high() ? 1 : 0;
      observed += forecast.high() - forecast.low();
      known += before.high() - before.low();
    }
    System.out.printf(
        "forecast: %d of %d within; width %.1f d observed, %.1f d without%n",
        within, lives, observed / lives, known / lives);
    assertTrue(within >= 0.72 * lives && within <= 0.9 * lives, within + " of " + lives);
    assertTrue(observed < 0.8 * known, observed + " against " + known);
  }

  @Test
  void aClearDeclineBringsTheEndNearer() {
    double[] ages = new double[40];
    double[] steady = new double[40];
    double[] falling = new double[40];
    for (int day = 0; day < 40; day++) {
      ages[day] = day;
      steady[day] = 1;
      falling[day] = 1 / (1 + 19 * Math.exp((day - 43) / 4.0));
    }
    Forecast well = Forecast.of(40, 100, ages, steady);
    Forecast ill = Forecast.of(40, 100, ages, falling);
    assertTrue(well.low() > 50, well::toString);
    assertEquals(43, ill.median(), 1.5);
    assertTrue(ill.high() - ill.low() < 6, ill::toString);
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Forecast.of(-1, 100, NONE, NONE));
    assertThrows(IllegalArgumentException.class, () -> Forecast.of(1, 0.5, NONE, NONE));
    assertThrows(IllegalArgumentException.class, () -> Forecast.of(1, 100, new double[] {1}, NONE));
  }
}
