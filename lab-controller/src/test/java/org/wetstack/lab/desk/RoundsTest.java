package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.store.Ask;
import org.wetstack.lab.store.Bucket;
import org.wetstack.lab.store.Database;
import org.wetstack.lab.store.HistoryStore;
import org.wetstack.lab.store.Retention;
import org.wetstack.lab.store.Rounds;

/** What a whole controller puts into its history. */
class RoundsTest {

  @TempDir private Path folder;

  @Test
  void readingsDosesAndWhatIsLeftAreKept() {
    var bench =
        new Bench(
            folder,
            Bench.RIG
                + "interlocks: {air: {reads: toy/bath, unit: degC, stop: 36-38, stale: 8 s}}\n");
    Executor later = task -> bench.time.after(Duration.ZERO, task);
    var store =
        new HistoryStore(
            new HistoryStore.Ground(
                "r",
                Database.embedded(folder.resolve("history.sqlite")),
                Retention.USUAL,
                bench.time,
                later,
                into -> bench.journal.entries().forEach(into),
                () -> true,
                text -> {}));
    bench.journal.follow(store);
    try (var rounds = new Rounds(bench.controller, store, later)) {
      store.start();
      rounds.start();
      Instant from = bench.time.now();
      bench.pass(60_000);
      bench.toy.bathMilli = 37_500;
      Lease lease = bench.lease(Bench.ADA, "culture:a");
      bench.give(lease, "k1", 2_000);
      bench.pass(5_000);
      // Its lease is not renewed, and ends; what it gave stays.
      bench.pass(120_000);
      assertEquals("", store.health().problem());
      assertEquals(0, store.health().lost());
      assertEquals(bench.journal.entries().size(), store.health().entry());
      Bucket air = only(store, "reading/air", from, bench.time.now());
      assertTrue(air.count() > 150, "readings: " + air);
      assertEquals(37.0, air.min());
      assertEquals(37.5, air.max());
      Bucket dose = only(store, "culture/a/dose/drug", from, bench.time.now());
      assertEquals(1, dose.count());
      long given = bench.controller.dosing("a").given(bench.time.now()).total();
      assertEquals((double) given, dose.mean());
      Bucket left = only(store, "reservoir/drug/left", from, bench.time.now());
      assertEquals(50_000_000.0, left.max());
      assertEquals((double) (50_000_000 - given), left.min());
      assertTrue(left.count() >= 3, left::toString);
    }
    store.close();
  }

  private static Bucket only(HistoryStore store, String series, Instant from, Instant to) {
    List<Bucket> buckets =
        store
            .reader()
            .query(
                new Ask(
                    List.of(series),
                    from,
                    to.plusSeconds(1),
                    Optional.of(Duration.ofDays(1)),
                    Ask.USUAL_POINTS))
            .lines()
            .get(0)
            .buckets();
    assertEquals(1, buckets.size(), buckets::toString);
    return buckets.get(0);
  }
}
