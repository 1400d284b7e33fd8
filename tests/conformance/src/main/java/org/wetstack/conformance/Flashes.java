package org.wetstack.conformance;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.wetstack.hal.Flash;
import org.wetstack.hal.LightLimits;
import org.wetstack.hal.units.Power;

/** Flashes for testing that fit any light. */
final class Flashes {

  private static final long BRIEF_MICROS = 50_000;
  private static final long LASTING_MICROS = 30_000_000;

  private Flashes() {}

  /** Over in a twentieth of a second, or sooner. */
  static Flash brief(LightLimits limits) {
    return of(limits, limits.step(), BRIEF_MICROS);
  }

  /** Shines for half a minute, or for as long as the light may, at its dimmest. */
  static Flash lasting(LightLimits limits) {
    return of(limits, limits.step(), LASTING_MICROS);
  }

  /** As bright as the light may, for as long as it may be that bright. */
  static Flash brightest(LightLimits limits) {
    long step = limits.step().microwatts();
    long power = limits.maxPower().microwatts() / step * step;
    return of(limits, Power.microwatts(power), Long.MAX_VALUE);
  }

  /** One that differs from {@code other} by a microsecond. */
  static Flash another(Flash other) {
    return new Flash(other.power(), other.duration().minus(1, ChronoUnit.MICROS));
  }

  /** Of {@code power}, for at most {@code micros} and for as long as is allowed. */
  private static Flash of(LightLimits limits, Power power, long micros) {
    long byEnergy = limits.maxEnergy().picojoules() / power.microwatts();
    long byTime = limits.maxDuration().toNanos() / 1_000;
    return new Flash(
        power, Duration.of(Math.min(micros, Math.min(byEnergy, byTime)), ChronoUnit.MICROS));
  }
}
