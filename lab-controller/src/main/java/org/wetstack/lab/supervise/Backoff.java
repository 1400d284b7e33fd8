package org.wetstack.lab.supervise;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a lost instrument is opened again: longer each time, and never twice the
 * same, so that the instruments of a rig that has lost its power do not all come at once.
 *
 * @param first after the first failure; ports of some systems cannot be opened sooner
 * @param most however often it has failed
 * @param patience failures in a row after which the instrument is called faulty; it is opened again
 *     after {@code most} all the same
 * @param steady how long a session must have lasted for the failures before it to be forgotten
 */
public record Backoff(Duration first, Duration most, int patience, Duration steady) {

  /** A quarter of a second to half a minute; faulty after ten failures. */
  public static final Backoff USUAL =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30), 10, Duration.ofMinutes(1));

  public Backoff {
    if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "waits grow from something to more, not from " + first + " to " + most);
    }
    if (patience < 1 || steady.isNegative()) {
      throw new IllegalArgumentException(
          "patience for " + patience + " failures, steady after " + steady);
    }
  }

  /**
   * The wait after {@code failures} in a row: the {@link #delay} of them, give or take a quarter.
   */
  public Duration jittered(int failures, RandomGenerator random) {
    return jittered(delay(failures), random);
  }

  /** The longest wait, give or take a quarter. */
  Duration longest(RandomGenerator random) {
    return jittered(most, random);
  }

  private static Duration jittered(Duration delay, RandomGenerator random) {
    long nanos = delay.toNanos();
    return Duration.ofNanos(nanos - nanos / 4 + random.nextLong(nanos / 2 + 1));
  }

  /** Doubles with each of {@code failures}, 1 or more. */
  Duration delay(int failures) {
    Duration delay = first;
    for (int i = 1; i < failures && delay.compareTo(most) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(most) > 0 ? most : delay;
  }

  boolean faulty(int failures) {
    return failures >= patience;
  }
}
