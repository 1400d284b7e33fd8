package org.wetstack.lab.lease;

import java.time.Duration;
import java.time.Instant;
import org.wetstack.lab.safety.Refusal;

/**
 * How long and how many.
 *
 * @param silence for which a holder, and whoever waits, may say nothing: at most 10 s
 * @param longest time of a lease
 * @param places in the queue
 * @param bookings that may lie ahead
 * @param ahead how far
 */
public record LeaseSettings(
    Duration silence, Duration longest, int places, int bookings, Duration ahead) {

  private static final Duration MOST_SILENCE = Duration.ofSeconds(10);

  public static final LeaseSettings DEFAULT =
      new LeaseSettings(MOST_SILENCE, Duration.ofDays(7), 64, 1_000, Duration.ofDays(366));

  /**
   * @throws IllegalArgumentException if one is nothing or less, or a silence is too long
   */
  public LeaseSettings {
    if (silence.isNegative() || silence.isZero() || silence.compareTo(MOST_SILENCE) > 0) {
      throw new IllegalArgumentException(
          "the silence of a holder must be up to 10 s, not " + silence);
    }
    if (longest.isNegative() || longest.isZero() || ahead.isNegative() || ahead.isZero()) {
      throw new IllegalArgumentException("leases and bookings need some time");
    }
    if (places < 1 || bookings < 1) {
      throw new IllegalArgumentException("at least one must be able to wait, and to book");
    }
  }

  /** When a lease ends that shall last until {@code end}. */
  Instant checkUntil(Instant end, Instant now) {
    if (!end.isAfter(now)) {
      throw new Refusal(
          "lease.until", "after " + now, end.toString(), "a lease must end in the future");
    }
    Instant latest = now.plus(longest);
    if (end.isAfter(latest)) {
      throw new Refusal(
          "lease.longest",
          "until " + latest,
          end.toString(),
          "a lease cannot last so long: ask for less, and again later");
    }
    return end;
  }
}
