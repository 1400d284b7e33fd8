package org.wetstack.hal.units;

import java.math.BigDecimal;
import java.time.Duration;

/** The energy of light, exact to the picojoule: a microwatt for a microsecond. Never negative. */
public record Energy(long picojoules) implements Comparable<Energy> {

  public static final Energy ZERO = new Energy(0);

  public Energy {
    if (picojoules < 0) {
      throw new IllegalArgumentException("negative energy: " + picojoules + " pJ");
    }
  }

  public static Energy picojoules(long value) {
    return new Energy(value);
  }

  public static Energy microjoules(long value) {
    return new Energy(Math.multiplyExact(value, 1_000_000L));
  }

  /**
   * What {@code power} gives in {@code duration}.
   *
   * @throws IllegalArgumentException if that is no whole number of microseconds, or too much
   */
  public static Energy of(Power power, Duration duration) {
    if (duration.isNegative() || duration.toNanosPart() % 1_000 != 0) {
      throw new IllegalArgumentException(duration + " is not a whole number of microseconds");
    }
    try {
      long micros =
          Math.addExact(
              Math.multiplyExact(duration.toSeconds(), 1_000_000L), duration.toNanosPart() / 1_000);
      return new Energy(Math.multiplyExact(power.microwatts(), micros));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(power + " for " + duration + " is too much", e);
    }
  }

  /**
   * The energy that {@code text} means: {@code 500nJ}, {@code 2.5 mJ}, {@code 1J}. Case does not
   * matter; u may stand for µ.
   *
   * @throws IllegalArgumentException if it means none, or not a whole number of pJ
   */
  public static Energy parse(String text) {
    return new Energy(Quantity.picojoules(text));
  }

  /** Throws {@link ArithmeticException} if it is more than can be written. */
  public Energy plus(Energy other) {
    return new Energy(Math.addExact(picojoules, other.picojoules));
  }

  @Override
  public int compareTo(Energy other) {
    return Long.compare(picojoules, other.picojoules);
  }

  @Override
  public String toString() {
    BigDecimal value = BigDecimal.valueOf(picojoules, 6).stripTrailingZeros();
    return value.toPlainString() + " µJ";
  }
}
