package org.wetstack.emulator.shdlc;

import org.wetstack.emulator.tissue.Parameter;

/** How a sensor's readings differ from the flow through it. */
public record SensorErrors(
    @Parameter(value = "standard deviation of each reading", unit = "uL/min", most = 1_000_000)
        double noiseMicrolitersPerMinute,
    @Parameter(
            value = "what it reads when nothing flows",
            unit = "uL/min",
            least = -1_000_000,
            most = 1_000_000)
        double offsetMicrolitersPerMinute,
    @Parameter(value = "it reads this share too much", least = -0.9, most = 9) double scaleError,
    @Parameter(value = "in which it sees 63 % of a step of flow", unit = "ms", most = 10_000)
        double responseMillis) {

  /** A sensor that reads what flows, at once. */
  public static SensorErrors none() {
    return new SensorErrors(0, 0, 0, 0);
  }

  /** A good sensor of the smallest kind (SLF3S-0600F). */
  public static SensorErrors typical() {
    return new SensorErrors(0.05, 0, 0, 20);
  }
}
