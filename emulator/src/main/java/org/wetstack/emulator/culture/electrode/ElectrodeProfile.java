package org.wetstack.emulator.culture.electrode;

import org.wetstack.emulator.tissue.Parameter;

/**
 * The electrodes of one array and what is around them: all that is not the same for every array.
 */
public record ElectrodeProfile(
    @Parameter(value = "what the surface is made of") Material material,
    @Parameter(
            value = "diameter of the disc",
            unit = "µm",
            least = 5,
            most = 500,
            source = "PMC7281740: 30 µm")
        double diameterMicrometers,
    @Parameter(
            value = "deviation of the logarithm of impedances from electrode to electrode",
            most = 1,
            source = "PMC7281740: 300 to 370 kΩ")
        double impedanceSpread,
    @Parameter(
            value = "resistivity of medium and tissue before the electrodes",
            unit = "Ωm",
            least = 0.1,
            most = 10)
        double ohmMeters,
    @Parameter(
            value = "resistance that lets a charged electrode discharge by itself",
            unit = "MΩ",
            least = 1,
            most = 100_000)
        double leakMegaohms,
    @Parameter(
            value = "how far the current of an electrode is felt by others; wells end there",
            unit = "µm",
            most = 10_000)
        double reachMicrometers,
    @Parameter(
            value = "resistance of the switch that shorts an electrode for charge recovery",
            unit = "Ω",
            least = 100,
            most = 10_000,
            source = "RHS2116 data sheet: 590 Ω at ±7 V")
        double recoveryOhms,
    @Parameter(
            value = "noise of the amplifier, referred to its input, over 10 kHz",
            unit = "µV rms",
            most = 20,
            source = "RHS2116 data sheet: 2.4 µV")
        double amplifierMicrovolts,
    @Parameter(value = "temperature that thermal noise follows from", unit = "°C", most = 60)
        double celsius,
    @Parameter(
            value = "activity of cells too far to be told apart, 300 to 5000 Hz, usual electrode",
            unit = "µV rms",
            most = 50,
            source = "livemea recording: 4.5 to 15.6 µV in all")
        double backgroundMicrovolts,
    @Parameter(
            value = "deviation of the logarithm of that activity from electrode to electrode",
            most = 1)
        double backgroundSpread,
    @Parameter(value = "how well the array is shielded") Pickup pickup,
    @Parameter(value = "frequency of the mains", unit = "Hz", least = 50, most = 60) int mainsHertz,
    @Parameter(
            value = "charge of one phase that no microelectrode of any size should exceed",
            unit = "nC",
            least = 0.1,
            most = 1_000,
            source = "4 nC, from memory of reviews")
        double limitNanocoulombs,
    @Parameter(
            value = "net charge left over, beyond which the surface corrodes",
            unit = "nC",
            least = 0.01,
            most = 1_000)
        double limitNetNanocoulombs,
    @Parameter(value = "share of the surface that a phase of twice the limit costs", most = 0.1)
        double harm,
    @Parameter(value = "growth of the impedance in a day in the incubator", most = 0.5)
        double driftPerDay,
    @Parameter(
            value = "growth of the impedance for each millicoulomb that went through",
            most = 100)
        double driftPerMillicoulomb) {

  public ElectrodeProfile {
    require(
        diameterMicrometers >= 5 && diameterMicrometers <= 500, "diameterMicrometers, 5 to 500");
    require(ohmMeters >= 0.1 && ohmMeters <= 10, "ohmMeters, 0.1 to 10");
    require(leakMegaohms >= 1 && leakMegaohms <= 100_000, "leakMegaohms, 1 to 100000");
    require(recoveryOhms >= 100 && recoveryOhms <= 10_000, "recoveryOhms, 100 to 10000");
    require(mainsHertz == 50 || mainsHertz == 60, "mainsHertz, 50 or 60");
    require(harm >= 0 && harm <= 0.1, "harm, 0 to 0.1");
    require(limitNanocoulombs > 0 && limitNetNanocoulombs > 0, "limits of charge, above 0");
    require(amplifierMicrovolts >= 0 && backgroundMicrovolts >= 0, "noise, 0 or more");
    require(impedanceSpread >= 0 && backgroundSpread >= 0, "spreads, 0 or more");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("out of range in the profile of electrodes: " + what);
    }
  }

  /** TiN of 30 µm on a well shielded array. */
  public static ElectrodeProfile usual() {
    return new ElectrodeProfile(
        Material.TIN,
        30,
        0.07,
        0.72,
        1_000,
        2_000,
        590,
        2.4,
        37,
        6.3,
        0.18,
        Pickup.GOOD,
        50,
        4,
        1,
        1e-4,
        0.002,
        0.05);
  }

  /** The same with another surface. */
  public ElectrodeProfile of(Material other, double diameter) {
    return new ElectrodeProfile(
        other,
        diameter,
        impedanceSpread,
        ohmMeters,
        leakMegaohms,
        reachMicrometers,
        recoveryOhms,
        amplifierMicrovolts,
        celsius,
        backgroundMicrovolts,
        backgroundSpread,
        pickup,
        mainsHertz,
        limitNanocoulombs,
        limitNetNanocoulombs,
        harm,
        driftPerDay,
        driftPerMillicoulomb);
  }

  /** The same, shielded so well or ill. */
  public ElectrodeProfile with(Pickup other) {
    return new ElectrodeProfile(
        material,
        diameterMicrometers,
        impedanceSpread,
        ohmMeters,
        leakMegaohms,
        reachMicrometers,
        recoveryOhms,
        amplifierMicrovolts,
        celsius,
        backgroundMicrovolts,
        backgroundSpread,
        other,
        mainsHertz,
        limitNanocoulombs,
        limitNetNanocoulombs,
        harm,
        driftPerDay,
        driftPerMillicoulomb);
  }

  double squareMicrometers() {
    return Math.PI / 4 * diameterMicrometers * diameterMicrometers;
  }

  /** Charge that one phase may bring: what the surface bears, and what any electrode may. */
  double limitPicocoulombs() {
    // 1 µC/cm² = 0.01 pC/µm².
    double surface = material.limitMicrocoulombsPerSquareCentimeter * squareMicrometers() / 100;
    return Math.min(surface, limitNanocoulombs * 1_000);
  }

  /** Resistance of what is before a disc, ρ / 2d, in kiloohms (Newman 1966). */
  double spreadingKiloohms() {
    return ohmMeters / (2 * diameterMicrometers * 1e-6) / 1_000;
  }
}
