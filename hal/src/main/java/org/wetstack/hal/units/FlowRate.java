package org.wetstack.hal.units;

import java.math.BigInteger;
import java.time.Duration;

/** A flow rate, exact to one nanolitre per minute. Always positive. */
public record FlowRate(long nanolitersPerMinute) implements Comparable<FlowRate> {

  private static final BigInteger NANOS_PER_MINUTE = BigInteger.valueOf(60_000_000_000L);

  public FlowRate {
    if (nanolitersPerMinute <= 0) {
      throw new IllegalArgumentException(
          "a flow rate must be positive: " + nanolitersPerMinute + " nL/min");
    }
  }

  public static FlowRate nanolitersPerMinute(long value) {
    return new FlowRate(value);
  }

  /** Throws {@link IllegalArgumentException} unless {@code value} is a whole number of nL/min. */
  public static FlowRate microlitersPerMinute(double value) {
    return new FlowRate(Exact.thousandfold(value, "µL/min", "nL/min"));
  }

  /**
   * The rate that {@code text} means: {@code 500nl/min}, {@code 2.5 µL/s}, {@code 1ml/h}. Case does
   * not matter; u may stand for µ.
   *
   * @throws IllegalArgumentException if it means none, or not a whole number of nL/min
   */
  public static FlowRate parse(String text) {
    return new FlowRate(Quantity.nanolitersPerMinute(text));
  }

  /** How long this rate takes to move {@code volume}, rounded up to a nanosecond. */
  public Duration timeFor(Volume volume) {
    BigInteger rate = BigInteger.valueOf(nanolitersPerMinute);
    BigInteger nanos =
        BigInteger.valueOf(volume.nanoliters())
            .multiply(NANOS_PER_MINUTE)
            .add(rate.subtract(BigInteger.ONE))
            .divide(rate);
    BigInteger[] parts = nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000L));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  @Override
  public int compareTo(FlowRate other) {
    return Long.compare(nanolitersPerMinute, other.nanolitersPerMinute);
  }

  @Override
  public String toString() {
    return Exact.inThousands(nanolitersPerMinute, "µL/min");
  }
}
