package org.wetstack.emulator.harvard;

import org.wetstack.emulator.fluidics.Mechanics;

/** Which pump it is. */
public enum Model {
  /** PHD ULTRA; its step is that for which all rate limits in its manual come out. */
  PHD_ULTRA(8.275945e-5, 45, "PHD ULTRA", "3.0.5"),
  /** Pump 11 Elite: a screw of 24 threads to the inch, 400 steps geared 2.4 to 1, each in 16. */
  ELITE_11(25.4 / 24 / (400 * 2.4 * 16), 33, "11 ELITE", "3.0.4"),
  /** Pump 11 Pico Plus Elite. */
  PICO_PLUS_ELITE(3.10007e-5, 33, "11 PICO PLUS ELITE", "3.0.4");

  static final double LEAST_DIAMETER_MILLIMETERS = 0.1;

  private static final double SECONDS_OF_FASTEST_STEP = 26e-6;
  private static final double SECONDS_OF_SLOWEST_STEP = 27;
  private static final double FEMTOLITERS_PER_CUBIC_MILLIMETER = 1e9;

  private final double stepMillimeters;
  private final double mostDiameterMillimeters;
  private final String title;
  private final String firmware;

  Model(double stepMillimeters, double mostDiameterMillimeters, String title, String firmware) {
    this.stepMillimeters = stepMillimeters;
    this.mostDiameterMillimeters = mostDiameterMillimeters;
    this.title = title;
    this.firmware = firmware;
  }

  /** Travel of the plunger for one microstep. */
  public double stepMillimeters() {
    return stepMillimeters;
  }

  /**
   * The mechanics of this pump with a syringe in it, stiff and without play.
   *
   * @param boreMillimeters the true inner diameter, whatever a host tells the pump
   */
  public Mechanics with(double boreMillimeters, double strokeMillimeters) {
    return Mechanics.ideal(stepMillimeters, boreMillimeters, strokeMillimeters);
  }

  /** Whether it has the commands of the PHD ULTRA. */
  boolean ultra() {
    return this == PHD_ULTRA;
  }

  double mostDiameterMillimeters() {
    return mostDiameterMillimeters;
  }

  String title() {
    return title;
  }

  String firmware() {
    return firmware;
  }

  /** What one microstep moves in a syringe of this diameter. */
  double femtolitersPerStep(double diameterMillimeters) {
    return Math.PI
        / 4
        * diameterMillimeters
        * diameterMillimeters
        * stepMillimeters
        * FEMTOLITERS_PER_CUBIC_MILLIMETER;
  }

  Rate slowest(double diameterMillimeters) {
    return Rate.perMinute(femtolitersPerStep(diameterMillimeters) / SECONDS_OF_SLOWEST_STEP);
  }

  Rate fastest(double diameterMillimeters) {
    return Rate.perMinute(femtolitersPerStep(diameterMillimeters) / SECONDS_OF_FASTEST_STEP);
  }
}
