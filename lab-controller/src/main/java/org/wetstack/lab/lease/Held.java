package org.wetstack.lab.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A lease that is in the journal, and how it ends. Under the lock of {@link Leases}. */
final class Held {

  final Lease lease;
  private final long grantedNanos;
  private final long spanNanos;
  private long renewedNanos;
  private @Nullable String over;

  /** Granted now, or found in the journal now. */
  Held(Lease lease, Instant now, long nanos) {
    this.lease = lease;
    grantedNanos = nanos;
    renewedNanos = nanos;
    // By a clock that nobody can set, and also if the other one was set back meanwhile.
    Duration span = Duration.between(lease.granted(), lease.until());
    Duration left = Duration.between(now, lease.until());
    spanNanos = TimeUnit.NANOSECONDS.convert(left.compareTo(span) < 0 ? left : span);
  }

  void renew(long nanos) {
    renewedNanos = nanos;
  }

  /** Why it has ended; null while it has not. Once it has, no clock brings it back. */
  @Nullable String over(Instant now, long nanos, Calendar calendar, LeaseSettings settings) {
    if (over == null) {
      over = why(now, nanos, calendar, settings);
    }
    return over;
  }

  private @Nullable String why(Instant now, long nanos, Calendar calendar, LeaseSettings settings) {
    if (!now.isBefore(lease.until()) || nanos - grantedNanos >= spanNanos) {
      return "its time is over";
    }
    if (nanos - renewedNanos > settings.silence().toNanos()) {
      return "its holder has been silent for more than " + settings.silence().toSeconds() + " s";
    }
    for (Booking booking : calendar.all()) {
      if (booking.excludes(lease.holder(), lease.resource())
          && booking.covers(now)
          && !(lease.takeover().isPresent() && booking.covers(lease.granted()))) {
        return "the booking of " + booking.booker() + " has begun";
      }
    }
    return null;
  }
}
