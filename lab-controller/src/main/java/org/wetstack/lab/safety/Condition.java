package org.wetstack.lab.safety;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Something that has to be so for anything to be done. Values are whole thousandths of {@code
 * unit}.
 *
 * @param name such as {@code temperature}, {@code co2}, {@code door}, {@code flow}
 * @param warn people are told outside of it
 * @param stop the interlock opens outside of it
 * @param most the greatest age of the latest reading
 */
public record Condition(String name, String unit, Range warn, Range stop, Duration most) {

  /** From and to, both still inside. */
  public record Range(long least, long greatest) {

    public Range {
      if (least > greatest) {
        throw new IllegalArgumentException("no value is within " + least + " to " + greatest);
      }
    }

    boolean holds(long value) {
      return value >= least && value <= greatest;
    }
  }

  /** What a contact reads when it is closed; anything else is open. */
  public static final long CLOSED = 0;

  public Condition {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an interlock needs a name");
    }
    if (most.isNegative() || most.isZero()) {
      throw new IllegalArgumentException(
          "readings of '" + name + "' may be older than 0, not " + most);
    }
    if (!stop.holds(warn.least()) || !stop.holds(warn.greatest())) {
      throw new IllegalArgumentException(
          "'" + name + "' would stop at " + stop + " before it warned at " + warn);
    }
  }

  /** A door, a lid or another contact that reads {@link #CLOSED} or is open. */
  public static Condition contact(String name, Duration most) {
    var closed = new Range(CLOSED, CLOSED);
    return new Condition(name, "", closed, closed, most);
  }

  String text(long value) {
    String number = BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString();
    return unit.isEmpty() ? number : number + " " + unit;
  }

  /** What is between the two, for people. */
  String text(Range range) {
    return text(range.least()) + " to " + text(range.greatest());
  }
}
