package org.wetstack.lab.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Answer;
import org.wetstack.lab.lease.Booking;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.safety.Refusal;

/**
 * Grants and ends leases, and keeps the calendar. When a lease ends, all that ran under it does.
 */
public final class LeaseDesk {

  private static final Duration USUAL = Duration.ofHours(1);
  private static final String CULTURE = "culture:";

  /** A lease, or how many wait before. */
  public record Turn(Optional<Lease> lease, int waiting) {}

  private final Parts parts;
  private final Desk desk;
  private final Admission admission;

  LeaseDesk(Parts parts, Desk desk, Admission admission) {
    this.parts = parts;
    this.desk = desk;
    this.admission = admission;
  }

  /**
   * Grants a lease or keeps a place in the queue, which lapses if it is not asked for again within
   * the limit of silence.
   *
   * @param most how long it may last; zero for an hour
   * @throws Refusal if it may not last so long, the queue is full, or there is no such culture
   */
  public Turn acquire(Request request, String resource, String purpose, Duration most) {
    if (!resource.equals("rig")) {
      desk.subject(resource.replaceFirst("^culture:", ""));
    }
    return admission.alone(
        () -> {
          String who = request.who().name();
          List<String> made = parts.made(request);
          if (!made.isEmpty()) {
            return new Turn(Optional.of(held(made.get(0))), 0);
          }
          parts.stop().requireOpen();
          requireHere(resource);
          Instant until = parts.time().now().plus(most.isZero() ? USUAL : most);
          Answer answer = parts.leases().ask(resource, who, until, purpose);
          if (answer instanceof Answer.Granted granted) {
            parts
                .journal()
                .append(
                    who,
                    Kinds.LEASE_GRANTED,
                    request.naming(name(granted.lease()), granted.lease().facts()));
            return new Turn(Optional.of(granted.lease()), 0);
          }
          return new Turn(Optional.empty(), ((Answer.Waiting) answer).ahead());
        });
  }

  /** What is promised of a culture that leaves would not come along. */
  private void requireHere(String resource) {
    if (resource.startsWith(CULTURE)) {
      parts.requireHere(resource.substring(CULTURE.length()));
    }
  }

  private Lease held(String name) {
    return parts.leases().leases().stream()
        .filter(lease -> name(lease).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    "lease.expired",
                    "",
                    name,
                    "the lease that was granted for this key has ended: ask with a new key"));
  }

  private static String name(Lease lease) {
    return lease.resource() + "#" + lease.epoch();
  }

  /** The holder is still there. */
  public Lease renew(Principal who, String resource, long epoch) {
    return parts.leases().renew(resource, who.name(), epoch);
  }

  /** Ends a lease of one's own. */
  public void release(Principal who, String resource, long epoch) {
    Lease lease = parts.leases().check(resource, who.name(), epoch);
    end(who.name(), new Lease.Ended(lease, "released"));
  }

  /** Ends somebody else's lease. */
  public void revoke(Request request, String resource, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("say why the lease is taken away");
    }
    admission.alone(
        () -> {
          String who = request.who().name();
          // By then it may be the lease of the next.
          if (parts.made(request).isEmpty()) {
            String why = "revoked by " + who + ": " + Refusals.shortened(reason);
            Lease.Ended ended = new Lease.Ended(of(resource), why);
            end(who, ended, request.naming(name(ended.lease()), ended.facts()));
          }
          return resource;
        });
  }

  private Lease of(String resource) {
    return parts.leases().leases().stream()
        .filter(one -> one.resource().equals(resource))
        .findFirst()
        .orElseThrow(
            () -> new Refusal("lease.none", "", resource, "nobody has a lease of " + resource));
  }

  /** What ran under it is stopped first; then nobody has it. */
  void end(String who, Lease.Ended ended) {
    end(who, ended, ended.facts());
  }

  private void end(String who, Lease.Ended ended, Map<String, String> facts) {
    admission.alone(
        () -> {
          desk.leaseEnded(ended.lease().resource(), "the lease has ended: " + ended.reason());
          boolean still = parts.leases().leases().contains(ended.lease());
          if (still) {
            parts.journal().append(who, Kinds.LEASE_ENDED, facts);
          }
          return ended;
        });
  }

  /** Reserves a time. */
  public Booking book(
      Request request, String resource, Instant from, Instant until, String purpose) {
    return admission.alone(
        () -> {
          String who = request.who().name();
          List<String> made = parts.made(request);
          if (!made.isEmpty()) {
            return booking(made.get(0));
          }
          requireHere(resource);
          Booking booking = parts.leases().book(resource, who, from, until, purpose);
          parts.journal().append(who, Kinds.BOOKED, request.naming(booking.id(), booking.facts()));
          return booking;
        });
  }

  private Booking booking(String id) {
    return parts.leases().bookings().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new Refusal("booking.none", "", id, "that booking is over, or was cancelled"));
  }

  /** Gives a reserved time back; administrators may do so for others. */
  public Booking cancel(Principal who, String id, String reason) {
    return admission.alone(
        () -> {
          Booking booking = parts.leases().cancel(id, who);
          if (!booking.booker().equals(who.name()) && who.has(Role.ADMIN) && reason.isBlank()) {
            throw new IllegalArgumentException("say why the booking of another is cancelled");
          }
          requireHere(booking.resource());
          parts
              .journal()
              .append(who.name(), Kinds.BOOKING_CANCELLED, Map.of("booking", id, "reason", reason));
          return booking;
        });
  }
}
