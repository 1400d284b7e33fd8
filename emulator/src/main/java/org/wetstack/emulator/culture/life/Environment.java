package org.wetstack.emulator.culture.life;

/**
 * The air that a culture is in.
 *
 * @param celsius 0 to 60
 * @param co2Percent of carbon dioxide, 0.01 to 20; outdoors it is 0.04
 */
public record Environment(double celsius, double co2Percent) {

  /** The air of an incubator. */
  public static final Environment INCUBATOR = new Environment(37, 5);

  public Environment {
    if (!(celsius >= 0 && celsius <= 60)) {
      throw new IllegalArgumentException(
          "the temperature of a culture must be 0 to 60 °C, not " + celsius + " °C");
    }
    if (!(co2Percent >= 0.01 && co2Percent <= 20)) {
      throw new IllegalArgumentException(
          "the share of CO2 around a culture must be 0.01 to 20 %, not " + co2Percent + " %");
    }
  }
}
