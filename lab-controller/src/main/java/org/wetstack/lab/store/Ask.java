package org.wetstack.lab.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to know of series.
 *
 * @param series names; one that ends with {@code *} is all that begin so
 * @param from the first moment; buckets are whole, so the first may begin before it
 * @param to after {@code from}; the first moment that does not count
 * @param resolution how long a bucket is, whole seconds; empty if {@code points} says it
 * @param points at most so many buckets of each series, 1 to {@link #MOST_POINTS}
 */
public record Ask(
    List<String> series, Instant from, Instant to, Optional<Duration> resolution, int points) {

  public static final int MOST_POINTS = 10_000;
  public static final int USUAL_POINTS = 500;
  private static final long MOST_SECONDS = 366L * 86_400;

  public Ask {
    series = List.copyOf(series);
    if (series.isEmpty() || series.size() > StoreReader.MOST_SERIES) {
      throw new IllegalArgumentException(
          "1 to " + StoreReader.MOST_SERIES + " series may be asked for, not " + series.size());
    }
    if (from.isBefore(Instant.EPOCH) || !to.isAfter(from)) {
      throw new IllegalArgumentException(
          "'from' is after 1970 and before 'to'; here it is " + from + ", and 'to' " + to);
    }
    if (points < 1 || points > MOST_POINTS) {
      throw new IllegalArgumentException(
          "1 to " + MOST_POINTS + " points may be asked for, not " + points);
    }
    if (resolution.isPresent()) {
      Duration wanted = resolution.get();
      if (wanted.getNano() != 0 || wanted.getSeconds() < 1 || wanted.getSeconds() > MOST_SECONDS) {
        throw new IllegalArgumentException(
            "the resolution is whole seconds, from 1 s to 366 d, not " + wanted);
      }
    }
  }
}
