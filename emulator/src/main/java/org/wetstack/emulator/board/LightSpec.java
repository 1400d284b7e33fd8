package org.wetstack.emulator.board;

/** A light: in the device table only, as version 1 of the protocol has no commands for it. */
public record LightSpec(String name, int wavelengthNanometers, int maxPowerMicrowatts)
    implements DeviceSpec {

  public LightSpec {
    DeviceSpec.checkName(name);
  }
}
