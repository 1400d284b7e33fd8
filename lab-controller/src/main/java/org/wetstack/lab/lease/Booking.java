package org.wetstack.lab.lease;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Inheritance;

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

  /**
   * What is booked of {@code resource}, in the order in which it was, after it has been at other
   * rigs; each is called by the rig where it was made too, so that none is called like one here.
   */
  public static List<Booking> of(String resource, List<Inheritance.Stay> stays) {
    Map<String, Booking> booked = new LinkedHashMap<>();
    for (Inheritance.Stay stay : stays) {
      for (Entry entry : stay.entries()) {
        switch (entry.what()) {
          case Kinds.BOOKED -> {
            Booking one = of(entry);
            if (one.resource().equals(resource)) {
              String id = stay.name(one.id());
              booked.put(id, one.called(id));
            }
          }
          case Kinds.BOOKING_CANCELLED -> booked.remove(stay.name(entry.fact("booking")));
          default -> {}
        }
      }
    }
    return List.copyOf(booked.values());
  }

  private Booking called(String name) {
    return new Booking(name, resource, booker, purpose, from, until);
  }

  boolean covers(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }

  /** Whether it keeps {@code holder} from {@code other} while it lasts. */
  boolean excludes(String holder, String other) {
    return !booker.equals(holder) && Resource.meet(resource, other);
  }
}
