package org.wetstack.lab.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

class LeasesTest {

  private static final Duration TICK = Duration.ofNanos(1);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Principal ADMIN = Desk.principal("ann", Role.ADMIN);

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
  void aHolderMayActAndNobodyElse() {
    assertEquals("lease.none", rule("culture:a", "ada", 1));
    Lease lease = desk.grant("culture:a", "ada", 60);
    assertEquals(
        new Lease("culture:a", "ada", "for a test", 1, Desk.BEGIN, desk.in(60), Optional.empty()),
        lease);
    assertEquals(lease, desk.leases.check("culture:a", "ada", 1));
    assertEquals(List.of(lease), desk.leases.leases());
    assertEquals("lease.not-yours", rule("culture:a", "bob", 1));
    assertEquals("lease.stale", rule("culture:a", "ada", 0));
    assertEquals("lease.stale", rule("culture:a", "ada", 2));
    assertEquals("lease.none", rule("culture:b", "ada", 1));
    assertEquals("lease.none", rule("rig", "ada", 1));
    desk.end(lease, "released");
    assertEquals("lease.none", rule("culture:a", lease));
    assertEquals(2, desk.grant("culture:a", "bob", 60).epoch());
    assertEquals("lease.stale", rule("culture:a", lease));
  }

  @Test
  void theRigIsAllCulturesAndACultureKeepsTheRig() {
    Lease a = desk.grant("culture:a", "ada", 60);
    Lease b = desk.grant("culture:b", "bob", 60);
    assertEquals(0, desk.waits("rig", "cyd"));
    desk.end(a, "released");
    assertEquals(0, desk.waits("rig", "cyd"));
    desk.end(b, "released");
    assertEquals(1, desk.waits("culture:c", "dan"), "who waits for the rig is not overtaken");
    Lease rig = desk.grant("rig", "cyd", 60);
    assertEquals(rig, desk.leases.check("culture:z", "cyd", rig.epoch()));
    assertEquals(0, desk.waits("culture:c", "dan"));
  }

  @Test
  void whoIsSilentLosesTheLease() {
    Lease lease = desk.grant("rig", "ada", 3_600);
    desk.advance(SILENCE);
    assertEquals(List.of(), desk.tick());
    assertEquals(lease, desk.leases.renew("culture:a", "ada", 1));
    desk.advance(SILENCE.plus(TICK));
    assertEquals("lease.expired", rule("rig", lease));
    assertEquals("lease.expired", rule(() -> desk.leases.renew("rig", "ada", 1)));
    assertEquals(0, desk.waits("rig", "bob"), "what may still be on is nobody else's");
    List<Lease.Ended> ended = desk.leases.tick();
    assertEquals(lease, ended.get(0).lease());
    assertTrue(ended.get(0).reason().contains("silent for more than 10 s"), ended::toString);
    assertEquals(ended, desk.tick(), "it is told until it is in the journal");
    assertEquals(List.of(), desk.tick());
    assertEquals(2, desk.grant("rig", "bob", 60).epoch());
  }

  @Test
  void aLeaseEndsWithItsTime() {
    Lease lease = desk.grant("rig", "ada", 30);
    live(lease, 29);
    desk.advance(Duration.ofSeconds(1).minus(TICK));
    assertEquals(lease, desk.leases.renew("rig", "ada", 1));
    desk.advance(TICK);
    assertEquals("lease.expired", rule("rig", lease));
    assertEquals("its time is over", desk.tick().get(0).reason());
  }

  @Test
  void aClockThatIsSetBackGivesNoTime() {
    Lease lease = desk.grant("rig", "ada", 30);
    live(lease, 20);
    desk.wrong = Duration.ofHours(-1);
    live(lease, 10);
    assertEquals("lease.expired", rule("rig", lease));
    desk.tick();
    Lease other = desk.grant("rig", "bob", 30);
    desk.wrong = Duration.ZERO;
    assertEquals("lease.expired", rule("rig", other));
    desk.wrong = Duration.ofHours(-1);
    assertEquals("lease.expired", rule("rig", other), "what has ended stays so");
  }

  @Test
  void aClockThatIsSetAheadIsNoSilence() {
    Lease lease = desk.grant("rig", "ada", 7_200);
    desk.wrong = Duration.ofHours(1);
    assertEquals(lease, desk.leases.check("rig", "ada", 1));
    desk.wrong = Duration.ofHours(2);
    assertEquals("lease.expired", rule("rig", lease));
  }

