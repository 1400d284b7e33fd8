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

  public PumpSpec {
    DeviceSpec.checkName(name);
    if (stepNanoliters < 1
        || maxVolumeNanoliters < stepNanoliters
        || maxVolumePerHourNanoliters < stepNanoliters
        || minRateNanolitersPerMinute < 1
        || maxRateNanolitersPerMinute < minRateNanolitersPerMinute
        || rateStepNanolitersPerMinute < 1
        || quantumNanoliters < stepNanoliters
        || reservoirNanoliters < 0) {
      throw new IllegalArgumentException("pump '" + name + "' has limits that make no sense");
    }
  }

  /** A syringe pump of 25 nL steps, 1 mL doses, 5 mL an hour. */
  public static PumpSpec defaults(String name) {
    return new PumpSpec(name, 25, 1_000_000, 5_000_000, 1_000, 60_000_000, 1_000, 250, 50_000_000);
  }
}
