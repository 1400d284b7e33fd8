package org.wetstack.emulator.culture.chemistry;

import org.wetstack.emulator.tissue.Parameter;

/**
 * The numbers of a dish and its fluids. docs/explanation/culture-life.md says how they are used and
 * why these are usual.
 */
public record ChemistryProfile(
    @Parameter(
            value = "volume of the film of fluid over the cells",
            unit = "nL",
            least = 100,
            most = 1e8,
            source = "assumed: air-liquid interface, a film of 0.3 mm on 4 mm × 4 mm")
        double filmNanoliters,
    @Parameter(
            value = "flow of medium through the film, round and round; 0: it stands",
            unit = "nL/min",
            most = 1e8,
            source = "assumed: a peristaltic pump of some 15 µL/min")
        double perfusionNanolitersPerMinute,
    @Parameter(
            value = "volume of the medium that goes round",
            unit = "nL",
            least = 1_000,
            most = 1e10)
        double loopNanoliters,
    @Parameter(
            value = "how often the incubator renews all of that medium; 0: only pumps nourish",
            unit = "h",
            most = 10_000,
            source = "assumed: a change each day")
        double mediumChangeHours,
    @Parameter(
            value = "share of the dopamine in the film that the tissue takes up",
            unit = "1/s",
            most = 100,
            source = "assumed: pulses last some 5 s in tissue")
        double uptakePerSecond,
    @Parameter(
            value = "dopamine that the tissue keeps up by itself; 90 nM in a living brain",
            unit = "nM",
            most = 1e6,
            source = "assumed: an organoid without cells that make it")
        double tonicNanomolar,
    @Parameter(
            value = "diffusion of dopamine in tissue",
            unit = "µm²/s",
            least = 1,
            most = 10_000,
            source = "1.05e-6 cm²/s in tissue, up to 4e-6 elsewhere")
        double diffusionSquareMicrometersPerSecond,
    @Parameter(
            value = "depth of the cells that matter, below the film",
            unit = "µm",
            least = 0.1,
            most = 1_000)
        double penetrationMicrometers,
    @Parameter(value = "dopamine in a fresh reservoir", unit = "nM", most = 1e9)
        double stockNanomolar,
    @Parameter(value = "volume between a pump and the dish", unit = "nL", most = 1e7)
        long deadNanoliters,
    @Parameter(
            value = "time after which half of the dopamine has oxidised, in medium, in the dark",
            unit = "h",
            least = 0.01,
            most = 1e6)
        double oxidationHalfLifeHours,
    @Parameter(value = "whether reservoirs hold an antioxidant, as ascorbate") boolean antioxidant,
    @Parameter(value = "how much slower dopamine oxidises with it", least = 1, most = 10_000)
        double antioxidantFactor,
    @Parameter(value = "whether reservoirs and tubes are kept in the dark") boolean dark,
    @Parameter(value = "how much faster dopamine oxidises in daylight", least = 1, most = 1_000)
        double daylightFactor,
    @Parameter(
            value = "share of the absorbed photons that free a molecule of dopamine",
            source = "0.05 to 0.08 for nitrobenzyl and coumarin cages")
        double uncagingEfficiency,
    @Parameter(
            value = "decadic absorption of the cage at its peak",
            unit = "1/(M cm)",
            most = 200_000)
        double cageAbsorptionPerMolarCentimeter,
    @Parameter(
            value = "wavelength that the cage absorbs best",
            unit = "nm",
            least = 200,
            most = 1_100,
            source = "assumed: between 365 and 405 nm, where CyHQ-O-DA uncages")
        double cagePeakNanometers,
    @Parameter(
            value = "deviation of its absorption around the peak, a Gaussian",
            unit = "nm",
            least = 1,
            most = 500)
        double cageWidthNanometers,
    @Parameter(
            value = "area that a light shines on, evenly",
            unit = "mm²",
            least = 0.001,
            most = 10_000,
            source = "assumed: a spot of 3 mm")
        double lightSquareMillimeters,
    @Parameter(
            value = "how much longer waves must be than 365 nm to harm cells e times less",
            unit = "nm",
            least = 1,
            most = 1_000)
        double harmlessPerNanometers) {

  /**
   * A film of 5 µl that is washed in 20 s while the tissue takes dopamine up in 3 s: a dose of 500
   * nl out of 10 µM is felt 1.2 s later with 0.6 µM, and is gone after 10 s.
   */
  public static ChemistryProfile usual() {
    return new ChemistryProfile(
        5_000, 15_000, 2_000_000, 24, 0.3, 0, 105, 12, 10_000, 2_000, 2, true, 20, true, 3, 0.06,
        5_000, 375, 30, 7, 20);
  }
}
