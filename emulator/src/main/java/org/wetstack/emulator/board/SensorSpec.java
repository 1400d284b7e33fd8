package org.wetstack.emulator.board;

/**
 * A sensor whose reading is set on the bench.
 *
 * @param nanoUnitsPerCount one count is this many billionths of {@code unit}
 */
public record SensorSpec(
    String name, String quantity, String unit, int nanoUnitsPerCount, int counts)
    implements DeviceSpec {

  public SensorSpec {
    DeviceSpec.checkName(name);
  }

  /** A thermometer at 37.00 °C, in steps of 0.01 °C. */
  public static SensorSpec thermometer(String name) {
    return new SensorSpec(name, "temperature", "degC", 10_000_000, 3_700);
  }
}
