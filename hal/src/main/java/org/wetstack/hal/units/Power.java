package org.wetstack.hal.units;

/** The power of a light, exact to the microwatt. Always positive. */
public record Power(long microwatts) implements Comparable<Power> {

  public Power {
    if (microwatts <= 0) {
      throw new IllegalArgumentException("a power must be positive: " + microwatts + " µW");
    }
  }

  public static Power microwatts(long value) {
    return new Power(value);
  }

  /**
   * The power that {@code text} means: {@code 500uW}, {@code 2.5 mW}, {@code 1W}. Case does not
   * matter; u may stand for µ.
   *
   * @throws IllegalArgumentException if it means none, or not a whole number of µW
   */
  public static Power parse(String text) {
    return new Power(Quantity.microwatts(text));
  }

  @Override
  public int compareTo(Power other) {
    return Long.compare(microwatts, other.microwatts);
  }

  @Override
  public String toString() {
    return Exact.inThousands(microwatts, "mW");
  }
}
