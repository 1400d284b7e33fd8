package org.wetstack.emulator.culture.life;

/**
 * What a culture has to bear during one step of its life.
 *
 * @param dopamineNanomolar at the cells
 * @param nanocoulombsOverLimit charge that stimulation put in during the step, beyond what the
 *     limits of its electrodes allow
 * @param hoursWithoutMedium the age of the medium at the end of the step
 * @param harmfulMilliwattsPerSquareCentimeter of light, as if it were of 365 nm
 * @param environment the air it is in
 */
public record Strain(
    double dopamineNanomolar,
    double nanocoulombsOverLimit,
    double hoursWithoutMedium,
    double harmfulMilliwattsPerSquareCentimeter,
    Environment environment) {

  /** Of a culture in an incubator that nobody touches and somebody feeds. */
  public static final Strain NONE = new Strain(0, 0, 0, 0, Environment.INCUBATOR);

  public Strain {
    require(dopamineNanomolar, "dopamine", "nM");
    require(nanocoulombsOverLimit, "the charge over the limits", "nC");
    require(hoursWithoutMedium, "the age of the medium", "h");
    require(harmfulMilliwattsPerSquareCentimeter, "light", "mW/cm²");
  }

  private static void require(double value, String what, String unit) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be 0 or more, not " + value + " " + unit);
    }
  }
}
