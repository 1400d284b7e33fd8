package org.wetstack.emulator.rhx.state;

import java.util.regex.Pattern;

/** Numbers as the program reads them. */
final class Numerals {

  private static final Pattern INTEGER = Pattern.compile("[+-]?0*[0-9]{1,10}");
  private static final Pattern REAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[+-]?[0-9]+)?|nan|[+-]?inf");

  private Numerals() {}

  /** Whether {@code word}, in lower case, is a number. */
  static boolean readable(String word, boolean integer) {
    return integer
        ? INTEGER.matcher(word).matches() && Long.parseLong(word) == (int) Long.parseLong(word)
        : REAL.matcher(word).matches();
  }

  static double read(String word) {
    if (word.equals("nan")) {
      return Double.NaN;
    }
    if (word.endsWith("inf")) {
      return word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.parseDouble(word);
  }
}
