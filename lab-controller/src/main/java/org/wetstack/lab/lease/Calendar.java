package org.wetstack.lab.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.safety.Refusal;

/** The bookings. Under the lock of {@link Leases}. */
final class Calendar {

  private final LeaseSettings settings;
  private final List<Booking> bookings = new ArrayList<>();
  private long made;

  Calendar(LeaseSettings settings) {
    this.settings = settings;
  }

  List<Booking> all() {
    return List.copyOf(bookings);
  }

  void made(Entry entry) {
    made++;
    bookings.add(Booking.of(entry));
    bookings.sort(Comparator.comparing(Booking::from));
    // Those that are over need not be known. No clock is asked, as it may be wrong just now.
    if (bookings.size() > 2 * settings.bookings()) {
      bookings.remove(bookings.stream().min(Comparator.comparing(Booking::until)).orElseThrow());
    }
  }

  /** Nothing is booked for {@code resource} here any more. */
  void gone(String resource) {
    bookings.removeIf(booking -> booking.resource().equals(resource));
  }

  /** Which of {@code others} are not over, and would meet what is booked here already. */
  List<Booking> clashes(List<Booking> others, Instant now) {
    return others.stream()
        .filter(other -> other.until().isAfter(now))
        .filter(
            other ->
                bookings.stream()
                    .anyMatch(
                        mine ->
                            Resource.meet(mine.resource(), other.resource())
                                && mine.from().isBefore(other.until())
                                && other.from().isBefore(mine.until())))
        .toList();
  }

  /** Takes over what was booked elsewhere, and does not meet what is booked here. */
  void inherit(List<Booking> others, Instant now) {
    List<Booking> clashes = clashes(others, now);
    others.stream()
        .filter(other -> other.until().isAfter(now) && !clashes.contains(other))
        .forEach(bookings::add);
    bookings.sort(Comparator.comparing(Booking::from));
  }

  void cancelled(String id) {
    bookings.removeIf(booking -> booking.id().equals(id));
  }

  Optional<Booking> byId(String id) {
    return bookings.stream().filter(booking -> booking.id().equals(id)).findFirst();
  }

  /** What keeps {@code holder} from {@code resource} now. */
  Optional<Booking> against(String holder, String resource, Instant now) {
    return bookings.stream()
        .filter(booking -> booking.excludes(holder, resource) && booking.covers(now))
        .findFirst();
  }

  /** When the next booking begins that will keep {@code holder} from {@code resource}. */
  Optional<Instant> next(String holder, String resource, Instant now) {
    return bookings.stream()
        .filter(booking -> booking.excludes(holder, resource) && booking.from().isAfter(now))
        .map(Booking::from)
        .min(Comparator.naturalOrder());
  }

  /** The booking that {@code wanted}, whose id does not count, would be. */
  Booking check(Booking wanted, Instant now) {
    if (wanted.from().isBefore(now) || !wanted.until().isAfter(wanted.from())) {
      throw new Refusal(
          "booking.time",
          "from " + now,
          wanted.from() + " to " + wanted.until(),
          "a booking must begin in the future, and end after it has begun");
    }
    if (wanted.until().isAfter(now.plus(settings.ahead()))) {
      throw new Refusal(
          "booking.ahead",
          "until " + now.plus(settings.ahead()),
          wanted.until().toString(),
          "nobody can book so far ahead: choose an earlier time");
    }
    long ahead = bookings.stream().filter(booking -> booking.until().isAfter(now)).count();
    if (ahead >= settings.bookings()) {
      throw new Refusal(
          "booking.full",
          settings.bookings() + " bookings",
          "",
          "there are " + ahead + " bookings already: cancel some");
    }
    for (Booking other : bookings) {
      if (Resource.meet(other.resource(), wanted.resource())
          && other.from().isBefore(wanted.until())
          && wanted.from().isBefore(other.until())) {
        throw new Refusal(
            "booking.overlaps",
            other.from() + " to " + other.until(),
            wanted.from() + " to " + wanted.until(),
            other.booker()
                + " has booked "
                + other.resource()
                + " from "
                + other.from()
                + " to "
                + other.until()
                + ": choose another time");
      }
    }
    return new Booking(
        "b" + (made + 1),
        wanted.resource(),
        wanted.booker(),
        wanted.purpose(),
        wanted.from(),
        wanted.until());
  }
}
