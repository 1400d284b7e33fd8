package org.wetstack.hal.units;

import java.math.BigDecimal;

/** Decimal numbers to whole base units, without rounding. */
final class Exact {

  private Exact() {}

  /** {@code value} × 1000 as a whole number. */
  static long thousandfold(double value, String unit, String baseUnit) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " " + unit + " is not a number");
    }
    try {
      return BigDecimal.valueOf(value).movePointRight(3).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          value + " " + unit + " is not a whole number of " + baseUnit + ", or too large", e);
    }
  }

  /** {@code thousandths} in units of a thousand, without trailing zeros. */
  static String inThousands(long thousandths, String unit) {
    BigDecimal value = BigDecimal.valueOf(thousandths, 3).stripTrailingZeros();
    return value.toPlainString() + " " + unit;
  }
}
