package org.wetstack.hal.units;

/** An electric current, exact to the nanoampere. Cathodic is negative. */
public record Current(int nanoamps) {

  public Current {
    if (nanoamps == Integer.MIN_VALUE) {
      throw new IllegalArgumentException(
          nanoamps + " nA is too large: its opposite cannot be written");
    }
  }

  public static Current nanoamps(int value) {
    return new Current(value);
  }

  /** Throws {@link IllegalArgumentException} unless {@code value} is a whole number of nA. */
  public static Current microamps(double value) {
    long nanoamps = Exact.thousandfold(value, "µA", "nA");
    if (nanoamps != (int) nanoamps) {
      throw new IllegalArgumentException(value + " µA is too large: at most ±2147483 µA");
    }
    return new Current((int) nanoamps);
  }

  /**
   * The current written in {@code text}, such as -2uA, 1.5 µA or 500nA.
   *
   * @throws IllegalArgumentException if it is none, or no whole number of nanoamperes
   */
  public static Current parse(String text) {
    return new Current(Quantity.nanoamps(text));
  }

  @Override
  public String toString() {
    return Exact.inThousands(nanoamps, "µA");
  }
}
