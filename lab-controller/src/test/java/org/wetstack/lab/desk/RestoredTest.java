package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.safety.Refusal;

/** A journal from a backup, which is behind what the pump has done. */
class RestoredTest {

  @TempDir Path folder;

  private Bench bench(String yaml) {
    var bench = new Bench(folder, yaml);
    bench.names = Operations::named;
    bench.restart();
    return bench;
  }

  /** As 'wetstack restore' leaves it. */
  private static void restore(Bench bench, int entries) {
    bench.journal.forgetAfter(entries);
    bench.journal.append(
        "controller", Kinds.RESTORED, Map.of("backup", "x", "entry", "" + entries, "hash", "h"));
    bench.journal.append("controller", Kinds.STOP_LATCHED, Map.of("reason", "restored"));
    bench.restart();
  }

  private static String rule(Runnable work) {
    return assertThrows(Refusal.class, work::run).rule();
  }

  @Test
  void aDoseThatTheJournalForgotIsNotGivenAgain() {
    Bench bench = bench(Bench.RIG);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    int backup = bench.journal.entries().size();
    Operation first = bench.give(lease, "k", 2_000);
    bench.pass(4_000);
    assertEquals(1, bench.toy.flows.size());

    restore(bench, backup);
    assertEquals("stop.latched", rule(() -> bench.give(lease, "k", 2_000)));
    bench.controller.consent().releaseStop(bench.ask(Bench.ADA));
    assertTrue(bench.controller.consent().releaseStop(bench.ask(Bench.SAM)).done());
    assertEquals("lease.none", rule(() -> bench.give(lease, "k", 2_000)), "it is from before");
    Lease fresh = bench.lease(Bench.ADA, "culture:a");
    assertTrue(fresh.epoch() > lease.epoch() + 100_000, fresh::toString);
    assertEquals("lease.stale", rule(() -> bench.give(lease, "k", 2_000)));

    Operation again = bench.give(fresh, "k", 2_000);
    bench.pass(4_000);
    assertEquals(first.id(), again.id());
    assertEquals(1, bench.toy.flows.size(), "the pump knows the operation");
    assertEquals(2_000, bench.journal.of(Kinds.DOSE_ENDED).get(0).whole("atMost"));
    assertEquals(List.of(), bench.alarms());
    bench.give(fresh, "another", 2_000);
    bench.pass(4_000);
    assertEquals(2, bench.toy.flows.size(), "another wish is another dose");
  }

  @Test
  void aDoseThatWasUnderWayIsAskedFor() {
    Bench bench = bench(Bench.RIG);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "k", 2_000);
    int backup = bench.journal.entries().size();
    assertEquals(List.of(), bench.journal.of(Kinds.DOSE_ENDED));
    bench.pass(4_000);
    restore(bench, backup);
    bench.pass(2_000);
    assertEquals(1, bench.toy.flows.size());
    assertEquals(2_000, bench.journal.of(Kinds.DOSE_ENDED).get(0).whole("atMost"));
  }

  @Test
  void theSameWishToAnotherJournalIsAnotherDose() {
    Bench one = bench(Bench.RIG);
    Operation first = one.give(one.lease(Bench.ADA, "culture:a"), "k", 2_000);
    one.pass(4_000);
    one.journal.forgetAfter(0);
    one.restart();
    Operation second = one.give(one.lease(Bench.ADA, "culture:a"), "k", 2_000);
    assertTrue(!first.id().equals(second.id()));
    one.pass(4_000);
    assertEquals(2, one.toy.flows.size(), "a rig that was begun anew gives what it says");
  }
}
