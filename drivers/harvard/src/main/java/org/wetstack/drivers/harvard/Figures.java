package org.wetstack.drivers.harvard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.units.Volume;

/** Volumes and rates as these pumps write them, and nanolitres. All exact. */
final class Figures {

  /** Pumps print so many significant digits. */
  private static final MathContext PRINTED = new MathContext(6);

  private static final Map<String, BigDecimal> NANOLITERS =
      Map.of(
          "ml",
          BigDecimal.valueOf(1_000_000),
          "ul",
          BigDecimal.valueOf(1_000),
          "nl",
          BigDecimal.ONE,
          "pl",
          new BigDecimal("0.001"));

  private static final Map<String, BigDecimal> PER_HOUR =
      Map.of(
          "hr", BigDecimal.ONE,
          "min", BigDecimal.valueOf(60),
          "sec", BigDecimal.valueOf(3_600));

  private Figures() {}

  static BigDecimal nanoliters(String number, String unit) {
    return number(number).multiply(known(NANOLITERS, unit));
  }

  static BigDecimal nanolitersPerMinute(String number, String volume, String time) {
    return nanoliters(number, volume)
        .multiply(known(PER_HOUR, time))
        .divide(BigDecimal.valueOf(60), MathContext.DECIMAL128);
  }

  private static BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw garbled(text);
    }
  }

  private static BigDecimal known(Map<String, BigDecimal> units, String name) {
    BigDecimal unit = units.get(name);
    if (unit == null) {
      throw garbled(name);
    }
    return unit;
  }

  private static DeviceException garbled(String text) {
    return new DeviceException(
        Reason.PROTOCOL,
        Outcome.NOT_DONE,
        "the pump answers '" + text + "', which is not understood");
  }

  /** In the largest unit in which it is at least 1: {@code 2.5 ul}. */
  static String volume(long nanoliters) {
    return figure(nanoliters);
  }

  /** In the largest unit in which it is at least 1: {@code 2.5 ul/min}. */
  static String rate(long nanolitersPerMinute) {
    return figure(nanolitersPerMinute) + "/min";
  }

  private static String figure(long nanoliters) {
    String unit = nanoliters >= 1_000_000 ? "ml" : nanoliters >= 1_000 ? "ul" : "nl";
    return BigDecimal.valueOf(nanoliters)
            .divide(known(NANOLITERS, unit), MathContext.DECIMAL128)
            .stripTrailingZeros()
            .toPlainString()
        + " "
        + unit;
  }

  /** What a counter stands for that was printed with fewer digits than it has. */
  static Delivered printed(BigDecimal nanoliters) {
    if (nanoliters.signum() == 0) {
      return Delivered.NOTHING;
    }
    BigDecimal rounding = nanoliters.round(PRINTED).ulp();
    return new Delivered(
        Volume.nanoliters(
            nanoliters
                .subtract(rounding)
                .max(BigDecimal.ZERO)
                .setScale(0, RoundingMode.FLOOR)
                .longValue()),
        Volume.nanoliters(nanoliters.add(rounding).setScale(0, RoundingMode.CEILING).longValue()));
  }

  /** Whether a pump that was told {@code told} prints {@code read}. */
  static boolean agree(BigDecimal told, BigDecimal read) {
    return told.round(PRINTED).compareTo(read.round(PRINTED)) == 0;
  }
}
