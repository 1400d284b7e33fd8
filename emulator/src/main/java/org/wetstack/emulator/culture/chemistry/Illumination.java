package org.wetstack.emulator.culture.chemistry;

import java.util.Map;
import java.util.TreeMap;

/** The light that falls on a dish, evenly, and what it does to caged dopamine and to cells. */
final class Illumination {

  /** Lights of more colours than any rig has. */
  private static final int MOST_WAVELENGTHS = 16;

  private static final int SHORTEST = 200;
  private static final int LONGEST = 1_100;
  private static final double MOST_MICROWATTS = 1e8;

  /** Planck × light speed × Avogadro, in J nm / mol (exact in the SI). */
  private static final double JOULE_NANOMETERS_PER_MOLE = 0.119626565582e9;

  private static final double LN_10 = 2.302585092994046;
  private static final double HARM_REFERENCE_NANOMETERS = 365;

  private final ChemistryProfile profile;

  /** In the order of wavelengths, so that sums are the same everywhere. */
  private final TreeMap<Integer, Double> microwatts = new TreeMap<>();

  Illumination(ChemistryProfile profile) {
    this.profile = profile;
  }

  /** The power of the light of {@code nanometers}, until told otherwise. */
  void set(int nanometers, double power) {
    if (nanometers < SHORTEST || nanometers > LONGEST) {
      throw new IllegalArgumentException(
          "light has a wavelength of 200 to 1100 nm, not " + nanometers + " nm");
    }
    if (!(power >= 0 && power <= MOST_MICROWATTS)) {
      throw new IllegalArgumentException(
          "the power of a light must be 0 to 1e8 µW, not " + power + " µW");
    }
    if (power == 0) {
      microwatts.remove(nanometers);
    } else if (microwatts.containsKey(nanometers) || microwatts.size() < MOST_WAVELENGTHS) {
      microwatts.put(nanometers, power);
    } else {
      throw new IllegalStateException(
          "light of " + MOST_WAVELENGTHS + " wavelengths shines already: switch one off first");
    }
  }

  /**
   * The share of the caged dopamine that is freed in a second: ln 10 × efficiency × absorption ×
   * photons per area, for a film thin enough to let most light through.
   */
  double uncagedPerSecond() {
    double sum = 0;
    for (Map.Entry<Integer, Double> light : microwatts.entrySet()) {
      double off = (light.getKey() - profile.cagePeakNanometers()) / profile.cageWidthNanometers();
      double squareCentimetersPerMole =
          1_000 * profile.cageAbsorptionPerMolarCentimeter() * StrictMath.exp(-off * off / 2);
      double molesPerSquareCentimeter =
          1e-3
              * milliwattsPerSquareCentimeter(light.getValue())
              * light.getKey()
              / JOULE_NANOMETERS_PER_MOLE;
      sum += squareCentimetersPerMole * molesPerSquareCentimeter;
    }
    return LN_10 * profile.uncagingEfficiency() * sum;
  }

  /** The light of 365 nm that would harm cells as much. */
  double harmfulMilliwattsPerSquareCentimeter() {
    double sum = 0;
    for (Map.Entry<Integer, Double> light : microwatts.entrySet()) {
      double longer = light.getKey() - HARM_REFERENCE_NANOMETERS;
      sum +=
          milliwattsPerSquareCentimeter(light.getValue())
              * StrictMath.exp(-longer / profile.harmlessPerNanometers());
    }
    return sum;
  }

  private double milliwattsPerSquareCentimeter(double power) {
    return power / profile.lightSquareMillimeters() / 10;
  }
}
