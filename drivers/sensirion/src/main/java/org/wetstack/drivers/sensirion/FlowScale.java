package org.wetstack.drivers.sensirion;

import java.math.BigInteger;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * What the ticks of a sensor mean, exactly.
 *
 * @param ticks so many are one unit of flow
 * @param picoliters one unit of flow is so many
 * @param millis in so long
 */
record FlowScale(int ticks, long picoliters, long millis) {

  private static final int LITER = 8;
  private static final long MILLIS_PER_MINUTE = 60_000;
  private static final BigInteger PICOLITERS_PER_NANOLITER = BigInteger.valueOf(1_000);

  /** From a sensor's scale factor and unit code: nibbles for volume, time and prefix. */
  static FlowScale of(int ticks, int unit) {
    long picoliters =
        switch (unit & 0xF) {
          case 3 -> 1_000L;
          case 4 -> 1_000_000L;
          case 5 -> 1_000_000_000L;
          case 8 -> 1_000_000_000_000L;
          default -> 0;
        };
    long millis =
        switch (unit >> 4 & 0xF) {
          case 3 -> 1_000;
          case 4 -> MILLIS_PER_MINUTE;
          case 5 -> 3_600_000;
          default -> 0;
        };
    if (ticks == 0 || picoliters == 0 || millis == 0 || unit >> 8 != LITER) {
      throw new DeviceException(
          Reason.PROTOCOL,
          Outcome.NOT_DONE,
          String.format(
              "the sensor measures in units this driver does not know: scale %d, unit 0x%04X",
              ticks, unit));
    }
    return new FlowScale(ticks, picoliters, millis);
  }

  /** What {@code sum} ticks come to that were measured every {@code everyMillis}, rounded. */
  long nanoliters(long sum, int everyMillis) {
    return rounded(
        BigInteger.valueOf(sum)
            .multiply(BigInteger.valueOf(everyMillis))
            .multiply(BigInteger.valueOf(picoliters)),
        BigInteger.valueOf(ticks)
            .multiply(BigInteger.valueOf(millis))
            .multiply(PICOLITERS_PER_NANOLITER));
  }

  /** The mean flow of {@code count} samples that sum up to {@code sum} ticks, rounded. */
  long nanolitersPerMinute(long sum, int count) {
    return rounded(
        BigInteger.valueOf(sum)
            .multiply(BigInteger.valueOf(picoliters))
            .multiply(BigInteger.valueOf(MILLIS_PER_MINUTE)),
        BigInteger.valueOf(ticks)
            .multiply(BigInteger.valueOf(count))
            .multiply(BigInteger.valueOf(millis))
            .multiply(PICOLITERS_PER_NANOLITER));
  }

  /** To the nearest, halves away from 0. */
  private static long rounded(BigInteger dividend, BigInteger divisor) {
    BigInteger half = divisor.shiftRight(1).multiply(BigInteger.valueOf(dividend.signum()));
    return dividend.add(half).divide(divisor).longValueExact();
  }
}
