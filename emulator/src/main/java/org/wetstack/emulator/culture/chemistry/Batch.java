package org.wetstack.emulator.culture.chemistry;

import org.wetstack.emulator.tissue.Fluid;

/**
 * A fluid that was prepared at one time, whose dopamine has oxidised since; caged dopamine keeps.
 *
 * @param prepared what it was when it was fresh
 * @param preparedMillis when that was, on the rig's time; before its beginning if negative
 * @param oxidationPerHour at what rate it oxidises
 */
public record Batch(Fluid prepared, long preparedMillis, double oxidationPerHour) {

  private static final double MILLIS_PER_HOUR = 3_600_000;

  public Batch {
    if (!(oxidationPerHour >= 0 && oxidationPerHour < 1e6)) {
      throw new IllegalArgumentException(
          "oxidation must be 0 to 1e6 per hour, not " + oxidationPerHour);
    }
  }

  /**
   * What it is at {@code millis}.
   *
   * @throws IllegalArgumentException if that is before it was prepared
   */
  public Fluid at(long millis) {
    if (millis < preparedMillis) {
      throw new IllegalArgumentException(
          "a fluid prepared at " + preparedMillis + " ms cannot be had at " + millis + " ms");
    }
    if (prepared.dopamineNanomolar() == 0) {
      return prepared;
    }
    double left = StrictMath.exp(-oxidationPerHour * ((millis - preparedMillis) / MILLIS_PER_HOUR));
    return new Fluid(
        prepared.dopamineNanomolar() * left, prepared.cagedNanomolar(), prepared.nourishes());
  }
}
