package org.wetstack.drivers.newera;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as New Era pumps take them: four digits and a point, at most three right of it. */
final class Numbers {

  private static final int DIGITS = 4;
  private static final int MAX_DECIMALS = 3;

  private Numbers() {}

  /** Nanolitres as microlitres, or nanolitres per minute as microlitres per minute. Exact. */
  static String microliters(long nanoliters) {
    return text(BigDecimal.valueOf(nanoliters, 3));
  }

  /**
   * {@code value} in full.
   *
   * @throws IllegalArgumentException if it has more digits than a pump takes
   */
  static String text(BigDecimal value) {
    int whole = Math.max(1, value.precision() - value.scale());
    int decimals = Math.min(MAX_DECIMALS, DIGITS - whole);
    try {
      String text = value.setScale(Math.max(0, decimals), RoundingMode.UNNECESSARY).toPlainString();
      if (whole > DIGITS) {
        throw new ArithmeticException();
      }
      return decimals == 0 ? text + "." : text;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          value.toPlainString() + " has more than the four digits that a New Era pump takes", e);
    }
  }

  /** The last place of {@code text} as the pump writes it: what it does not tell. */
  static BigDecimal lastPlace(String text) {
    int point = text.indexOf('.');
    return BigDecimal.ONE.movePointLeft(point < 0 ? 0 : text.length() - point - 1);
  }

  /** The finest that all numbers up to {@code most} can be written in, in thousandths. */
  static long thousandths(long most) {
    long step = 1;
    while (most / step > 9_999) {
      step *= 10;
    }
    return step;
  }
}
