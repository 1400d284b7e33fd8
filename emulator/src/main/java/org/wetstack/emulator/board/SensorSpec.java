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
    checkWord("quantity", quantity);
    checkWord("unit", unit);
    DeviceSpec.checkRange(
        "nanoUnitsPerCount of sensor '" + name + "'", nanoUnitsPerCount, 1, Integer.MAX_VALUE);
  }

  /** Firmware has room for so much, and knows ASCII only. */
  private static void checkWord(String what, String word) {
    if (!word.matches("[ -~]{1,16}")) {
      throw new IllegalArgumentException(
          what + " must be 1 to 16 ASCII characters, as in degC, not '" + word + "'");
    }
  }

  /** A thermometer at 37.00 °C, in steps of 0.01 °C. */
  public static SensorSpec thermometer(String name) {
    return new SensorSpec(name, "temperature", "degC", 10_000_000, 3_700);
  }
}
