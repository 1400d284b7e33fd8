package org.wetstack.lab.safety;

import java.math.BigInteger;

/**
 * How much charge one phase may move through an electrode, in whole picocoulombs, rounded down.
 *
 * @param picocoulombs the least of the three below
 * @param binding which of them it is
 * @param densityPicocoulombs area × reversible charge density × derating
 * @param shannonPicocoulombs Shannon's rule, log D = k - log Q, with k = 1.5
 * @param capPicocoulombs the absolute cap of the culture
 */
public record ChargeLimits(
    long picocoulombs,
    Binding binding,
    long densityPicocoulombs,
    long shannonPicocoulombs,
    long capPicocoulombs) {

  /** What sets the limit. */
  public enum Binding {
    CHARGE_DENSITY("what its material reversibly takes"),
    SHANNON("Shannon's rule with k = 1.5"),
    CAP("the cap of the culture");

    private final String text;

    Binding(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** 103993 / 33102 is less than π, by 6e-10. */
  private static final BigInteger PI_NUMERATOR = BigInteger.valueOf(103_993);

  private static final BigInteger PI_DENOMINATOR = BigInteger.valueOf(33_102);

  /** From a square micrometre × µC/cm² × per cent to picocoulombs, and the 4 of π d² / 4. */
  private static final BigInteger SCALE = BigInteger.valueOf(4 * 100 * 100);

  /**
   * With Q in µC and the area A in cm², Q² / A = 10^k. So Q is proportional to the diameter:
   * sqrt(10^1.5 π / 4) × 100 pC = 498.3620236784… pC for each micrometre, rounded down.
   */
  private static final long SHANNON_PER_MICROMETER = 498_362_023_678L;

  private static final long SHANNON_UNITS_PER_PICOCOULOMB = 1_000_000_000L;

  /** The limits of an electrode of this kind in a culture with these limits. */
  public static ChargeLimits of(ElectrodeProfile profile, StimulationLimits limits) {
    long diameter = profile.diameterMicrometers();
    long density =
        PI_NUMERATOR
            .multiply(BigInteger.valueOf(Math.multiplyExact(diameter, diameter)))
            .multiply(
                BigInteger.valueOf(
                    Math.multiplyFull(profile.chargeDensity(), profile.deratePercent())))
            .divide(PI_DENOMINATOR.multiply(SCALE))
            .longValueExact();
    long shannon =
        Math.multiplyExact(diameter, SHANNON_PER_MICROMETER) / SHANNON_UNITS_PER_PICOCOULOMB;
    long cap = limits.chargePerPhasePicocoulombs();
    long least = Math.min(density, Math.min(shannon, cap));
    Binding binding =
        least == density
            ? Binding.CHARGE_DENSITY
            : least == shannon ? Binding.SHANNON : Binding.CAP;
    return new ChargeLimits(least, binding, density, shannon, cap);
  }

  /** Whether a charge of {@code nanoampTicks}, either sign, is no more than this. */
  boolean allows(long nanoampTicks, int ticksPerSecond) {
    return BigInteger.valueOf(nanoampTicks)
            .abs()
            .multiply(Charge.PICOCOULOMBS_PER_NANOAMP_SECOND)
            .compareTo(
                BigInteger.valueOf(picocoulombs).multiply(BigInteger.valueOf(ticksPerSecond)))
        <= 0;
  }
}