  @Test
  void afterARestartAHolderHasOneSilenceToComeBack() {
    Lease lease = desk.grant("rig", "ada", 3_600);
    Lease again = lease;
    desk.advance(Duration.ofMinutes(5));
    desk.restart();
    assertEquals(List.of(lease), desk.leases.leases());
    desk.advance(SILENCE);
    assertEquals(again, desk.leases.renew("rig", "ada", 1));
    desk.restart();
    desk.advance(SILENCE.plus(TICK));
    assertEquals("lease.expired", rule("rig", lease));
    desk.tick();
    desk.restart();
    assertEquals(2, desk.grant("rig", "ada", 60).epoch(), "epochs go on");
  }

  @Test
  void readingALongJournalIsNoSilence() {
    Lease lease = desk.grant("rig", "ada", 3_600);
    Desk other = new Desk(LeaseSettings.DEFAULT);
    desk.log.forEach(other.leases);
    other.advance(Duration.ofMinutes(1));
    other.leases.resume();
    assertEquals(lease.epoch(), other.leases.check("rig", "ada", 1).epoch());
  }

  @Test
  void aRestartGivesNoTimeWhateverTheClockSays() {
    Lease lease = desk.grant("rig", "ada", 30);
    live(lease, 10);
    desk.restart();
    live(lease, 19);
    desk.advance(Duration.ofSeconds(1));
    assertEquals("lease.expired", rule("rig", lease));
    desk.wrong = Duration.ofDays(-3_650);
    desk.restart();
    live(lease, 29);
    desk.advance(Duration.ofSeconds(1));
    assertEquals("lease.expired", rule("rig", lease), "never longer than it was to last");
  }

  @Test
  void whoCameFirstIsServedFirst() {
    Lease lease = desk.grant("culture:a", "ada", 60);
    assertEquals(0, desk.waits("culture:a", "bob"));
    assertEquals(1, desk.waits("culture:a", "cyd"));
    assertEquals(2, desk.waits("culture:a", "ada"), "its holder too");
    assertEquals(0, desk.waits("culture:a", "bob"), "asking again keeps the place");
    assertEquals(3, desk.leases.waiting());
    desk.end(lease, "released");
    assertEquals(1, desk.waits("culture:a", "cyd"));
    assertEquals("bob", desk.grant("culture:a", "bob", 60).holder());
    assertEquals(2, desk.leases.waiting());
    desk.leases.leave("culture:a", "cyd");
    desk.leases.leave("culture:a", "nobody");
    assertEquals(0, desk.waits("culture:a", "ada"));
  }

  @Test
  void whoDoesNotAskAgainLosesThePlace() {
    Lease lease = desk.grant("culture:a", "ada", 60);
    desk.waits("culture:a", "bob");
    desk.waits("culture:a", "cyd");
    live(lease, 10);
    assertEquals(1, desk.waits("culture:a", "cyd"));
    desk.advance(TICK);
    assertEquals(0, desk.waits("culture:a", "cyd"));
    assertEquals(1, desk.waits("culture:a", "bob"));
    desk.advance(SILENCE.plus(TICK));
    desk.tick();
    assertEquals(0, desk.leases.waiting());
  }

  @Test
  void aBoundedNumberWaits() {
    desk.grant("culture:a", "ada", 60);
    for (int i = 0; i < 64; i++) {
      assertEquals(i, desk.waits("culture:a", "w" + i));
    }
    assertEquals("lease.queue-full", rule(() -> desk.ask("culture:a", "one more", 60)));
    assertEquals(3, desk.waits("culture:a", "w3"));
    assertEquals(1, desk.grant("culture:b", "free", 60).epoch() - 1);
  }

  @Test
  void timesThatCannotBeAreRefused() {
    long week = Duration.ofDays(7).toSeconds();
    assertEquals("lease.until", rule(() -> desk.ask("rig", "ada", 0)));
    assertEquals("lease.longest", rule(() -> desk.ask("rig", "ada", week + 1)));
    assertEquals("lease.until", rule(() -> desk.takeover("rig", ADMIN, 0)));
    assertEquals("lease.longest", rule(() -> desk.takeover("rig", ADMIN, week + 1)));
    Instant less = desk.wall().plusNanos(999_999);
    assertEquals("lease.until", rule(() -> desk.leases.ask("rig", "ada", less, "x")));
    assertEquals(desk.in(week), desk.grant("rig", "ada", week).until());
  }

