package org.wetstack.drivers.harp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wetstack.hal.units.Volume;

/**
 * What one step of the motor moves, exact to the picolitre: the pump does not know it, its owner
 * has measured it.
 */
record StepVolume(long picoliters) {

  private static final long MOST = 100_000_000;
  private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?(pl|nl|[uµμ]l)");
  private static final Map<Character, Integer> POWERS = Map.of('p', 0, 'n', 3);

  StepVolume {
    if (picoliters < 1 || picoliters > MOST) {
      throw new IllegalArgumentException("a step moves 1 pL to 100 µL, not " + picoliters + " pL");
    }
  }

  /**
   * What {@code text} means, such as {@code 41.7nl}.
   *
   * @throws IllegalArgumentException if it means no volume, or not a whole number of picolitres
   */
  static StepVolume parse(String text) {
    Matcher matcher = QUANTITY.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no volume of a step; write it as in 41.7nl");
    }
    int power = POWERS.getOrDefault(matcher.group(2).charAt(0), 6);
    try {
      return new StepVolume(
          new BigDecimal(matcher.group(1)).movePointRight(power).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is no whole number of picolitres", e);
    }
  }

  /** The least number of steps that moves a whole number of nanolitres. */
  long stepsPerWhole() {
    long common = BigInteger.valueOf(picoliters).gcd(BigInteger.valueOf(1_000)).longValueExact();
    return 1_000 / common;
  }

  /** The steps that move {@code volume}, of which they are a whole number. */
  long stepsFor(Volume volume) {
    return volume.nanoliters() * 1_000 / picoliters;
  }

  /** What {@code steps} move, rounded down to nanolitres. */
  Volume atLeast(long steps) {
    return Volume.nanoliters(steps * picoliters / 1_000);
  }

  /** What {@code steps} move, rounded up to nanolitres. */
  Volume atMost(long steps) {
    return Volume.nanoliters((steps * picoliters + 999) / 1_000);
  }
}
