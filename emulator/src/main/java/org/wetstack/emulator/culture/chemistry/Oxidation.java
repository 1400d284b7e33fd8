package org.wetstack.emulator.culture.chemistry;

/** How fast dopamine oxidises: of first order, with a half-life. */
final class Oxidation {

  private static final double LN_2 = 0.6931471805599453;

  private Oxidation() {}

  /** The rate, per hour. */
  static double perHour(ChemistryProfile profile, boolean antioxidant, boolean dark) {
    return LN_2
        / profile.oxidationHalfLifeHours()
        / (antioxidant ? profile.antioxidantFactor() : 1)
        * (dark ? 1 : profile.daylightFactor());
  }
}