  @Test
  void whatIsNoResourceAndNoPurposeIsRefused() {
    Instant end = desk.in(60);
    for (String wrong :
        List.of("", "Rig", "culture:", "culture:a b", "culture:" + "a".repeat(65), "pump:a")) {
      assertThrows(
          IllegalArgumentException.class, () -> desk.leases.ask(wrong, "ada", end, "x"), wrong);
      assertThrows(IllegalArgumentException.class, () -> desk.leases.check(wrong, "ada", 1), wrong);
      assertThrows(
          IllegalArgumentException.class,
          () -> desk.leases.book(wrong, "ada", end, end.plusSeconds(1), "x"));
      assertThrows(
          IllegalArgumentException.class, () -> desk.leases.takeover(wrong, ADMIN, end, "x", "x"));
    }
    for (String wrong : List.of("", " \n", "x".repeat(501))) {
      assertThrows(IllegalArgumentException.class, () -> desk.leases.ask("rig", "ada", end, wrong));
      assertThrows(
          IllegalArgumentException.class,
          () -> desk.leases.book("rig", "ada", end, end.plusSeconds(1), wrong));
      assertThrows(
          IllegalArgumentException.class,
          () -> desk.leases.takeover("rig", ADMIN, end, wrong, "x"));
    }
    desk.leases.ask("culture:" + "a".repeat(64), "ada", end, "x".repeat(500));
  }

  @Test
  void aJournalWithTwoHoldersIsNotBelieved() {
    Lease lease = desk.grant("culture:a", "ada", 60);
    Lease second = new Lease("rig", "bob", "x", 2, Desk.BEGIN, desk.in(60), Optional.empty());
    assertThrows(
        IllegalStateException.class, () -> desk.append("bob", Kinds.LEASE_GRANTED, second.facts()));
    desk.end(lease, "released");
    Lease stale = new Lease("rig", "bob", "x", 1, Desk.BEGIN, desk.in(60), Optional.empty());
    assertThrows(
        IllegalStateException.class, () -> desk.append("bob", Kinds.LEASE_GRANTED, stale.facts()));
    desk.append("bob", Kinds.LEASE_GRANTED, second.facts());
    desk.end(lease, "again");
    desk.append("x", Kinds.LEASE_ENDED, Map.of("lease", "rig", "epoch", "1", "reason", "x"));
    desk.append("x", Kinds.STARTED, Map.of());
    assertEquals("bob", desk.leases.check("rig", "bob", 2).holder());
  }

  @Test
  void whateverOneThreadDidAnotherMayGoOn() throws Exception {
    List<Executable> each =
        List.of(
            () -> desk.grant("culture:a", "ada", 60),
            () -> desk.waits("rig", "bob"),
            () -> desk.leases.leave("rig", "bob"),
            () -> desk.restart(),
            () -> rule(() -> desk.leases.check("culture:a", "eve", 1)));
    for (Executable one : each) {
      var failed = new AtomicReference<Throwable>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  one.execute();
                } catch (Throwable e) {
                  failed.set(e);
                }
              });
      thread.start();
      thread.join();
      assertNull(failed.get());
      assertTimeoutPreemptively(
          Duration.ofSeconds(60), () -> assertEquals(1, desk.leases.leases().size()));
    }
  }

  @Test
  void settingsHaveBounds() {
    Duration day = Duration.ofDays(1);
    Duration none = Duration.ZERO;
    Duration less = Duration.ofNanos(-1);
    assertEquals(1, new LeaseSettings(TICK, TICK, 1, 1, TICK).places());
    for (Executable wrong :
        List.<Executable>of(
            () -> new LeaseSettings(SILENCE.plus(TICK), day, 1, 1, day),
            () -> new LeaseSettings(none, day, 1, 1, day),
            () -> new LeaseSettings(less, day, 1, 1, day),
            () -> new LeaseSettings(SILENCE, none, 1, 1, day),
            () -> new LeaseSettings(SILENCE, less, 1, 1, day),
            () -> new LeaseSettings(SILENCE, day, 0, 1, day),
            () -> new LeaseSettings(SILENCE, day, 1, 0, day),
            () -> new LeaseSettings(SILENCE, day, 1, 1, none),
            () -> new LeaseSettings(SILENCE, day, 1, 1, less))) {
      assertThrows(IllegalArgumentException.class, wrong);
    }
  }
}
