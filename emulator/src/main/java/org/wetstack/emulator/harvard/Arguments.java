package org.wetstack.emulator.harvard;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What stands behind a command; each question about it refuses what is wrong. */
final class Arguments {

  static final String UNKNOWN = "Unknown argument";
  static final String RANGE = "Out of range";

  private static final Pattern NUMBER = Pattern.compile("-?(\\d+\\.?\\d*|\\.\\d+)");

  private final List<String> words;

  Arguments(List<String> words) {
    this.words = words;
  }

  boolean none() {
    return words.isEmpty();
  }

  int count() {
    return words.size();
  }

  /** The word at this place, as it was sent. */
  String word(int place) {
    if (place >= words.size()) {
      throw RefusedException.argument("", "Missing argument");
    }
    return words.get(place);
  }

  /** The word at this place in lower case. */
  String name(int place) {
    return word(place).toLowerCase(Locale.ROOT);
  }

  RefusedException unknown(int place) {
    return RefusedException.argument(word(place), UNKNOWN);
  }

  RefusedException outOfRange(int place) {
    return RefusedException.argument(word(place), RANGE);
  }

  void atMost(int places) {
    if (words.size() > places) {
      throw RefusedException.argument(word(places), "Too many arguments");
    }
  }

  BigDecimal number(int place) {
    String text = word(place);
    if (!NUMBER.matcher(text).matches()) {
      throw unknown(place);
    }
    return new BigDecimal(text);
  }

  /** A whole number from {@code least} to {@code most}. */
  int whole(int place, int least, int most) {
    BigDecimal number = number(place);
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0
        || number.stripTrailingZeros().scale() > 0) {
      throw outOfRange(place);
    }
    return number.intValue();
  }

  /** A volume above nothing, and its unit. */
  Amount amount(int place) {
    BigDecimal number = number(place);
    Unit.Volume unit = Unit.Volume.named(word(place + 1));
    if (unit == null) {
      throw RefusedException.argument(word(place + 1), "Unknown units");
    }
    if (number.signum() <= 0) {
      throw outOfRange(place);
    }
    return new Amount(number, unit);
  }

  /** A rate of 0 or more, and its units. */
  Rate rate(int place) {
    BigDecimal number = number(place);
    Rate.Units units = Rate.Units.named(word(place + 1));
    if (units == null) {
      throw RefusedException.argument(word(place + 1), "Unknown units");
    }
    return new Rate(number, units);
  }

  /** One of two words. */
  boolean either(int place, String yes, String no) {
    String word = name(place);
    if (!word.equals(yes) && !word.equals(no)) {
      throw unknown(place);
    }
    return word.equals(yes);
  }
}
