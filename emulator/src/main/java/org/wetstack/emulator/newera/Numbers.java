package org.wetstack.emulator.newera;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pump's numbers: four digits at most, three of them right of the point at most. */
final class Numbers {

  private static final Pattern DECIMAL = Pattern.compile("(\\d*)(?:\\.(\\d*))?");
  private static final int DIGITS = 4;
  private static final int DECIMALS = 3;

  private Numbers() {}

  /**
   * Reads a number.
   *
   * @param cuts whether digits too many behind the point are dropped
   * @throws Refusal if it is none, or has too many digits
   */
  static BigDecimal decimal(String text, boolean cuts) {
    Matcher match = DECIMAL.matcher(text);
    if (!match.matches() || text.isEmpty() || text.equals(".")) {
      throw Refusal.notRecognized();
    }
    String whole = match.group(1);
    String part = match.group(2) == null ? "" : match.group(2);
    if (whole.length() > DIGITS) {
      throw Refusal.outOfRange();
    }
    int room = Math.min(DECIMALS, DIGITS - whole.length());
    if (part.length() > room) {
      if (!cuts) {
        throw Refusal.outOfRange();
      }
      part = part.substring(0, room);
    }
    return new BigDecimal("0" + whole + "." + part + "0");
  }

  /**
   * Reads a whole number.
   *
   * @throws Refusal if it is none, or not within {@code least} and {@code most}
   */
  static int whole(String text, int least, int most) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Refusal.notRecognized();
    }
    int value = text.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(text);
    if (value < least || value > most) {
      throw Refusal.outOfRange();
    }
    return value;
  }

  /** The nearest number that the pump can show. */
  static BigDecimal fourDigits(double value) {
    var exact = new BigDecimal(value);
    BigDecimal rounded = exact.setScale(decimals(exact), RoundingMode.HALF_UP);
    // 9.9996 becomes 10.000, which has one digit too many.
    return rounded.setScale(decimals(rounded), RoundingMode.HALF_UP);
  }

  /** As the pump writes it: four digits and a point. */
  static String text(BigDecimal value) {
    int decimals = decimals(value);
    String digits = value.setScale(decimals, RoundingMode.DOWN).toPlainString();
    return decimals == 0 ? digits + "." : digits;
  }

  private static int decimals(BigDecimal value) {
    int whole = Math.max(1, value.precision() - value.scale());
    return Math.max(0, DIGITS - whole);
  }
}
