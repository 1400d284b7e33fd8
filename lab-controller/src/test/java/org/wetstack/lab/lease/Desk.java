package org.wetstack.lab.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/** Asks leases, and puts into a journal in memory what follows from their answers. */
final class Desk {

  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  final VirtualTimebase time = new VirtualTimebase();
  final List<Entry> log = new ArrayList<>();
  private final LeaseSettings settings;

  /** What somebody has added to the clock on the wall. */
  Duration wrong = Duration.ZERO;

  Leases leases;

  Desk(LeaseSettings settings) {
    this.settings = settings;
    leases = new Leases(settings, this::wall, time);
  }

  Instant wall() {
    return BEGIN.plusNanos(time.nanoTime()).plus(wrong);
  }

  Instant in(long seconds) {
    return wall().plusSeconds(seconds);
  }

  void advance(Duration span) {
    time.advance(span);
  }

  static Principal principal(String name, Role... roles) {
    return new Principal(name, Set.of(roles), "test", Instant.MAX);
  }

  void append(String who, String what, Map<String, String> facts) {
    Entry entry =
        new Entry(log.size() + 1, Instant.ofEpochMilli(wall().toEpochMilli()), who, what, facts);
    leases.accept(entry);
    log.add(entry);
  }

  Answer ask(String resource, String holder, long seconds) {
    Answer answer = leases.ask(resource, holder, in(seconds), "for a test");
    if (answer instanceof Answer.Granted granted) {
      append(holder, Kinds.LEASE_GRANTED, granted.lease().facts());
    }
    return answer;
  }

  /** The lease that {@code holder} gets at once. */
  Lease grant(String resource, String holder, long seconds) {
    return ((Answer.Granted) ask(resource, holder, seconds)).lease();
  }

  /** How many are ahead of {@code holder}, who has to wait. */
  int waits(String resource, String holder) {
    return ((Answer.Waiting) ask(resource, holder, 60)).ahead();
  }

  void end(Lease lease, String reason) {
    append(lease.holder(), Kinds.LEASE_ENDED, new Lease.Ended(lease, reason).facts());
  }

  List<Lease.Ended> tick() {
    List<Lease.Ended> ended = leases.tick();
    for (Lease.Ended each : ended) {
      append("controller", Kinds.LEASE_ENDED, each.facts());
    }
    return ended;
  }

  Lease takeover(String resource, Principal by, long seconds) {
    Leases.Takeover takeover =
        leases.takeover(resource, by, in(seconds), "to look", "it smells burnt");
    takeover.ends().forEach(each -> append(by.name(), Kinds.LEASE_ENDED, each.facts()));
    append(by.name(), Kinds.LEASE_GRANTED, takeover.granted().facts());
    return takeover.granted();
  }

  Booking book(String resource, String booker, long from, long until) {
    Booking booking = leases.book(resource, booker, in(from), in(until), "for a test");
    append(booker, Kinds.BOOKED, booking.facts());
    return booking;
  }

  void cancel(String booking, Principal by) {
    Booking cancelled = leases.cancel(booking, by);
    append(by.name(), Kinds.BOOKING_CANCELLED, Map.of("booking", cancelled.id()));
  }

  /** As after a crash: only the journal is left. */
  void restart() {
    leases = new Leases(settings, this::wall, time);
    log.forEach(leases);
    leases.resume();
  }
}
