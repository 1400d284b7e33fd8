package org.wetstack.emulator.culture.life;

/** What a strain does: the damage that stays, and the share of activity that it takes meanwhile. */
final class Burden {

  private static final double MILLIS_PER_HOUR = 3_600_000;

  private final LifeProfile profile;

  Burden(LifeProfile profile) {
    this.profile = profile;
  }

  /** The damage of {@code millis} under {@code strain}, which did not change. */
  double damage(Strain strain, long millis) {
    double hours = millis / MILLIS_PER_HOUR;
    Environment air = strain.environment();
    return starvation(strain.hoursWithoutMedium(), hours)
        + hours * (heatPerHour(air.celsius()) + coldPerHour(air.celsius()))
        + hours * beyond(shiftOfPh(air), profile.toleratedPh()) / profile.phHours()
        + hours
            * beyond(strain.dopamineNanomolar(), profile.dopamineToleratedNanomolar())
            / 1_000
            / profile.dopamineMicromolarHours()
        + strain.nanocoulombsOverLimit() / profile.chargeNanocoulombs()
        + strain.harmfulMilliwattsPerSquareCentimeter()
            * (millis / 1e6)
            / profile.lightJoulesPerSquareCentimeter();
  }

  /**
   * How much activity is left for as long as {@code strain} lasts, 0 to 1, of the medium as it was
   * {@code lagHours} before.
   */
  double activity(Strain strain, double lagHours) {
    double stale = Math.max(0, strain.hoursWithoutMedium() - lagHours) / profile.mediumHalfHours();
    double warm =
        (strain.environment().celsius() - profile.comfortCelsius()) / profile.comfortWidthCelsius();
    double sour = shiftOfPh(strain.environment()) / profile.comfortWidthPh();
    return StrictMath.exp(-(warm * warm + sour * sour) / 2) / (1 + stale * stale * stale * stale);
  }

  /** ((a - tolerated) / s)² / 2 at the end of the step, less the same at its beginning. */
  private double starvation(double age, double hours) {
    double end = beyond(age, profile.mediumToleratedHours()) / profile.starvationHours();
    double begin =
        beyond(Math.max(0, age - hours), profile.mediumToleratedHours())
            / profile.starvationHours();
    return (end * end - begin * begin) / 2;
  }

  private double heatPerHour(double celsius) {
    if (celsius <= profile.heatToleratedCelsius()) {
      return 0;
    }
    double halvings = celsius >= 43 ? 43 - celsius : 2 * (43 - celsius);
    return 60 * StrictMath.pow(2, -halvings) / profile.heatMinutes();
  }

  private double coldPerHour(double celsius) {
    return beyond(profile.coldToleratedCelsius(), celsius) / profile.coldDegreeHours();
  }

  /** Henderson and Hasselbalch: with the bicarbonate of the medium, pH falls as the log of CO2. */
  private double shiftOfPh(Environment air) {
    return Math.abs(StrictMath.log10(air.co2Percent() / profile.comfortCo2Percent()));
  }

  private static double beyond(double value, double tolerated) {
    return Math.max(0, value - tolerated);
  }
}
