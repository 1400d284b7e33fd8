package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DoseReport;
import org.wetstack.lab.desk.Operation.Progress;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.safety.Refusal;

/** A dose is given once, whatever happens around it, and the journal knows what became of it. */
class DosesTest {

  @TempDir Path folder;
  private Bench bench;
  private Lease lease;

  @BeforeEach
  void lease() {
    bench = new Bench(folder);
    lease = bench.lease(Bench.ADA, "culture:a");
  }

  private Operation now(Operation operation) {
    return bench.desk().operation(operation.id());
  }

  private List<String> doses() {
    return bench.journal.entries().stream()
        .map(Entry::what)
        .filter(what -> what.startsWith("dose."))
        .toList();
  }

  @Test
  void whatIsGivenFlowsAndIsWrittenDown() {
    Operation given = bench.give(lease, "k1", 510);
    assertEquals(Progress.BEGUN, given.progress());
    bench.pass(1_000);
    assertEquals(Progress.ENDED, now(given).progress());
    assertEquals(500, now(given).atLeast());
    assertEquals(500, now(given).atMost());
    assertEquals(List.of(Kinds.DOSE_INTENDED, Kinds.DOSE_BEGUN, Kinds.DOSE_ENDED), doses());
    assertEquals(500, bench.toy.flows.get(0).nanoliters);
  }

  @Test
  void theSameKeyIsTheSameDose() {
    Operation first = bench.give(lease, "k1", 500);
    bench.pass(5_000);
    assertEquals(first.id(), bench.give(lease, "k1", 500).id());
    bench.restart();
    assertEquals(first.id(), bench.give(lease, "k1", 500).id());
    assertEquals(1, bench.toy.flows.size());
  }

  @Test
  void theSameKeyForAnotherWishIsRefused() {
    bench.give(lease, "k1", 500);
    Refusal refusal = assertThrows(Refusal.class, () -> bench.give(lease, "k1", 525));
    assertEquals("key.used", refusal.rule());
  }

  @Test
  void keysOfTwoPeopleAreTwoKeys() {
    bench.give(lease, "k1", 500);
    bench.pass(2_000);
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    Lease next = bench.lease(Bench.BEN, "culture:a");
    bench.give(next, "k1", 500);
    assertEquals(2, bench.toy.flows.size());
  }

  @Test
  void withoutTheLeaseNothingIsGiven() {
    Lease other = bench.lease(Bench.BEN, "culture:b");
    Refusal refusal = assertThrows(Refusal.class, () -> bench.give(other, "a", "k", 500));
    assertEquals("lease.stale", refusal.rule());
    assertEquals("lease.stale", bench.journal.of(Kinds.REFUSED).get(0).fact("rule"));
    assertTrue(bench.toy.flows.isEmpty());
  }

