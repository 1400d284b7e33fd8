package org.wetstack.app.study;

import java.math.BigDecimal;
import java.math.MathContext;
import org.wetstack.lab.plot.Page;

/**
 * One number about a culture, and what the field has found.
 *
 * @param low the least that is in range
 * @param high the most
 * @param seen what was measured in real cultures, and by whom
 */
record Figure(String name, String unit, double low, double high, String seen, double got) {

  /** The same figure of another culture. */
  Figure with(double other) {
    return new Figure(name, unit, low, high, seen, other);
  }

  /** Whether it is in range. What is not a number is not. */
  boolean ok() {
    return got >= low && got <= high;
  }

  String range() {
    return number(low) + " to " + number(high) + unitOf();
  }

  String value() {
    return number(got) + unitOf();
  }

  String judgement() {
    return ok() ? Page.OK : Page.OUT_OF_RANGE;
  }

  private String unitOf() {
    return unit.isEmpty() ? "" : " " + unit;
  }

  /** Three digits are all that such figures are worth. */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "none";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3)).stripTrailingZeros();
    return Math.abs(value) < 5e-4 ? "0" : rounded.toPlainString();
  }
}
