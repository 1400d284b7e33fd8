package org.wetstack.hal.units;

/** A volume of liquid, exact to the nanolitre. Never negative. */
public record Volume(long nanoliters) implements Comparable<Volume> {

  public static final Volume ZERO = new Volume(0);

  public Volume {
    if (nanoliters < 0) {
      throw new IllegalArgumentException("negative volume: " + nanoliters + " nL");
    }
  }

  public static Volume nanoliters(long value) {
    return new Volume(value);
  }

  /** Throws {@link IllegalArgumentException} unless {@code value} is a whole number of nL. */
  public static Volume microliters(double value) {
    return new Volume(Exact.thousandfold(value, "µL", "nL"));
  }

  /**
   * The volume that {@code text} means: {@code 500nl}, {@code 2.5 µL}, {@code 1ml}. Case does not
   * matter; u may stand for µ.
   *
   * @throws IllegalArgumentException if it means none, or not a whole number of nL
   */
  public static Volume parse(String text) {
    return new Volume(Quantity.nanoliters(text));
  }

  public Volume plus(Volume other) {
    return new Volume(Math.addExact(nanoliters, other.nanoliters));
  }

  @Override
  public int compareTo(Volume other) {
    return Long.compare(nanoliters, other.nanoliters);
  }

  @Override
  public String toString() {
    return Exact.inThousands(nanoliters, "µL");
  }
}
