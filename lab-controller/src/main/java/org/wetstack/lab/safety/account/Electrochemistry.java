package org.wetstack.lab.safety.account;

import java.math.BigDecimal;
import org.wetstack.lab.safety.ElectrodeProfile;

/** What a charge does to an electrode, in decimals and with a π that is a little too large. */
final class Electrochemistry {

  private static final BigDecimal PI = new BigDecimal("3.14159265358979323846264338328");
  private static final BigDecimal FOUR = BigDecimal.valueOf(4);

  private Electrochemistry() {}

  /** What the area takes, in picocoulombs: 1 µC/cm² is 0.01 pC/µm². */
  static BigDecimal densityLimit(ElectrodeProfile profile) {
    return area(profile)
        .multiply(BigDecimal.valueOf(profile.chargeDensity()))
        .movePointLeft(2)
        .multiply(BigDecimal.valueOf(profile.deratePercent()))
        .movePointLeft(2);
  }

  /**
   * Whether log (Q / A) + log Q is more than 1.5, with Q in µC and A in cm². That is Q⁴ > 1000 A²;
   * with Q in pC and A in µm², Q⁴ / 1e24 > 1000 A² / 1e16.
   */
  static boolean exceedsShannon(ElectrodeProfile profile, BigDecimal picocoulombs) {
    return picocoulombs.pow(4).movePointLeft(24).compareTo(area(profile).pow(2).movePointLeft(13))
        > 0;
  }

  private static BigDecimal area(ElectrodeProfile profile) {
    return BigDecimal.valueOf(profile.diameterMicrometers()).pow(2).multiply(PI).divide(FOUR);
  }
}
