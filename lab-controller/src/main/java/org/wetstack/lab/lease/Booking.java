package org.wetstack.lab.lease;

import java.time.Instant;
import java.util.Map;
import org.wetstack.lab.journal.Entry;

/**
 * A time in which nobody but {@code booker} gets a lease.
 *
 * @param from the first moment
 * @param until the first moment after it
 */
public record Booking(
    String id, String resource, String booker, String purpose, Instant from, Instant until) {

  /** What stands in the journal, by {@code booker}, when it is made. */
  public Map<String, String> facts() {
    return Map.of(
        "booking", id,
        "lease", resource,
        "from", Long.toString(from.toEpochMilli()),
        "until", Long.toString(until.toEpochMilli()),
        "purpose", purpose);
  }

  static Booking of(Entry entry) {
    return new Booking(
        entry.fact("booking"),
        entry.fact("lease"),
        entry.who(),
        entry.fact("purpose"),
        Instant.ofEpochMilli(entry.whole("from")),
        Instant.ofEpochMilli(entry.whole("until")));
  }

  boolean covers(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }

  /** Whether it keeps {@code holder} from {@code other} while it lasts. */
  boolean excludes(String holder, String other) {
    return !booker.equals(holder) && Resource.meet(resource, other);
  }
}
