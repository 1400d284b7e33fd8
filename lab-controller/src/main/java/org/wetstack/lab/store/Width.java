package org.wetstack.lab.store;

import java.time.Instant;

/**
 * How long the buckets of an answer are, and which level they are made of.
 *
 * @param level the coarsest of which they can be made: less is read, and the numbers are the same
 * @param millis a multiple of the level's
 */
record Width(Level level, long millis) {

  private static final long DAY = 86_400_000;

  /** Of what may be deleted yet while a question is answered. */
  private static final long SAFE = 3_600_000;

  private static final long[] NICE = {
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    10_800_000,
    21_600_000,
    43_200_000,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
    91 * DAY,
    182 * DAY,
    366 * DAY
  };

  /**
   * For {@code ask}.
   *
   * @throws IllegalArgumentException if so fine a resolution is not kept any more, or the answer
   *     would have more buckets than were asked for
   */
  static Width of(Ask ask, Retention retention, long now) {
    if (ask.resolution().isPresent()) {
      long millis = ask.resolution().get().toMillis();
      Width width = new Width(level(ask, millis, retention, now), millis);
      if (width.count(ask) > ask.points()) {
        throw new IllegalArgumentException(
            "from "
                + ask.from()
                + " to "
                + ask.to()
                + " there are "
                + width.count(ask)
                + " buckets of "
                + ask.resolution().get()
                + ", and at most "
                + ask.points()
                + " were asked for: ask for a shorter time, or a coarser resolution");
      }
      return width;
    }
    Level finest = finest(ask.from().toEpochMilli(), retention, now);
    for (long millis : NICE) {
      var width = new Width(coarsest(millis), millis);
      if (millis >= finest.millis() && width.count(ask) <= ask.points()) {
        return width;
      }
    }
    throw new IllegalArgumentException(
        "even in years there are more than " + ask.points() + " buckets: ask for more points");
  }

  private static Level level(Ask ask, long millis, Retention retention, long now) {
    Level coarsest = coarsest(millis);
    // The first bucket is whole: what it begins with must be there as well.
    long start = Math.floorDiv(ask.from().toEpochMilli(), millis) * millis;
    Level finest = finest(start + Retention.SLACK.toMillis() - SAFE, retention, now);
    if (coarsest.compareTo(finest) < 0) {
      throw new IllegalArgumentException(
          "of "
              + ask.from()
              + " only "
              + (finest == Level.HOUR ? "hours" : "minutes")
              + " are kept: ask for a resolution of whole "
              + (finest == Level.HOUR ? "hours" : "minutes")
              + ", or for a later time");
    }
    return coarsest;
  }

  /** The coarsest level that buckets of so many milliseconds are whole multiples of. */
  private static Level coarsest(long millis) {
    return millis % Level.HOUR.millis() == 0
        ? Level.HOUR
        : millis % Level.MINUTE.millis() == 0 ? Level.MINUTE : Level.FULL;
  }

  /** The finest level that everything from {@code from} on is kept at. */
  private static Level finest(long from, Retention retention, long now) {
    for (Level level : Level.values()) {
      if (from >= retention.from(level, now)) {
        return level;
      }
    }
    return Level.HOUR;
  }

  long start(Instant from) {
    return Math.floorDiv(from.toEpochMilli(), millis) * millis;
  }

  /** The first moment after the last bucket. */
  long end(Instant to) {
    return -Math.floorDiv(-to.toEpochMilli(), millis) * millis;
  }

  private long count(Ask ask) {
    return (end(ask.to()) - start(ask.from())) / millis;
  }
}
