package org.wetstack.lab.store;

import java.time.Duration;
import java.util.Optional;

/**
 * How long each level is kept at least.
 *
 * @param full seconds
 * @param minutes at least as long as {@code full}
 * @param hours at least as long as {@code minutes}; empty is for ever
 */
public record Retention(Duration full, Duration minutes, Optional<Duration> hours) {

  /** What is deleted is older by so much than what may be asked for. */
  static final Duration SLACK = Duration.ofHours(2);

  public static final Retention USUAL =
      new Retention(Duration.ofDays(14), Duration.ofDays(365), Optional.empty());

  public Retention {
    if (full.compareTo(Duration.ofHours(1)) < 0
        || minutes.compareTo(full) < 0
        || (hours.isPresent() && hours.get().compareTo(minutes) < 0)) {
      throw new IllegalArgumentException(
          "full resolution is kept for 1 h at least, minutes as long, and hours as long as these");
    }
  }

  /** The earliest moment of which {@code level} has everything; all of 1970 on if for ever. */
  long from(Level level, long now) {
    return switch (level) {
      case FULL -> now - full.toMillis();
      case MINUTE -> now - minutes.toMillis();
      case HOUR -> hours.map(keep -> now - keep.toMillis()).orElse(0L);
    };
  }

  /** Buckets that begin before this may be deleted; none may if it is 0. */
  long deletable(Level level, long now) {
    return Math.max(0, level.start(from(level, now) - SLACK.toMillis()));
  }
}
