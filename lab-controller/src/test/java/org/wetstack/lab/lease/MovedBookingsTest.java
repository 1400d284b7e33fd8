package org.wetstack.lab.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Inheritance;
import org.wetstack.lab.safety.Refusal;

/** What is booked of a culture goes with it; what is booked here stands before that. */
class MovedBookingsTest {

  private final Desk desk = new Desk(LeaseSettings.DEFAULT);
  private final List<Entry> elsewhere = new ArrayList<>();

  private void there(String who, String what, Map<String, String> facts) {
    elsewhere.add(new Entry(elsewhere.size() + 1, desk.wall(), who, what, facts));
  }

  private void booked(String id, String resource, String who, long from, long until) {
    there(
        who,
        Kinds.BOOKED,
        new Booking(id, resource, who, "a test", desk.in(from), desk.in(until)).facts());
  }

  private void packed(String rig) {
    there("mover", Kinds.CULTURE_PACKED, Map.of("culture", "a", "rig", rig, "sites", "0"));
  }

  private void comes(Instant at) {
    desk.leases.inherit(new Inheritance("a", "0", at, "mea", List.of(0), elsewhere));
  }

  private List<String> booked() {
    return desk.leases.bookings().stream().map(Booking::id).toList();
  }

  @Test
  void whatWasBookedThereIsBookedHereUnderTheNameOfThatRig() {
    booked("b1", "culture:a", "ada", 100, 200);
    booked("b2", "culture:a", "bob", 300, 400);
    booked("b3", "rig", "cyd", 500, 600);
    booked("b4", "culture:other", "dan", 700, 800);
    there("bob", Kinds.BOOKING_CANCELLED, Map.of("booking", "b2"));
    packed("left");
    comes(desk.wall());
    assertEquals(
        List.of(new Booking("left.b1", "culture:a", "ada", "a test", desk.in(100), desk.in(200))),
        desk.leases.bookings());
    desk.advance(Duration.ofSeconds(150));
    assertEquals(0, desk.waits("culture:a", "bob"));
    assertEquals("ada", desk.grant("culture:a", "ada", 10).holder());
    desk.cancel("left.b1", Desk.principal("ada", Role.OPERATOR));
    assertEquals(List.of(), booked());
  }

  /** It was at two rigs, and both had a booking of one name. */
  @Test
  void namesStayApartOverTwoMoves() {
    booked("b1", "culture:a", "ada", 300, 400);
    packed("left");
    booked("b1", "culture:a", "bob", 100, 200);
    booked("b2", "culture:a", "bob", 500, 600);
    there("bob", Kinds.BOOKING_CANCELLED, Map.of("booking", "b2"));
    packed("right");
    Booking own = desk.book("culture:b", "eve", 100, 200);
    comes(desk.wall());
    assertEquals(List.of(own.id(), "right.b1", "left.b1"), booked());
    assertEquals("b2", desk.book("rig", "eve", 1_000, 1_100).id());
  }

  @Test
  void aBookingMadeElsewhereIsCancelledHereByItsWholeName() {
    booked("b1", "culture:a", "ada", 100, 200);
    packed("left");
    there("ada", Kinds.BOOKING_CANCELLED, Map.of("booking", "left.b1"));
    packed("right");
    comes(desk.wall());
    assertEquals(List.of(), booked());
  }

  @Test
  void whatIsOverOrMeetsWhatIsBookedHereDoesNotCome() {
    desk.book("rig", "eve", 100, 200);
    desk.book("culture:b", "fay", 300, 400);
    booked("b1", "culture:a", "ada", 50, 100);
    booked("b2", "culture:a", "ada", 150, 160);
    booked("b3", "culture:a", "ada", 200, 250);
    booked("b4", "culture:a", "ada", 300, 400);
    booked("b5", "culture:a", "ada", -20, 0);
    booked("b6", "culture:a", "ada", -20, 1);
    booked("b7", "culture:a", "ada", 50, 101);
    booked("b8", "culture:a", "ada", 199, 210);
    packed("left");
    List<Booking> others =
        Booking.of("culture:a", List.of(new Inheritance.Stay(elsewhere.get(8), elsewhere)));
    assertEquals(
        List.of("left.b2", "left.b7", "left.b8"),
        desk.leases.clashes(others).stream().map(Booking::id).toList());
    comes(desk.wall());
    assertEquals(List.of("left.b6", "left.b1", "b1", "left.b3", "b2", "left.b4"), booked());
  }

  @Test
  void whatIsOverMeetsNothing() {
    desk.book("rig", "eve", 100, 200);
    booked("b1", "culture:a", "ada", 150, 160);
    packed("left");
    List<Booking> others =
        Booking.of("culture:a", List.of(new Inheritance.Stay(elsewhere.get(1), elsewhere)));
    assertEquals(1, desk.leases.clashes(others).size());
    desk.advance(Duration.ofSeconds(160));
    assertEquals(List.of(), desk.leases.clashes(others));
  }

  @Test
  void whatWasKnownHereBeforeIsInWhatItBrings() {
    desk.book("culture:a", "old", 100, 200);
    desk.book("culture:b", "eve", 100, 200);
    packed("left");
    comes(desk.wall());
    assertEquals(List.of("b2"), booked());
  }

  @Test
  void whenACultureHasGoneNothingOfItIsBooked() {
    desk.book("culture:a", "ada", 100, 200);
    desk.book("culture:b", "eve", 100, 200);
    desk.append("mover", Kinds.CULTURE_GONE, Map.of("culture", "a"));
    assertEquals(List.of("b2"), booked());
    desk.book("culture:a", "bob", 100, 200);
  }

  /** Leases granted after the backup are unknown: their epochs must not come again. */
  @Test
  void aRestoredJournalEndsAllLeasesAndGoesFarOn() {
    Lease before = desk.grant("culture:a", "ada", 100);
    desk.append("controller", Kinds.RESTORED, Map.of());
    assertEquals(List.of(), desk.leases.leases());
    assertEquals(
        "lease.none",
        assertThrows(Refusal.class, () -> desk.leases.check("culture:a", "ada", before.epoch()))
            .rule());
    Lease after = desk.grant("culture:a", "bob", 100);
    assertEquals(before.epoch() + 1_000_001, after.epoch());
    assertEquals(
        "lease.stale",
        assertThrows(Refusal.class, () -> desk.leases.check("culture:a", "ada", before.epoch()))
            .rule());
  }
}
