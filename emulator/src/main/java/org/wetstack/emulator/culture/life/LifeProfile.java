package org.wetstack.emulator.culture.life;

import org.wetstack.emulator.tissue.Parameter;

/**
 * The numbers of a culture's life. docs/explanation/culture-life.md says how they are used. A
 * damage of 1 leaves 1/e of the cells alive; what tissue bears is known too little to say more than
 * "assumed".
 */
public record LifeProfile(
    @Parameter(
            value = "days since the culture was placed on the array, at the beginning",
            unit = "d",
            most = 400)
        double daysInVitro,
    @Parameter(
            value = "age that 37 % of cultures reach (Weibull distribution, scale)",
            unit = "d",
            least = 1,
            most = 10_000,
            source = "assumed: 2 to 12 weeks, the best beyond 100 days")
        double survivalDays,
    @Parameter(
            value = "how alike their ages at death are (Weibull distribution, shape)",
            least = 0.5,
            most = 20,
            source = "assumed: 2 to 3")
        double survivalShape,
    @Parameter(
            value = "time constant of the decline before death (logistic), in lifetimes",
            least = 0.005,
            most = 0.2)
        double declineShare,
    @Parameter(value = "viability at which a culture is dead", least = 0.001, most = 0.5)
        double deathViability,
    @Parameter(
            value = "time constant with which activity rises after placement",
            unit = "h",
            least = 0.01,
            most = 1_000,
            source = "assumed: hours")
        double settleHours,
    @Parameter(
            value = "excitation in the first bursts after placement, beyond the normal 1",
            most = 10,
            source = "a burst phase in the first hours, as a public platform tells")
        double burstExcitation,
    @Parameter(
            value = "time constant with which these bursts cease",
            unit = "h",
            least = 0.01,
            most = 1_000)
        double burstHours,
    @Parameter(
            value = "growth of the current needed to excite, for each day on the array",
            unit = "1/d",
            source = "assumed: older organoids need more amplitude")
        double thresholdPerDay,
    @Parameter(value = "excitation that much dopamine adds", most = 10) double dopamineExcitation,
    @Parameter(value = "dopamine that adds half of it", unit = "nM", least = 1, most = 1e6)
        double dopamineHalfNanomolar,
    @Parameter(
            value = "time constant with which activity follows what strains, and recovers",
            unit = "min",
            least = 0.1,
            most = 10_000)
        double responseMinutes,
    @Parameter(value = "age of the medium that halves activity", unit = "h", least = 1, most = 1e4)
        double mediumHalfHours,
    @Parameter(value = "age of the medium that harms nothing", unit = "h", most = 1e4)
        double mediumToleratedHours,
    @Parameter(
            value = "time beyond that until the damage is 1/2; it grows with the square",
            unit = "h",
            least = 1,
            most = 1e4)
        double starvationHours,
    @Parameter(value = "best temperature", unit = "°C", least = 20, most = 45)
        double comfortCelsius,
    @Parameter(
            value = "deviation from it that leaves 61 % of the activity",
            unit = "°C",
            least = 0.1,
            most = 50)
        double comfortWidthCelsius,
    @Parameter(value = "warmest that harms nothing", unit = "°C", least = 30, most = 45)
        double heatToleratedCelsius,
    @Parameter(
            value =
                "time at 43 °C with a damage of 1; half of it for each °C more, four times for"
                    + " each °C less",
            unit = "min",
            least = 0.1,
            most = 10_000,
            source = "assumed; the law is the thermal dose of Sapareto and Dewey 1984")
        double heatMinutes,
    @Parameter(value = "coldest that harms nothing", unit = "°C", most = 37)
        double coldToleratedCelsius,
    @Parameter(
            value = "degrees below that, times hours, with a damage of 1",
            unit = "°C h",
            least = 1,
            most = 1e6)
        double coldDegreeHours,
    @Parameter(
            value = "carbon dioxide that gives medium its pH",
            unit = "%",
            least = 0.5,
            most = 15,
            source = "usual for media with bicarbonate")
        double comfortCo2Percent,
    @Parameter(value = "shift of pH that leaves 61 % of the activity", least = 0.01, most = 5)
        double comfortWidthPh,
    @Parameter(value = "shift of pH that harms nothing", most = 5) double toleratedPh,
    @Parameter(
            value = "shift of pH beyond that, times hours, with a damage of 1",
            unit = "h",
            least = 0.1,
            most = 1e6)
        double phHours,
    @Parameter(value = "dopamine that harms nothing", unit = "nM", most = 1e9)
        double dopamineToleratedNanomolar,
    @Parameter(
            value = "dopamine beyond that, times hours, with a damage of 1",
            unit = "µM h",
            least = 1,
            most = 1e9,
            source = "assumed: 100 µM for a day")
        double dopamineMicromolarHours,
    @Parameter(
            value = "charge beyond the limits of electrodes with a damage of 1",
            unit = "nC",
            least = 1,
            most = 1e12)
        double chargeNanocoulombs,
    @Parameter(
            value = "light of 365 nm with a damage of 1",
            unit = "J/cm²",
            least = 0.01,
            most = 1e6)
        double lightJoulesPerSquareCentimeter) {

  /** A culture placed two weeks ago. */
  public static LifeProfile usual() {
    return new LifeProfile(
        14, 60, 2.5, 0.06, 0.05, 6, 1.5, 2, 0.01, 0.3, 500, 20, 72, 48, 36, 37, 4, 39, 60, 30, 200,
        5, 0.3, 0.2, 20, 10_000, 2_400, 20_000, 30);
  }
}
