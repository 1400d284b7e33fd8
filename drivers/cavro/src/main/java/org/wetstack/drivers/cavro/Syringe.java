package org.wetstack.drivers.cavro;

import java.math.BigInteger;
import java.util.Locale;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** A syringe of so many microlitres, in the pump's microsteps and pulses. */
record Syringe(int microliters) {

  /** Microsteps of a whole stroke. */
  static final int STROKE = 24_000;

  private static final int NANOLITERS_PER_STEP_DIVISOR = 24;

  /** 6,000 pulses a second are a stroke a second. */
  private static final long SLOWEST_PULSES = 5;

  private static final long FASTEST_PULSES = 6_000;
  private static final long LEAST_START = 50;
  private static final long MOST_START = 1_000;
  private static final long MOST_CUTOFF = 2_700;

  Volume stroke() {
    return Volume.nanoliters(microliters * 1_000L);
  }

  /** The least number of microsteps that is a whole number of nanolitres. */
  Volume step() {
    return Volume.nanoliters(microliters / divisor());
  }

  private int divisor() {
    return BigInteger.valueOf(microliters)
        .gcd(BigInteger.valueOf(NANOLITERS_PER_STEP_DIVISOR))
        .intValue();
  }

  /** One pulse a second. */
  FlowRate pulse() {
    return FlowRate.nanolitersPerMinute(microliters * 10L);
  }

  FlowRate slowest() {
    return FlowRate.nanolitersPerMinute(pulse().nanolitersPerMinute() * SLOWEST_PULSES);
  }

  FlowRate fastest() {
    return FlowRate.nanolitersPerMinute(pulse().nanolitersPerMinute() * FASTEST_PULSES);
  }

  /** {@code volume}, which is a multiple of {@link #step}, in microsteps. */
  long microsteps(Volume volume) {
    return volume.nanoliters() * NANOLITERS_PER_STEP_DIVISOR / microliters;
  }

  /** {@code rate}, which is a multiple of {@link #pulse}, in pulses a second. */
  long pulses(FlowRate rate) {
    return rate.nanolitersPerMinute() / pulse().nanolitersPerMinute();
  }

  /** What {@code microsteps} move, to the nanolitre. */
  Delivered volume(long microsteps) {
    long product = microsteps * microliters;
    return new Delivered(
        Volume.nanoliters(product / NANOLITERS_PER_STEP_DIVISOR),
        Volume.nanoliters(-Math.floorDiv(-product, NANOLITERS_PER_STEP_DIVISOR)));
  }

  /** The commands that set start, top and cutoff speed for so many pulses a second. */
  static String speeds(long pulses) {
    return String.format(
        Locale.ROOT,
        "v%dV%dc%d",
        Math.min(MOST_START, Math.max(LEAST_START, pulses)),
        pulses,
        Math.min(MOST_CUTOFF, Math.max(LEAST_START, pulses)));
  }
}
