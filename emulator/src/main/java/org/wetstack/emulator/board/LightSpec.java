package org.wetstack.emulator.board;

/**
 * A light.
 *
 * @param maxPowerMicrowatts the most it gives
 * @param powerStepMicrowatts powers are multiples of this
 * @param maxFlashMicros the longest flash, in microseconds; 0 for a light that takes no commands
 * @param maxFlashMicrojoules the most that one flash gives
 */
public record LightSpec(
    String name,
    int wavelengthNanometers,
    int maxPowerMicrowatts,
    int powerStepMicrowatts,
    int maxFlashMicros,
    int maxFlashMicrojoules)
    implements DeviceSpec {

  public LightSpec {
    DeviceSpec.checkName(name);
    String of = " of light '" + name + "'";
    DeviceSpec.checkRange("wavelengthNanometers" + of, wavelengthNanometers, 200, 1_100);
    DeviceSpec.checkRange("maxPowerMicrowatts" + of, maxPowerMicrowatts, 1, 10_000_000);
    DeviceSpec.checkRange("powerStepMicrowatts" + of, powerStepMicrowatts, 1, maxPowerMicrowatts);
    DeviceSpec.checkRange("maxFlashMicros" + of, maxFlashMicros, 0, Integer.MAX_VALUE);
    DeviceSpec.checkRange("maxFlashMicrojoules" + of, maxFlashMicrojoules, 1, Integer.MAX_VALUE);
  }

  /** The same in steps of 1 µW, with flashes of up to 1 s and 10 mJ. */
  public LightSpec(String name, int wavelengthNanometers, int maxPowerMicrowatts) {
    this(name, wavelengthNanometers, maxPowerMicrowatts, 1, 1_000_000, 10_000);
  }

  /** 10 mW at 405 nm, in steps of 1 µW, with flashes of up to 1 s and 10 mJ. */
  public static LightSpec defaults(String name) {
    return new LightSpec(name, 405, 10_000);
  }

  boolean flashes() {
    return maxFlashMicros > 0;
  }
}
