package org.wetstack.emulator.chip;

/**
 * Bench face of what a recording chip measures besides its electrodes: three auxiliary inputs, its
 * supply, its temperature. What is set stays until it is set anew.
 */
public final class RhdSensors {

  private static final double VOLTS_PER_AUXILIARY_CODE = 37.4e-6;
  private static final double VOLTS_PER_SUPPLY_CODE = 74.8e-6;
  private static final double CODES_PER_KELVIN = 98.9;
  private static final double KELVIN = 273.15;
  private static final double LOWEST_AUXILIARY = 0.10;
  private static final double HIGHEST_AUXILIARY = 2.45;

  // What the sensor converts to when it begins: any code will do, only the difference counts.
  private static final int RESULT_A = 16_384;

  // tempen, and both switches as the host sets them for the first and the second measurement.
  private static final int TEMPERATURE_ENABLED = 1;
  private static final int SWITCH_1 = 2;
  private static final int SWITCH_2 = 4;

  private final double[] auxiliaryVolts = {1.225, 1.225, 1.225};
  private double supplyVolts = 3.3;
  private double celsius = 25;

  RhdSensors() {}

  /** The voltage at an auxiliary input, 0 to 2; beyond 0.10 to 2.45 V the converter ends. */
  public void auxiliary(int input, double volts) {
    auxiliaryVolts[input] = volts;
  }

  /** The supply, in volts. */
  public void supply(double volts) {
    supplyVolts = volts;
  }

  /** How warm the chip is, -273.15 to 200 °C. */
  public void temperature(double degreesCelsius) {
    if (!(degreesCelsius >= -KELVIN && degreesCelsius <= 200)) {
      throw new IllegalArgumentException(
          "a chip has -273.15 to 200 °C, not " + degreesCelsius + " °C");
    }
    celsius = degreesCelsius;
  }

  int auxiliaryCode(int input) {
    double volts = Math.max(LOWEST_AUXILIARY, Math.min(HIGHEST_AUXILIARY, auxiliaryVolts[input]));
    return code(volts / VOLTS_PER_AUXILIARY_CODE);
  }

  int supplyCode() {
    return code(supplyVolts / VOLTS_PER_SUPPLY_CODE);
  }

  /**
   * @param switches tempS2, tempS1 and tempen
   */
  int temperatureCode(int switches) {
    if ((switches & TEMPERATURE_ENABLED) == 0) {
      return 0;
    }
    boolean second = (switches & SWITCH_2) != 0 && (switches & SWITCH_1) == 0;
    return second ? code(RESULT_A + CODES_PER_KELVIN * (celsius + KELVIN)) : RESULT_A;
  }

  private static int code(double value) {
    return (int) Math.max(0, Math.min(65_535, Math.floor(value + 0.5)));
  }
}
