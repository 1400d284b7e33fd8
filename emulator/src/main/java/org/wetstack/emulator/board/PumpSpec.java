package org.wetstack.emulator.board;

/**
 * A pump. Volumes in nanolitres, rates in nanolitres per minute.
 *
 * @param quantumNanoliters progress is written to non-volatile memory each time this has been
 *     delivered: what a power loss leaves uncertain
 * @param reservoirNanoliters what it starts with
 */
public record PumpSpec(
    String name,
    int stepNanoliters,
    int maxVolumeNanoliters,
    int maxVolumePerHourNanoliters,
    int minRateNanolitersPerMinute,
    int maxRateNanolitersPerMinute,
    int rateStepNanolitersPerMinute,
    int quantumNanoliters,
    long reservoirNanoliters)
    implements DeviceSpec {

  /** 100 mL: with more, a volume times the nanoseconds of a minute would not fit a long. */
  public static final int MAX_NANOLITERS = 100_000_000;

  public static final long MAX_RESERVOIR_NANOLITERS = 1_000_000_000_000L;

  public PumpSpec {
    DeviceSpec.checkName(name);
    String of = "Nanoliters of pump '" + name + "'";
    String perMinute = "NanolitersPerMinute of pump '" + name + "'";
    int step = stepNanoliters;
    int fastest = maxRateNanolitersPerMinute;
    DeviceSpec.checkRange("step" + of, step, 1, MAX_NANOLITERS);
    DeviceSpec.checkRange("maxVolume" + of, maxVolumeNanoliters, step, MAX_NANOLITERS);
    DeviceSpec.checkRange(
        "maxVolumePerHour" + of, maxVolumePerHourNanoliters, step, Integer.MAX_VALUE);
    DeviceSpec.checkRange("quantum" + of, quantumNanoliters, step, MAX_NANOLITERS);
    DeviceSpec.checkRange("reservoir" + of, reservoirNanoliters, 0, MAX_RESERVOIR_NANOLITERS);
    DeviceSpec.checkRange("maxRate" + perMinute, fastest, 1, Integer.MAX_VALUE);
    DeviceSpec.checkRange("minRate" + perMinute, minRateNanolitersPerMinute, 1, fastest);
    DeviceSpec.checkRange("rateStep" + perMinute, rateStepNanolitersPerMinute, 1, fastest);
  }

  /** A syringe pump of 25 nL steps, 1 mL doses, 5 mL an hour. */
  public static PumpSpec defaults(String name) {
    return new PumpSpec(name, 25, 1_000_000, 5_000_000, 1_000, 60_000_000, 1_000, 250, 50_000_000);
  }
}
