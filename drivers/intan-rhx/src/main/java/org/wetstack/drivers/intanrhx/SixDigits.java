package org.wetstack.drivers.intanrhx;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as RHX prints them: six significant digits, as C does with {@code %g}. */
final class SixDigits {

  private static final MathContext SIX = new MathContext(6, RoundingMode.HALF_EVEN);

  private SixDigits() {}

  static String of(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(SIX).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return rounded.toPlainString();
    }
    BigDecimal mantissa = rounded.scaleByPowerOfTen(-exponent);
    return mantissa.toPlainString() + String.format(Locale.ROOT, "e%+03d", exponent);
  }
}
