package org.wetstack.lab.safety;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a kind of electrode. Without one nothing is stimulated.
 *
 * @param diameterMicrometers of the flat disc it is, or has the area of; 1 to 10,000
 * @param chargeDensity the reversible limit in microcoulombs per square centimetre and phase,
 *     before {@code deratePercent}
 * @param deratePercent how much of it is used, 1 to 100; 50 unless told otherwise
 * @param first the sign that the first phase must have, if the material demands one
 * @param impedanceAge how old the latest impedance check may be; empty if none is asked for
 */
public record ElectrodeProfile(
    String name,
    String material,
    int diameterMicrometers,
    int chargeDensity,
    int deratePercent,
    Optional<First> first,
    Optional<Duration> impedanceAge) {

  /** The phase that comes first. */
  public enum First {
    CATHODIC,
    ANODIC
  }

  public ElectrodeProfile {
    require("diameter", diameterMicrometers, 1, 10_000, "µm");
    require("charge density", chargeDensity, 1, 100_000, "µC/cm²");
    require("derating", deratePercent, 1, 100, "%");
  }

  private static void require(String what, int value, int least, int most, String unit) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " of an electrode is "
              + least
              + " to "
              + most
              + " "
              + unit
              + ", not "
              + value);
    }
  }
}
