package org.wetstack.lab.lease;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;
import org.wetstack.lab.safety.Refusal;

/**
 * Who may act now. Leases and bookings come from the journal, which this follows; nothing here
 * appends to it. Whoever asks and then appends must let nobody else do so in between.
 *
 * <p>What lasts is measured by a clock that cannot be set; the calendar is read by the one on the
 * wall, and a lease ends by whichever comes first. The queue and renewals are not in the journal:
 * after a restart nobody waits, and holders have one time of silence to come back in.
 *
 * <p>May be used by any thread.
 */
public final class Leases implements Heir {

  private final LeaseSettings settings;
  private final InstantSource clock;
  private final Timebase time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Holders holders;
  private final Calendar calendar;
  private final Waiters waiters;

  public Leases(LeaseSettings settings, InstantSource clock, Timebase time) {
    this.settings = settings;
    this.clock = clock;
    this.time = time;
    calendar = new Calendar(settings);
    holders = new Holders(settings, calendar);
    waiters = new Waiters(settings);
  }

  /** Leases to be ended in the journal, and then one to be granted there. */
  public record Takeover(List<Lease.Ended> ends, Lease granted) {}

  /**
   * @throws IllegalStateException if the entry grants what somebody else has
   */
  @Override
  public void accept(Entry entry) {
    lock.lock();
    try {
      switch (entry.what()) {
        case Kinds.LEASE_GRANTED -> {
          Lease lease = Lease.of(entry);
          holders.granted(lease, entry.number(), now(), time.nanoTime());
          waiters.leave(lease.resource(), lease.holder());
        }
        case Kinds.LEASE_ENDED -> holders.ended(entry.fact("lease"), entry.whole("epoch"));
        case Kinds.RESTORED -> holders.restored();
        case Kinds.BOOKED -> calendar.made(entry);
        case Kinds.BOOKING_CANCELLED -> calendar.cancelled(entry.fact("booking"));
        case Kinds.CULTURE_GONE -> calendar.gone("culture:" + entry.fact("culture"));
        default -> {
          // Not about leases.
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void inherit(Inheritance inheritance) {
    lock.lock();
    try {
      calendar.gone("culture:" + inheritance.culture());
      List<Booking> booked = Booking.of("culture:" + inheritance.culture(), inheritance.stays());
      calendar.inherit(booked, inheritance.at());
    } finally {
      lock.unlock();
    }
  }

  /** Which of {@code others}, made at another rig, meet what is booked here and is not over. */
  public List<Booking> clashes(List<Booking> others) {
    return locked(() -> calendar.clashes(others, now()));
  }

  /** The journal has been read after a restart: from now on holders must show themselves. */
  public void resume() {
    lock.lock();
    try {
      holders.renewAll(time.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for a lease, or again for one that {@code holder} waits for. Whoever has it already waits
   * until that one has ended.
   *
   * @param until when it shall end; it ends earlier if somebody else's booking begins before
   * @param purpose for others to read, at most 500 characters
   * @throws Refusal {@code lease.until}, {@code lease.longest} or {@code lease.queue-full}
   * @throws IllegalArgumentException if there is no such resource, or no purpose
   */
  public Answer ask(String resource, String holder, Instant until, String purpose) {
    Resource.check(resource);
    Resource.checkText("purpose", purpose);
    return locked(
        () -> {
          Instant now = now();
          Instant end = settings.checkUntil(millis(until), now);
          long nanos = time.nanoTime();
          waiters.sweep(nanos);
          int ahead =
              waiters.ahead(
                  resource,
                  holder,
                  place -> calendar.against(place.holder, place.resource, now).isEmpty());
          if (ahead > 0
              || !holders.meeting(resource).isEmpty()
              || isBooked(resource, holder, now)) {
            waiters.keep(resource, holder, nanos);
            return new Answer.Waiting(ahead);
          }
          return new Answer.Granted(next(resource, holder, purpose, now, end, Optional.empty()));
        });
  }

  /** Gives up waiting. */
  public void leave(String resource, String holder) {
    lock.lock();
    try {
      waiters.leave(resource, holder);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a resource from whoever has it, past all who wait.
   *
   * @throws Refusal {@code lease.role} unless {@code by} is a safety officer or an administrator,
   *     {@code lease.booked} if it is booked by somebody else and {@code by} is no administrator,
   *     {@code lease.until} or {@code lease.longest}
   * @throws IllegalArgumentException if there is no such resource, no purpose or no reason
   */
  public Takeover takeover(
      String resource, Principal by, Instant until, String purpose, String reason) {
    Resource.check(resource);
    Resource.checkText("purpose", purpose);
    Resource.checkText("reason", reason);
    if (!by.has(Role.SAFETY_OFFICER, Role.ADMIN)) {
      throw new Refusal(
          "lease.role",
          "SAFETY_OFFICER or ADMIN",
          by.roles().toString(),
          "only a safety officer or an administrator can take a lease: ask one, or wait");
    }
    return locked(
        () -> {
          Instant now = now();
          Instant end = settings.checkUntil(millis(until), now);
          if (isBooked(resource, by.name(), now) && !by.has(Role.ADMIN)) {
            throw new Refusal(
                "lease.booked",
                "ADMIN",
                by.roles().toString(),
                resource + " is booked: only an administrator can take it now");
          }
          String why = "taken over by " + by.name() + ": " + reason;
          List<Lease.Ended> ends =
              holders.meeting(resource).stream().map(lease -> new Lease.Ended(lease, why)).toList();
          return new Takeover(
              ends, next(resource, by.name(), purpose, now, end, Optional.of(reason)));
        });
  }

  /**
   * That {@code holder} may act on {@code resource} now, with a lease of it or of the rig.
   *
   * @throws Refusal {@code lease.none}, {@code lease.stale}, {@code lease.not-yours} or {@code
   *     lease.expired}
   */
  public Lease check(String resource, String holder, long ofEpoch) {
    return locked(() -> holders.check(resource, holder, ofEpoch, now(), time.nanoTime()).lease);
  }

  /**
   * The holder is still there. To be called more often than the limit of silence.
   *
   * @throws Refusal as {@link #check}
   */
  public Lease renew(String resource, String holder, long ofEpoch) {
    return locked(
        () -> {
          long nanos = time.nanoTime();
          Held mine = holders.check(resource, holder, ofEpoch, now(), nanos);
          mine.renew(nanos);
          return mine.lease;
        });
  }

  /**
   * Leases that have ended by themselves, until they are ended in the journal. To be called several
   * times within the limit of silence; until then nobody else gets what they were of.
   */
  public List<Lease.Ended> tick() {
    return locked(
        () -> {
          long nanos = time.nanoTime();
          waiters.sweep(nanos);
          return holders.over(now(), nanos);
        });
  }

  /**
   * The booking that may be made: it is, once it is in the journal.
   *
   * @throws Refusal {@code booking.time}, {@code booking.ahead}, {@code booking.full} or {@code
   *     booking.overlaps}
   * @throws IllegalArgumentException if there is no such resource, or no purpose
   */
  public Booking book(String resource, String booker, Instant from, Instant until, String purpose) {
    Resource.check(resource);
    Resource.checkText("purpose", purpose);
    Booking wanted = new Booking("", resource, booker, purpose, millis(from), millis(until));
    return locked(() -> calendar.check(wanted, now()));
  }

  /**
   * The booking that {@code by} may cancel.
   *
   * @throws Refusal {@code booking.none}; {@code booking.not-yours}, unless by an administrator
   */
  public Booking cancel(String booking, Principal by) {
    return locked(
        () -> {
          Optional<Booking> found = calendar.byId(booking);
          if (found.isEmpty()) {
            throw new Refusal("booking.none", "", "", "there is no such booking");
          }
          String booker = found.get().booker();
          if (!booker.equals(by.name()) && !by.has(Role.ADMIN)) {
            throw new Refusal(
                "booking.not-yours",
                booker,
                by.name(),
                "it is " + booker + "'s: ask them, or an administrator");
          }
          return found.get();
        });
  }

  /** The leases in the journal, also those that have ended and are not ended there yet. */
  public List<Lease> leases() {
    return locked(holders::all);
  }

  /** Past ones among them, for a while. */
  public List<Booking> bookings() {
    return locked(calendar::all);
  }

  /** How many wait. */
  public int waiting() {
    return locked(() -> waiters.all().size());
  }

  private Lease next(
      String resource,
      String holder,
      String purpose,
      Instant now,
      Instant until,
      Optional<String> takeover) {
    Instant booked = calendar.next(holder, resource, now).orElse(until);
    Instant end = booked.isBefore(until) ? booked : until;
    return new Lease(resource, holder, purpose, holders.epoch() + 1, now, end, takeover);
  }

  private boolean isBooked(String resource, String holder, Instant now) {
    return calendar.against(holder, resource, now).isPresent();
  }

  /** As the journal writes it, so that what is read again is what was decided on. */
  private Instant now() {
    return millis(clock.instant());
  }

  private static Instant millis(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
