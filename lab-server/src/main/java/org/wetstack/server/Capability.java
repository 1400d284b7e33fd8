package org.wetstack.server;

import org.wetstack.api.v1.LightLimits;
import org.wetstack.api.v1.PumpLimits;
import org.wetstack.api.v1.StimulusLimits;

/** What devices can do, as it travels. */
final class Capability {

  private Capability() {}

  static PumpLimits of(org.wetstack.hal.PumpLimits limits) {
    return PumpLimits.newBuilder()
        .setStepNanoliters(limits.step().nanoliters())
        .setMostNanoliters(limits.maxVolume().nanoliters())
        .setMostNanolitersPerHour(limits.maxVolumePerHour().nanoliters())
        .setLeastNanolitersPerMinute(limits.minRate().nanolitersPerMinute())
        .setMostNanolitersPerMinute(limits.maxRate().nanolitersPerMinute())
        .setStepNanolitersPerMinute(limits.rateStep().nanolitersPerMinute())
        .setToleranceNanoliters(limits.tolerance().nanoliters())
        .build();
  }

  static LightLimits of(org.wetstack.hal.LightLimits limits) {
    return LightLimits.newBuilder()
        .setWavelengthNanometers(limits.wavelengthNanometers())
        .setMostMicrowatts(limits.maxPower().microwatts())
        .setStepMicrowatts(limits.step().microwatts())
        .setMostMicroseconds(limits.maxDuration().toNanos() / 1_000)
        .setMostPicojoules(limits.maxEnergy().picojoules())
        .build();
  }

  static StimulusLimits of(org.wetstack.hal.StimulusLimits limits) {
    return StimulusLimits.newBuilder()
        .setElectrodes(limits.electrodes())
        .setMostNanoamps(limits.maxAmplitude().nanoamps())
        .setStepNanoamps(limits.step().nanoamps())
        .setMostPhasePicocoulombs(limits.maxPhasePicocoulombs())
        .setTicksPerSecond(limits.ticksPerSecond())
        .setMostPulsesPerSecond(limits.maxPulsesPerSecond())
        .setMostPulses(limits.maxPulses())
        .setSlots(limits.slots())
        .build();
  }
}
