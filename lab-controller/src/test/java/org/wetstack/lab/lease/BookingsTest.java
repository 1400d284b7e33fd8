package org.wetstack.lab.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/** The calendar, and those who go past it. */
class BookingsTest {

  private static final Duration TICK = Duration.ofNanos(1);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Principal OFFICER = Desk.principal("olga", Role.SAFETY_OFFICER);
  private static final Principal ADMIN = Desk.principal("ann", Role.ADMIN);
  private static final Principal ADA = Desk.principal("ada", Role.OPERATOR);

  private final Desk desk = new Desk(LeaseSettings.DEFAULT);

  private static String rule(Executable what) {
    Refusal refusal = assertThrows(Refusal.class, what);
    assertFalse(String.valueOf(refusal.getMessage()).isBlank());
    return refusal.rule();
  }

  private String rule(String resource, Lease lease) {
    return rule(resource, lease.holder(), lease.epoch());
  }

  private String rule(String resource, String holder, long epoch) {
    return rule(() -> desk.leases.check(resource, holder, epoch));
  }

  /** Lets time pass while {@code lease} is renewed. */
  private void live(Lease lease, long seconds) {
    for (long i = 0; i < seconds; i++) {
      desk.leases.renew(lease.resource(), lease.holder(), lease.epoch());
      desk.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void nobodyElseHasALeaseDuringABooking() {
    desk.book("culture:a", "ada", 20, 40);
    Lease before = desk.grant("rig", "bob", 60);
    assertEquals(desk.in(20), before.until(), "it ends when the booking begins");
    live(before, 20);
    assertEquals("its time is over", desk.tick().get(0).reason());
    assertEquals(0, desk.waits("rig", "bob"));
    assertEquals(0, desk.waits("culture:a", "cyd"));
    Lease other = desk.grant("culture:b", "dan", 60);
    desk.end(other, "released");
    Lease booked = desk.grant("culture:a", "ada", 60);
    assertEquals(desk.in(60), booked.until(), "it may last longer than the booking");
    live(booked, 1);
    desk.end(booked, "released");
    desk.advance(Duration.ofSeconds(19).minus(TICK));
    assertEquals(0, desk.waits("culture:a", "cyd"));
    desk.advance(TICK);
    assertEquals("cyd", desk.grant("culture:a", "cyd", 60).holder());
  }

  @Test
  void aBookingMadeLaterEndsALeaseToo() {
    Lease lease = desk.grant("culture:a", "bob", 60);
    Booking booking = desk.book("rig", "ada", 5, 10);
    live(lease, 5);
    assertEquals("lease.expired", rule("culture:a", lease));
    desk.cancel(booking.id(), ADA);
    assertEquals("lease.expired", rule("culture:a", lease), "what has ended stays so");
    assertEquals("the booking of ada has begun", desk.tick().get(0).reason());
    Lease own = desk.grant("rig", "ada", 60);
    desk.book("culture:a", "ada", 1, 9);
    live(own, 5);
    assertEquals(own, desk.leases.check("rig", "ada", own.epoch()), "their own does not");
  }

  @Test
  void bookingsDoNotOverlap() {
    Booking first = desk.book("culture:a", "ada", 10, 20);
    assertEquals("b1", first.id());
    for (int[] time : new int[][] {{5, 11}, {10, 20}, {12, 15}, {19, 30}, {5, 30}}) {
      assertEquals("booking.overlaps", rule(() -> desk.book("culture:a", "bob", time[0], time[1])));
      assertEquals("booking.overlaps", rule(() -> desk.book("rig", "ada", time[0], time[1])));
    }
    desk.book("culture:a", "bob", 5, 10);
    desk.book("rig", "bob", 20, 25);
    assertEquals("b4", desk.book("culture:b", "bob", 10, 20).id());
    assertEquals("booking.time", rule(() -> desk.book("culture:a", "ada", 30, 30)));
    desk.advance(Duration.ofMillis(1));
    Instant past = desk.wall().minusMillis(1);
    assertEquals(
        "booking.time", rule(() -> desk.leases.book("rig", "ada", past, desk.in(3), "for a test")));
    assertEquals("b5", desk.leases.book("culture:c", "ada", desk.wall(), desk.in(3), "now").id());
    long year = Duration.ofDays(366).toSeconds();
    assertEquals("booking.ahead", rule(() -> desk.book("rig", "ada", 99, year + 1)));
    assertEquals("b5", desk.book("rig", "ada", 99, year).id());
  }

  @Test
  void bookingsAreCancelledByTheirBookerOrAnAdministrator() {
    String id = desk.book("culture:a", "ada", 10, 20).id();
    assertEquals("booking.none", rule(() -> desk.cancel("b7", ADA)));
    assertEquals("booking.not-yours", rule(() -> desk.cancel(id, OFFICER)));
    desk.cancel(id, ADA);
    assertEquals(List.of(), desk.leases.bookings());
    Booking other = desk.book("culture:b", "bob", 5, 20);
    String next = desk.book("culture:a", "ada", 10, 20).id();
    assertEquals(other, desk.leases.bookings().get(0), "in the order of time");
    assertEquals("b3", next, "no name is used twice");
    desk.cancel(next, ADMIN);
    assertEquals("booking.none", rule(() -> desk.cancel(next, ADMIN)));
    assertEquals(List.of(other), desk.leases.bookings());
    desk.book("culture:a", "ada", 1, 3);
    assertEquals(other, desk.leases.bookings().get(1), "in the order of time");
  }

  @Test
  void aBoundedNumberOfBookingsIsKept() {
    LeaseSettings few = new LeaseSettings(SILENCE, Duration.ofHours(1), 1, 2, Duration.ofDays(1));
    Desk small = new Desk(few);
    for (int i = 0; i < 5; i++) {
      small.book("rig", "ada", 10, 20);
      small.book("rig", "ada", 20, 30);
      assertEquals("booking.full", rule(() -> small.book("rig", "ada", 50, 60)));
      small.advance(Duration.ofSeconds(30));
      assertTrue(small.leases.bookings().size() <= 4);
    }
    small.book("rig", "ada", 10, 20);
    assertEquals("b11", small.leases.bookings().get(3).id());
  }

  @Test
  void aLeaseIsTakenByThoseWhoMayAndWithAReason() {
    Lease a = desk.grant("culture:a", "ada", 60);
    Lease b = desk.grant("culture:b", "bob", 60);
    desk.waits("rig", "cyd");
    assertEquals("lease.role", rule(() -> desk.takeover("rig", ADA, 60)));
    assertThrows(
        IllegalArgumentException.class,
        () -> desk.leases.takeover("rig", OFFICER, desk.in(9), "to look", " "));
    Lease taken = desk.takeover("culture:a", OFFICER, 60);
    assertEquals(Optional.of("it smells burnt"), taken.takeover());
    assertEquals("lease.stale", rule("culture:a", a));
    assertEquals(b, desk.leases.check("culture:b", "bob", b.epoch()));
    Lease rig = desk.takeover("rig", ADMIN, 60);
    assertEquals(List.of(rig), desk.leases.leases());
    assertEquals("lease.stale", rule("culture:b", b));
    assertTrue(desk.log.get(2).what().equals(Kinds.LEASE_ENDED));
    assertEquals("taken over by olga: it smells burnt", desk.log.get(2).fact("reason"));
    assertEquals("it smells burnt", desk.log.get(3).fact("takeover"));
  }

  @Test
  void onlyAnAdministratorTakesWhatIsBooked() {
    desk.book("culture:a", "ada", 0, 40);
    desk.book("culture:a", "bob", 50, 90);
    Lease booked = desk.grant("culture:a", "ada", 60);
    assertEquals("lease.booked", rule(() -> desk.takeover("culture:a", OFFICER, 60)));
    desk.advance(Duration.ofMillis(1));
    Lease taken = desk.takeover("culture:a", ADMIN, 60);
    assertEquals("lease.stale", rule("culture:a", booked));
    assertEquals(Desk.BEGIN.plusSeconds(50), taken.until(), "the next booking ends it");
    live(taken, 30);
    assertEquals(taken, desk.leases.check("culture:a", "ann", taken.epoch()));
    desk.restart();
    assertEquals(taken.epoch(), desk.leases.check("culture:a", "ann", taken.epoch()).epoch());
    desk.book("culture:a", "cyd", 11, 15);
    live(taken, 11);
    assertEquals("lease.expired", rule("culture:a", taken), "and so does one made since");
  }

  @Test
  void anOfficerMayTakeWhatIsTheirsOrBookedLater() {
    desk.book("culture:a", "olga", 0, 40);
    desk.book("culture:b", "bob", 20, 40);
    assertEquals(desk.in(60), desk.takeover("culture:a", OFFICER, 60).until());
    assertEquals(desk.in(20), desk.takeover("culture:b", OFFICER, 60).until());
  }
}