  @Test
  void aRefusalOfThePumpIsAnEnd() {
    bench.toy.mishap = new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, "in safe state");
    Operation given = bench.give(lease, "k1", 500);
    assertEquals(Progress.NOT_DONE, given.progress());
    assertTrue(given.reason().contains("in safe state"), given::reason);
    assertTrue(bench.toy.flows.isEmpty());
  }

  @Test
  void anAnswerThatIsLostIsAskedForUntilTheDoseHasEnded() {
    bench.toy.mishap = Toy.timeout();
    Operation given = bench.give(lease, "k1", 1_000);
    assertEquals(Progress.UNKNOWN, given.progress());
    bench.pass(3_000);
    assertEquals(Progress.ENDED, now(given).progress());
    assertEquals(1_000, now(given).atLeast());
    assertEquals(List.of(Kinds.DOSE_INTENDED, Kinds.DOSE_UNKNOWN, Kinds.DOSE_ENDED), doses());
  }

  @Test
  void aDriverThatFailsUnexpectedlyLeavesTheDoseUnknownAndIsAsked() {
    bench.toy.before =
        () -> {
          bench.toy.before = () -> {};
          throw new IllegalStateException("a defect");
        };
    Operation given = bench.give(lease, "k1", 500);
    assertEquals(Progress.NOT_DONE, given.progress());
    assertEquals("the pump has never begun it", given.reason());
  }

  @Test
  void aDoseWhoseSessionIsLostIsAskedForInTheNextOne() {
    Operation given = bench.give(lease, "k1", 1_000);
    bench.pass(100);
    bench.toy.lose();
    bench.pass(1);
    assertEquals(Progress.UNKNOWN, now(given).progress());
    bench.pass(3_000);
    assertEquals(Progress.ENDED, now(given).progress());
    assertEquals(1_000, now(given).atMost());
    assertEquals(2, bench.toy.opened);
  }

  @Test
  void aPumpThatForgetsWhatItHadBegunLeavesTheDoseUnknown() {
    Operation given = bench.give(lease, "k1", 1_000);
    bench.pass(100);
    bench.toy.lose();
    bench.toy.ledger.clear();
    bench.pass(3_000);
    assertEquals(Progress.UNKNOWN, now(given).progress());
    assertEquals(1_000, now(given).atMost());
  }

  @Test
  void aDoseThatWasIntendedWhenTheControllerDiedIsAskedForAndNotGivenAgain() {
    bench.toy.before =
        () -> {
          throw new Error("killed");
        };
    assertThrows(Error.class, () -> bench.give(lease, "k1", 500));
    bench.toy.before = () -> {};
    bench.restart();
    Operation found = bench.give(lease, "k1", 500);
    assertEquals(Progress.NOT_DONE, found.progress());
    assertTrue(bench.toy.flows.isEmpty());
  }

  @Test
  void whatThePumpForgotWaitsForAPersonAndBlocksTheReservoir() {
    bench.toy.mishap = Toy.timeout();
    bench.toy.before =
        () ->
            bench
                .journal
                .entries()
                .forEach(
                    entry -> {
                      if (entry.what().equals(Kinds.DOSE_INTENDED)) {
                        bench.toy.forgotten.add(Operations.id(entry.fact("operation")));
                      }
                    });
    Operation given = bench.give(lease, "k1", 500);
    bench.toy.before = () -> {};
    bench.pass(60);
    assertEquals(
        "dose.unknown", assertThrows(Refusal.class, () -> bench.give(lease, "k2", 500)).rule());
    var consent = bench.controller.consent();
    assertThrows(
        IllegalArgumentException.class,
        () -> consent.settleDose(Bench.SAM, now(given), 0, 501, "seen"));
    consent.settleDose(Bench.SAM, now(given), 0, 500, "nobody looked");
    assertEquals(Progress.ENDED, now(given).progress());
    assertEquals(
        "dose.known",
        assertThrows(
                Refusal.class, () -> consent.settleDose(Bench.SAM, now(given), 0, 500, "again"))
            .rule());
  }

  @Test
  void whatCannotBeWrittenDownIsNotDone() {
    bench.journal.fail();
    assertThrows(JournalException.class, () -> bench.give(lease, "k1", 500));
    assertTrue(bench.toy.flows.isEmpty());
  }

  @Test
  void aTransactionIsAdmittedWholeOrNotAtAll() {
    var steps =
        List.<Desk.Step>of(
            new Desk.Step.Give("drug", Bench.dose(500)),
            new Desk.Step.Give("drug", Bench.dose(500)));
    var request = bench.request(Bench.ADA, "transact", lease.epoch(), "t", "two");
    Refusal refusal = assertThrows(Refusal.class, () -> bench.desk().transact(request, "a", steps));
    assertEquals("dose.running", refusal.rule());
    assertEquals(List.of(Kinds.DOSE_INTENDED, Kinds.DOSE_NOT_DONE), doses());
    assertTrue(bench.toy.flows.isEmpty());
  }

  @Test
  void aHoursLimitHoldsOverARestart() {
    for (int i = 0; i < 2; i++) {
      bench.give(lease, "k" + i, 2_000);
      bench.pass(4_000);
    }
    bench.restart();
    assertEquals(
        "dose.hour", assertThrows(Refusal.class, () -> bench.give(lease, "k3", 2_000)).rule());
    assertEquals(Progress.BEGUN, bench.give(lease, "k4", 1_000).progress());
  }

  @Test
  void somebodyWhoWaitsHearsOfTheEnd() {
    Operation given = bench.give(lease, "k1", 500);
    Operation over = bench.desk().operation(given.id(), Duration.ofSeconds(5));
    assertEquals(Progress.ENDED, over.progress());
    assertEquals(
        "unknown.operation",
        assertThrows(Refusal.class, () -> bench.desk().operation(Operations.id("ff"))).rule());
  }

  @Test
  void somebodyWhoWaitsTooShortlyHearsHowItIs() {
    Operation given = bench.give(lease, "k1", 2_000);
    Operation still = bench.desk().operation(given.id(), Duration.ofMillis(10));
    assertEquals(Progress.BEGUN, still.progress());
  }

  @Test
  void aLeaseThatEndsWhileADoseIsOnItsWayEndsTheDose() {
    bench.toy.before =
        () -> {
          bench.toy.before = () -> {};
          bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
        };
    bench.give(lease, "k1", 1_000);
    bench.pass(1);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
    assertEquals(0, bench.toy.flows.get(0).nanoliters);
  }

  @Test
  void aSilentHolderLosesItsDose() {
    bench.pass(9_500);
    Operation given = bench.give(lease, "k1", 2_000);
    bench.pass(1_000);
    assertEquals("STOPPED", now(given).end());
    assertTrue(now(given).atMost() < 1_000, now(given)::toString);
  }

  @Test
  void whatRunsForOthersGoesOnWhenALeaseEnds() {
    Lease other = bench.lease(Bench.BEN, "culture:b");
    Operation given = bench.give(other, "k1", 1_000);
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    bench.pass(2_000);
    assertEquals("COMPLETE", now(given).end());
  }

  @Test
  void aDoseThatOutlivesItsLeaseWithoutASessionIsStoppedWhenThereIsOne() {
    bench.give(lease, "k1", 2_000);
    bench.toy.lose();
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    bench.pass(600);
    assertEquals(DoseReport.End.STOPPED, bench.toy.flows.get(0).end);
  }

  @Test
  void aStopThatFailsEndsTheLeaseAndIsToldOf() {
    bench.give(lease, "k1", 2_000);
    bench.toy.stopMishap = Toy.timeout();
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    assertEquals(1, bench.journal.of(Kinds.LEASE_ENDED).size());
    assertTrue(bench.alarms().get(0).startsWith("stop: "), bench.alarms()::toString);
    assertThrows(DeviceException.class, () -> bench.desk().stop(Bench.ADA, "a", "again"));
  }
}
