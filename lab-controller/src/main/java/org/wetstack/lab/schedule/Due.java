package org.wetstack.lab.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.wetstack.lab.rig.RigSpec.When;

/** When a task is due. Pure reckoning, so that a restart changes nothing. */
final class Due {

  private Due() {}

  /**
   * The latest time at or before {@code now} at which a task was due; empty if it never was.
   *
   * @param zone in which times of day are meant
   */
  static Optional<Instant> latest(When when, Instant now, ZoneId zone) {
    if (when instanceof When.Every every) {
      return Optional.of(multiple(every.period(), now));
    }
    if (when instanceof When.Daily daily) {
      ZonedDateTime here = now.atZone(zone);
      Instant today = at(here, daily.time());
      return Optional.of(today.isAfter(now) ? at(here.minusDays(1), daily.time()) : today);
    }
    Instant once = ((When.Once) when).at();
    return once.isAfter(now) ? Optional.empty() : Optional.of(once);
  }

  /** How often it was due after {@code from}, up to and including {@code until}. */
  static long times(When when, Instant from, Instant until, ZoneId zone) {
    if (when instanceof When.Every every) {
      long period = every.period().toMillis();
      return Math.floorDiv(until.toEpochMilli(), period)
          - Math.floorDiv(from.toEpochMilli(), period);
    }
    long times = 0;
    Optional<Instant> due = latest(when, until, zone);
    while (due.isPresent() && due.get().isAfter(from)) {
      times++;
      due = when instanceof When.Once ? Optional.empty() : latest(when, before(due.get()), zone);
    }
    return times;
  }

  private static Instant before(Instant at) {
    return at.minusMillis(1);
  }

  /** Counted from 1970 on, so every six hours is at 0, 6, 12 and 18 o'clock UTC. */
  private static Instant multiple(Duration period, Instant now) {
    long millis = period.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), millis) * millis);
  }

  /** A time of day that a change of clocks leaves out is meant as soon as there is one. */
  private static Instant at(ZonedDateTime day, LocalTime time) {
    return day.toLocalDate().atTime(time).atZone(day.getZone()).toInstant();
  }
}
