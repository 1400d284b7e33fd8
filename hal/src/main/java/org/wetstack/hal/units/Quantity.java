package org.wetstack.hal.units;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities as people write them: a number and its unit. */
final class Quantity {

  private static final Pattern FORM =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?(\\p{L}+)(?:/(\\p{L}+))?");

  private static final Map<String, BigDecimal> NANOLITERS =
      Map.of(
          "nl", BigDecimal.ONE,
          "ul", BigDecimal.valueOf(1_000),
          "µl", BigDecimal.valueOf(1_000),
          "μl", BigDecimal.valueOf(1_000),
          "ml", BigDecimal.valueOf(1_000_000),
          "l", BigDecimal.valueOf(1_000_000_000));

  private static final Map<String, BigDecimal> NANOAMPS =
      Map.of(
          "na", BigDecimal.ONE,
          "ua", BigDecimal.valueOf(1_000),
          "µa", BigDecimal.valueOf(1_000),
          "μa", BigDecimal.valueOf(1_000),
          "ma", BigDecimal.valueOf(1_000_000));

  private static final Map<String, BigDecimal> PER_HOUR =
      Map.of(
          "s", BigDecimal.valueOf(3_600),
          "sec", BigDecimal.valueOf(3_600),
          "min", BigDecimal.valueOf(60),
          "m", BigDecimal.valueOf(60),
          "h", BigDecimal.ONE,
          "hr", BigDecimal.ONE);

  private static final Map<String, BigDecimal> MICROWATTS =
      Map.of(
          "uw", BigDecimal.ONE,
          "µw", BigDecimal.ONE,
          "μw", BigDecimal.ONE,
          "mw", BigDecimal.valueOf(1_000),
          "w", BigDecimal.valueOf(1_000_000));

  private static final Map<String, BigDecimal> PICOJOULES =
      Map.of(
          "pj", BigDecimal.ONE,
          "nj", BigDecimal.valueOf(1_000),
          "uj", BigDecimal.valueOf(1_000_000),
          "µj", BigDecimal.valueOf(1_000_000),
          "μj", BigDecimal.valueOf(1_000_000),
          "mj", BigDecimal.valueOf(1_000_000_000),
          "j", BigDecimal.valueOf(1_000_000_000_000L));

  private Quantity() {}

  /** Whole nanolitres in {@code text}. */
  static long nanoliters(String text) {
    return plain(text, NANOLITERS, "nL", "a volume; write it as in 500nl, 2.5ul or 1 mL");
  }

  /** Whole microwatts in {@code text}. */
  static long microwatts(String text) {
    return plain(text, MICROWATTS, "µW", "a power; write it as in 500uW, 2.5 mW or 1W");
  }

  /** Whole picojoules in {@code text}. */
  static long picojoules(String text) {
    return plain(text, PICOJOULES, "pJ", "an energy; write it as in 500nJ, 2.5 mJ or 1J");
  }

  private static long plain(
      String text, Map<String, BigDecimal> units, String whole, String otherwise) {
    Matcher parts = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    BigDecimal unit = parts.matches() ? units.get(parts.group(2)) : null;
    if (unit == null || parts.group(3) != null) {
      throw new IllegalArgumentException("'" + text + "' is not " + otherwise);
    }
    return whole(text, new BigDecimal(parts.group(1)).multiply(unit), whole);
  }

  /** Whole nanoamperes in {@code text}, which may have a sign. */
  static int nanoamps(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    boolean negative = plain.startsWith("-");
    Matcher parts = FORM.matcher(negative ? plain.substring(1) : plain);
    BigDecimal unit = parts.matches() ? NANOAMPS.get(parts.group(2)) : null;
    if (unit == null || parts.group(3) != null) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a current; write it as in -2uA, 1.5 µA or 500nA");
    }
    long value = whole(text, new BigDecimal(parts.group(1)).multiply(unit), "nA");
    if (value > Integer.MAX_VALUE) {
      throw notWhole(text, "nA");
    }
    return (int) (negative ? -value : value);
  }

  /** Whole nanolitres per minute in {@code text}. */
  static long nanolitersPerMinute(String text) {
    Matcher parts = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    BigDecimal volume = parts.matches() ? NANOLITERS.get(parts.group(2)) : null;
    BigDecimal perHour = volume == null ? null : PER_HOUR.get(String.valueOf(parts.group(3)));
    if (volume == null || perHour == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a flow rate; write it as in 500nl/min, 2.5ul/min or 1 mL/h");
    }
    BigDecimal sixtieths = new BigDecimal(parts.group(1)).multiply(volume).multiply(perHour);
    BigDecimal[] minutes = sixtieths.divideAndRemainder(BigDecimal.valueOf(60));
    if (minutes[1].signum() != 0) {
      throw notWhole(text, "nL/min");
    }
    return whole(text, minutes[0], "nL/min");
  }

  private static long whole(String text, BigDecimal value, String unit) {
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw notWhole(text, unit);
    }
  }

  private static IllegalArgumentException notWhole(String text, String unit) {
    return new IllegalArgumentException(
        "'" + text + "' is not a whole number of " + unit + ", or too large");
  }
}
