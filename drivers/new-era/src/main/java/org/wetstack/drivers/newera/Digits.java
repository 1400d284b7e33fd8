package org.wetstack.drivers.newera;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The pump's numbers, of four digits at most, three of them behind the point at most. */
final class Digits {

  private static final int DIGITS = 4;
  private static final int MOST = 9_999;

  private Digits() {}

  /** The finest step of thousandths in which every number up to {@code thousandths} can be told. */
  static long step(long thousandths) {
    long step = 1;
    while (thousandths / step > MOST) {
      step *= 10;
    }
    return step;
  }

  /**
   * A number of thousandths as the pump writes it: {@code 0.500}, {@code 12.34}, {@code 9999.}.
   *
   * @throws IllegalArgumentException if four digits cannot say it exactly
   */
  static String text(long thousandths) {
    BigDecimal value = BigDecimal.valueOf(thousandths, 3);
    int whole = Math.max(1, value.precision() - value.scale());
    int decimals = DIGITS - whole;
    if (decimals < 0 || value.stripTrailingZeros().scale() > decimals) {
      throw new IllegalArgumentException(value + " needs more than four digits");
    }
    String text = value.setScale(decimals, RoundingMode.UNNECESSARY).toPlainString();
    return decimals == 0 ? text + "." : text;
  }
}
