package org.wetstack.lab.rig;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities of a file as people write them, as whole numbers of the unit that the rest counts in.
 * All throw {@link IllegalArgumentException} on anything else, and if the number is not whole.
 * Upper and lower case are different units: a mM is no MM.
 */
public final class Quantities {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,12})?) ?([^ ]+)");

  private static final Map<String, Long> NANOSECONDS =
      Map.of(
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);
  private static final Map<String, Long> NANOMOLAR =
      Map.of("nM", 1L, "uM", 1_000L, "mM", 1_000_000L, "M", 1_000_000_000L);
  private static final Map<String, Long> PICOCOULOMBS =
      Map.of("pC", 1L, "nC", 1_000L, "uC", 1_000_000L);
  private static final Map<String, Long> MICROMETERS = Map.of("um", 1L, "mm", 1_000L);
  private static final Map<String, Long> PICOMOLES =
      Map.of("pmol", 1L, "nmol", 1_000L, "umol", 1_000_000L, "mmol", 1_000_000_000L);
  private static final Map<String, Long> DENSITIES = Map.of("uC/cm2", 1L, "mC/cm2", 1_000L);
  private static final Map<String, Long> BYTES =
      Map.of("MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);
  private static final Map<String, Long> PER_MILLE = Map.of("%", 10L);

  private Quantities() {}

  /** A time, exact. */
  public static Duration duration(String text) {
    return Duration.ofNanos(whole(text, NANOSECONDS, "a time", "250ms, 5 s, 10 min, 24h or 7d"));
  }

  /** Whole nM. */
  static long concentration(String text) {
    return whole(text, NANOMOLAR, "a concentration", "500nM, 100 uM or 10 mM");
  }

  /** Whole pC. */
  static long charge(String text) {
    return whole(text, PICOCOULOMBS, "a charge", "500pC or 3 nC");
  }

  /** Whole µm. */
  static int length(String text) {
    return small(whole(text, MICROMETERS, "a length", "30 um or 0.1 mm"), text);
  }

  /** Whole pmol. */
  static long amount(String text) {
    return whole(text, PICOMOLES, "an amount of substance", "500pmol or 1 nmol");
  }

  /** Whole µC/cm². */
  static int chargeDensity(String text) {
    return small(whole(text, DENSITIES, "a charge density", "30 uC/cm2 or 0.4 mC/cm2"), text);
  }

  /** Whole bytes. */
  static long bytes(String text) {
    return whole(text, BYTES, "a size", "512 MiB, 5GiB or 1 TiB");
  }

  /** Whole thousandths. */
  static int perMille(String text) {
    return small(whole(text, PER_MILLE, "a share", "10 % or 2.5%"), text);
  }

  /** Whole hundredths. */
  static int percent(String text) {
    int perMille = perMille(text);
    if (perMille % 10 != 0) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number of %");
    }
    return perMille / 10;
  }

  /** A moment with its offset, or a day, which stands for its beginning in UTC. */
  static Instant instant(String text) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no moment: write it as in 2026-11-27T08:00:00+01:00 or 2026-11-27", e);
    }
  }

  static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + text + "' is no day: write it as in 2026-11-27", e);
    }
  }

  /** {@code read}, but for what is less than {@code least} or more than {@code most}. */
  public static <T extends Comparable<T>> Function<String, T> between(
      String least, String most, Function<String, T> read) {
    return text -> {
      T value = read.apply(text);
      if (value.compareTo(read.apply(least)) < 0 || value.compareTo(read.apply(most)) > 0) {
        throw new IllegalArgumentException(
            "'" + text + "' is out of range: " + least + " to " + most + " may stand here");
      }
      return value;
    };
  }

  /** As {@link #duration} reads it, in the largest unit that keeps it whole. */
  public static String shown(Duration time) {
    long nanos = time.toNanos();
    for (String unit : new String[] {"d", "h", "min", "s", "ms", "us"}) {
      long size = NANOSECONDS.getOrDefault(unit, 1L);
      if (nanos >= size && nanos % size == 0) {
        return nanos / size + " " + unit;
      }
    }
    return nanos == 0 ? "0 s" : nanos + " ns";
  }

  private static long whole(String text, Map<String, Long> units, String kind, String example) {
    Matcher parts = FORM.matcher(text.strip());
    String unit =
        parts.matches() ? parts.group(2).replace('µ', 'u').replace('μ', 'u').replace('²', '2') : "";
    Long size = units.get(unit);
    if (size == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is not " + kind + "; write it as in " + example);
    }
    try {
      return new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(size)).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is finer than is counted here, or too large; write "
              + kind
              + " as in "
              + example,
          e);
    }
  }

  private static int small(long value, String text) {
    if (value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("'" + text + "' is too large");
    }
    return (int) value;
  }
}
