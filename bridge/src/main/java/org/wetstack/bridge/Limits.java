package org.wetstack.bridge;

import java.util.regex.Pattern;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.PumpDescription;

/** A pump's limits as they travel: 32 bits each. */
final class Limits {

  private static final long MAX = 0xFFFF_FFFFL;
  private static final int MAX_NAME = 32;

  /** No driver takes longer to get its pump ready and begin. */
  private static final int MAX_START_MILLIS = 90_000;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");

  private Limits() {}

  /**
   * Throws {@link IllegalArgumentException} unless {@code pump} can be described to hosts; the
   * message says what does not fit, and what to do.
   */
  static void check(Pump pump) {
    String name = pump.name();
    if (!NAME.matcher(name).matches() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "a pump called '"
              + name
              + "' cannot be bridged: names are 1 to 32 of a to z, 0 to 9, '.' and '-'; give it"
              + " another with the option name=… of its endpoint");
    }
    PumpLimits limits = pump.limits();
    fits("largest dose", limits.whole(limits.maxVolume()).atMost().nanoliters(), "max-dose");
    fits("volume per hour", limits.maxVolumePerHour().nanoliters(), "max-per-hour");
    fits("fastest rate", limits.maxRate().nanolitersPerMinute(), "max-rate");
    fits("step of rates", limits.rateStep().nanolitersPerMinute(), "max-rate");
  }

  private static void fits(String what, long value, String option) {
    if (value > MAX) {
      throw new IllegalArgumentException(
          "the pump's "
              + what
              + " of "
              + value
              + " nL is more than the protocol can say ("
              + MAX
              + "); lower it with the option "
              + option
              + "=… of its endpoint");
    }
  }

  static DeviceMessage.Builder describe(Pump pump) {
    PumpLimits limits = pump.limits();
    return DeviceMessage.newBuilder()
        .setDescription(
            DeviceDescription.newBuilder()
                .setName(pump.name())
                .setPump(
                    PumpDescription.newBuilder()
                        .setStepNanoliters((int) limits.step().nanoliters())
                        .setMaxVolumeNanoliters((int) limits.maxVolume().nanoliters())
                        .setMaxVolumePerHourNanoliters((int) limits.maxVolumePerHour().nanoliters())
                        .setMinRateNanolitersPerMinute((int) limits.minRate().nanolitersPerMinute())
                        .setMaxRateNanolitersPerMinute((int) limits.maxRate().nanolitersPerMinute())
                        .setRateStepNanolitersPerMinute(
                            (int) limits.rateStep().nanolitersPerMinute())
                        .setToleranceNanoliters((int) limits.tolerance().nanoliters())
                        .setMaxStartMillis(MAX_START_MILLIS)));
  }
}
