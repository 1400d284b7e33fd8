package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Booking;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.safety.Limit;
import org.wetstack.lab.safety.Refusal;

/** Leases, bookings and limits by way of the desk. */
class LeaseDeskTest {

  private static final Principal ROOT = Bench.person("root", Role.ADMIN);

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
  }

  private LeaseDesk.Turn ask(Principal who, String key) {
    return bench
        .controller
        .leaseDesk()
        .acquire(
            bench.request(who, "acquire", 0, key, "culture:a"), "culture:a", "x", Duration.ZERO);
  }

  private static String rule(Runnable refused) {
    return assertThrows(Refusal.class, refused::run).rule();
  }

  @Test
  void theSameKeyIsTheSameLease() {
    Lease lease = ask(Bench.ADA, "k").lease().orElseThrow();
    assertEquals(lease, ask(Bench.ADA, "k").lease().orElseThrow());
    assertEquals(1, bench.journal.of(Kinds.LEASE_GRANTED).size());
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    assertEquals("lease.expired", rule(() -> ask(Bench.ADA, "k")));
  }

  @Test
  void whoWaitsGetsItWhenItIsFree() {
    Lease lease = ask(Bench.ADA, "k").lease().orElseThrow();
    assertTrue(ask(Bench.BEN, "k").lease().isEmpty());
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    assertTrue(ask(Bench.BEN, "k").lease().isPresent());
  }

  @Test
  void aRenewedLeaseGoesOnAndASilentOneEnds() {
    Lease lease = ask(Bench.ADA, "k").lease().orElseThrow();
    bench.pass(9_000);
    bench.controller.leaseDesk().renew(Bench.ADA, "culture:a", lease.epoch());
    bench.pass(9_000);
    assertTrue(bench.journal.of(Kinds.LEASE_ENDED).isEmpty());
    bench.pass(1_500);
    assertEquals(1, bench.journal.of(Kinds.LEASE_ENDED).size());
  }

  @Test
  void aRevokedLeaseIsGoneAndTheReasonKept() {
    ask(Bench.ADA, "k");
    var desk = bench.controller.leaseDesk();
    assertThrows(
        IllegalArgumentException.class, () -> desk.revoke(bench.ask(ROOT), "culture:a", " "));
    desk.revoke(bench.ask(ROOT), "culture:a", "on holiday");
    assertTrue(bench.journal.of(Kinds.LEASE_ENDED).get(0).fact("reason").contains("on holiday"));
    assertEquals("lease.none", rule(() -> desk.revoke(bench.ask(ROOT), "culture:a", "again")));
  }

  @Test
  void aLeaseOutlivesTheControllerForOneSilence() {
    Lease lease = ask(Bench.ADA, "k").lease().orElseThrow();
    bench.pass(9_000);
    bench.restart();
    bench.pass(9_000);
    bench.controller.leaseDesk().renew(Bench.ADA, "culture:a", lease.epoch());
  }

  @Test
  void anUnknownCultureHasNoLease() {
    assertEquals("unknown.culture", rule(() -> bench.lease(Bench.ADA, "culture:x")));
  }

  @Test
  void aBookingIsMadeOnceAndCancelledByWhoMay() {
    var desk = bench.controller.leaseDesk();
    Instant from = bench.time.now().plusSeconds(3_600);
    var request = bench.request(Bench.ADA, "book", 0, "b", "culture:a");
    Booking booking = desk.book(request, "culture:a", from, from.plusSeconds(600), "x");
    assertEquals(
        booking.id(), desk.book(request, "culture:a", from, from.plusSeconds(600), "x").id());
    assertEquals("booking.not-yours", rule(() -> desk.cancel(Bench.BEN, booking.id(), "")));
    assertThrows(IllegalArgumentException.class, () -> desk.cancel(ROOT, booking.id(), ""));
    desk.cancel(ROOT, booking.id(), "the rig moves");
    assertEquals("booking.none", rule(() -> desk.cancel(ROOT, booking.id(), "again")));
  }

  @Test
  void alreadyOneMayLowerALimitAndTwoAreNeededToRaiseIt() {
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    var consent = bench.controller.consent();
    assertTrue(consent.setLimit(bench.ask(Bench.ADA), "a", Limit.DOSE_VOLUME, 500, "").done());
    assertEquals("dose.volume", rule(() -> bench.give(lease, "k1", 1_000)));
    assertTrue(!consent.setLimit(bench.ask(Bench.ADA), "a", Limit.DOSE_VOLUME, 1_000, "").done());
    bench.restart();
    assertTrue(!consent(Bench.ADA).done(), "agreements do not outlive the controller");
    assertTrue(consent(Bench.SAM).done());
    bench.give(lease, "k2", 1_000);
    assertEquals(
        "limit.hard",
        rule(
            () ->
                bench
                    .controller
                    .consent()
                    .setLimit(bench.ask(Bench.SAM), "a", Limit.DOSE_VOLUME, 9_000, "")));
  }

  private Consent.Outcome consent(Principal who) {
    return bench.controller.consent().setLimit(bench.ask(who), "a", Limit.DOSE_VOLUME, 1_000, "");
  }

  @Test
  void anInstrumentIsLetOutOfItsSafeStateByAPerson() {
    bench.toy.safe =
        java.util.Optional.of(
            new org.wetstack.hal.SafeState(org.wetstack.hal.SafeState.Cause.FAULT, "x"));
    var consent = bench.controller.consent();
    consent.clear(bench.ask(Bench.ADA), "toy");
    assertTrue(bench.toy.safe.isEmpty());
    assertEquals("unknown.instrument", rule(() -> consent.clear(bench.ask(Bench.ADA), "x")));
    bench.desk().emergencyStop(Bench.ADA, "smoke");
    assertEquals("stop.latched", rule(() -> consent.clear(bench.ask(Bench.ADA), "toy")));
  }

  @Test
  void theReasonsForALimitAreInTheJournal() {
    var consent = bench.controller.consent();
    consent.setLimit(bench.ask(Bench.ADA), "a", Limit.DOSE_VOLUME, 500, "they look tired");
    consent.setLimit(bench.ask(Bench.ADA), "a", Limit.DOSE_VOLUME, 1_000, "they are well");
    consent.setLimit(bench.ask(Bench.SAM), "a", Limit.DOSE_VOLUME, 1_000, "I saw them");
    assertEquals(
        java.util.List.of("they look tired", "they are well; I saw them"),
        bench.journal.of(Kinds.LIMIT_SET).stream().map(entry -> entry.fact("reason")).toList());
  }

  @Test
  void aKeySetsALimitOnce() {
    var consent = bench.controller.consent();
    Request lower = bench.ask(Bench.ADA, "lower");
    assertTrue(consent.setLimit(lower, "a", Limit.DOSE_VOLUME, 500, "").done());
    consent.setLimit(bench.ask(Bench.ADA), "a", Limit.DOSE_VOLUME, 1_000, "");
    consent.setLimit(bench.ask(Bench.SAM), "a", Limit.DOSE_VOLUME, 1_000, "");
    bench.restart();
    consent = bench.controller.consent();
    assertTrue(consent.setLimit(lower, "a", Limit.DOSE_VOLUME, 500, "").done());
    assertEquals(1_000, bench.controller.limits().dosing("a").dose().nanoliters());
    var other = new Request(Bench.ADA, "Test", 0, "lower", "another");
    Consent again = consent;
    assertEquals("key.used", rule(() -> again.setLimit(other, "a", Limit.DOSE_VOLUME, 400, "")));
  }

  @Test
  void aKeyTakesOneLeaseAway() {
    bench.lease(Bench.ADA, "culture:a");
    Request revoke = bench.ask(ROOT, "revoke");
    bench.controller.leaseDesk().revoke(revoke, "culture:a", "on holiday");
    Lease next = bench.lease(Bench.BEN, "culture:a");
    bench.controller.leaseDesk().revoke(revoke, "culture:a", "on holiday");
    assertEquals(java.util.List.of(next), bench.controller.leases().leases());
  }

  @Test
  void aKeyLetsAnInstrumentOutOnce() {
    var fault = new org.wetstack.hal.SafeState(org.wetstack.hal.SafeState.Cause.FAULT, "x");
    bench.toy.safe = java.util.Optional.of(fault);
    Request clear = bench.ask(Bench.ADA, "clear");
    bench.controller.consent().clear(clear, "toy");
    bench.toy.safe = java.util.Optional.of(fault);
    bench.controller.consent().clear(clear, "toy");
    assertTrue(bench.toy.safe.isPresent());
  }
}
