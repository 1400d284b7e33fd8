package org.wetstack.emulator.board;

import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.LightDescription;
import org.wetstack.protocol.v1.Refused;

/** A light, which can only be described. */
record LightUnit(LightSpec spec) implements Unit {

  @Override
  public DeviceDescription describe() {
    return DeviceDescription.newBuilder()
        .setName(spec.name())
        .setLight(
            LightDescription.newBuilder()
                .setWavelengthNanometers(spec.wavelengthNanometers())
                .setMaxPowerMicrowatts(spec.maxPowerMicrowatts()))
        .build();
  }

  @Override
  public boolean supports(HostMessage.BodyCase body) {
    return false;
  }

  @Override
  public DeviceMessage.Builder handle(HostMessage message) {
    throw new RefusedException(Refused.Reason.REASON_UNSUPPORTED, "a light takes no commands");
  }
}
