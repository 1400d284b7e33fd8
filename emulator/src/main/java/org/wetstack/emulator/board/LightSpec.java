package org.wetstack.emulator.board;

/** A light: in the device table only, as version 1 of the protocol has no commands for it. */
public record LightSpec(String name, int wavelengthNanometers, int maxPowerMicrowatts)
    implements DeviceSpec {

  public LightSpec {
    DeviceSpec.checkName(name);
    String of = " of light '" + name + "'";
    DeviceSpec.checkRange("wavelengthNanometers" + of, wavelengthNanometers, 200, 1_100);
    DeviceSpec.checkRange("maxPowerMicrowatts" + of, maxPowerMicrowatts, 1, 10_000_000);
  }
}
