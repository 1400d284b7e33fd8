package org.wetstack.conformance;

import java.time.Duration;
import org.wetstack.hal.Dose;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** Doses for testing that fit any pump: small beside its hourly limit. */
final class Doses {

  private static final long NANOS_PER_MINUTE = 60_000_000_000L;

  private Doses() {}

  /** Over in about a tenth of a second where the pump can. */
  static Dose brief(PumpLimits limits) {
    long step = limits.step().nanoliters();
    long inATenth = limits.maxRate().nanolitersPerMinute() / 600;
    long volume = Math.min(inATenth, limits.maxVolumePerHour().nanoliters() / 200);
    return new Dose(
        Volume.nanoliters(Math.max(step, Math.min(volume, largest(limits)) / step * step)),
        limits.maxRate());
  }

  /** Flows for half a minute or longer, so that whatever is to interrupt it comes in time. */
  static Dose lasting(PumpLimits limits) {
    long step = limits.step().nanoliters();
    long volume = Math.max(step, largest(limits) / step * step);
    long rateStep = limits.rateStep().nanolitersPerMinute();
    long rate = Math.min(volume * 2, limits.maxRate().nanolitersPerMinute());
    rate = Math.max(limits.minRate().nanolitersPerMinute(), rate / rateStep * rateStep);
    return new Dose(Volume.nanoliters(volume), FlowRate.nanolitersPerMinute(rate));
  }

  /** A dose that differs from {@code other} by one step. */
  static Dose another(Dose other, PumpLimits limits) {
    return new Dose(other.volume().plus(limits.step()), other.rate());
  }

  static Duration length(Dose dose) {
    return Duration.ofNanos(
        Math.multiplyExact(dose.volume().nanoliters(), NANOS_PER_MINUTE)
            / dose.rate().nanolitersPerMinute());
  }

  private static long largest(PumpLimits limits) {
    return Math.min(
        limits.maxVolume().nanoliters() - limits.step().nanoliters(),
        limits.maxVolumePerHour().nanoliters() / 6);
  }
}
