package org.wetstack.emulator.harvard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The units in which these pumps take and give volumes and times. */
final class Unit {

  private Unit() {}

  /** A unit of volume. */
  enum Volume {
    ML(12),
    UL(9),
    NL(6),
    PL(3);

    /** What one of it is. */
    final BigDecimal femtoliters;

    Volume(int exponent) {
      femtoliters = BigDecimal.ONE.scaleByPowerOfTen(exponent);
    }

    /** {@code ml}, or {@code m} alone; null for what is none. */
    static @Nullable Volume named(String text) {
      String name = text.toLowerCase(Locale.ROOT);
      for (Volume unit : values()) {
        if (name.equals(unit.text()) || name.equals(unit.text().substring(0, 1))) {
          return unit;
        }
      }
      return null;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The largest unit in which this is at least 1; microlitres for nothing. */
    static Volume fit(double femtoliters) {
      if (femtoliters == 0) {
        return UL;
      }
      for (Volume unit : values()) {
        if (femtoliters >= unit.femtoliters.doubleValue()) {
          return unit;
        }
      }
      return PL;
    }
  }

  /** A unit of time in rates. */
  enum Time {
    HR(3_600),
    MIN(60),
    SEC(1);

    final int seconds;

    Time(int seconds) {
      this.seconds = seconds;
    }

    /** {@code min}, or {@code m} alone; null for what is none. */
    static @Nullable Time named(String text) {
      String name = text.toLowerCase(Locale.ROOT);
      for (Time unit : values()) {
        if (name.equals(unit.text()) || name.equals(unit.text().substring(0, 1))) {
          return unit;
        }
      }
      return null;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As these pumps print a number: up to 6 significant digits, without zeros at the end. */
  static String digits(BigDecimal value) {
    BigDecimal rounded = value.round(new MathContext(6)).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
