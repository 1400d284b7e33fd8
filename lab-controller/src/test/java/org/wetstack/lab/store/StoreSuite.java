package org.wetstack.lab.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/** What every store does, whatever it is kept in. */
abstract class StoreSuite {

  static final Duration HOUR = Duration.ofHours(1);
  private static final Retention SHORT =
      new Retention(Duration.ofDays(1), Duration.ofDays(10), Optional.empty());

  final VirtualTimebase time = new VirtualTimebase();
  final List<Entry> journal = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  Database database = Database.embedded(java.nio.file.Path.of("none"));
  private HistoryStore store = make(Retention.USUAL, 1_000, 1_000);
  private boolean room = true;
  private Runnable reading = () -> {};

  /** One with nothing in it. */
  abstract Database fresh() throws Exception;

  @BeforeEach
  void begin() throws Exception {
    database = fresh();
    store = make(Retention.USUAL, Backlog.MOST_READINGS, Backlog.MOST_TOLD);
  }

  final HistoryStore make(Retention retention, int mostReadings, int mostTold) {
    return make("r", retention, mostReadings, mostTold);
  }

  private HistoryStore make(String rig, Retention retention, int mostReadings, int mostTold) {
    return new HistoryStore(
        new HistoryStore.Ground(
            rig,
            database,
            retention,
            time,
            Runnable::run,
            into -> {
              reading.run();
              List.copyOf(journal).forEach(into);
            },
            () -> room,
            told::add),
        mostReadings,
        mostTold);
  }

  private static Entry entry(long number, Instant at, String what, Map<String, String> facts) {
    return new Entry(number, Instant.ofEpochMilli(at.toEpochMilli()), "ada", what, facts);
  }

  /** Into the journal, and to those who follow it. */
  final void happens(HistoryStore to, String what, Map<String, String> facts) {
    Entry next = entry(journal.size() + 1, time.now(), what, facts);
    journal.add(next);
    to.accept(next);
  }

  final void dose(HistoryStore to, long nanoliters) {
    String operation = "operation-" + journal.size();
    happens(
        to,
        Kinds.DOSE_INTENDED,
        Map.of("operation", operation, "culture", "c", "reservoir", "d", "nanomolar", "1000000"));
    happens(
        to,
        Kinds.DOSE_ENDED,
        Map.of(
            "operation", operation, "atLeast", "0", "atMost", "" + nanoliters, "end", "COMPLETE"));
  }

  /** All of it as one bucket: the sum and how many. */
  final Bucket all(String series) {
    Ask ask =
        new Ask(
            List.of(series),
            Instant.ofEpochSecond(946_684_800L - 86_400),
            time.now().plusSeconds(86_400),
            Optional.of(Duration.ofDays(366)),
            10);
    List<Bucket> buckets = store.reader().query(ask).lines().get(0).buckets();
    long count = buckets.stream().mapToLong(Bucket::count).sum();
    double sum = buckets.stream().mapToDouble(each -> each.mean() * each.count()).sum();
    return new Bucket(
        Instant.EPOCH,
        buckets.stream().mapToDouble(Bucket::min).min().orElseThrow(),
        sum,
        buckets.stream().mapToDouble(Bucket::max).max().orElseThrow(),
        count);
  }

  /** Bucket by bucket, from all values that were ever given. */
  private static List<Bucket> plainly(List<Point> points, Instant from, Instant to, long millis) {
    Map<Long, List<Double>> byStart = new TreeMap<>();
    long first = Math.floorDiv(from.toEpochMilli(), millis);
    long last = Math.floorDiv(to.toEpochMilli() - 1, millis);
    for (Point point : points) {
      long number = Math.floorDiv(point.at(), millis);
      if (number >= first && number <= last) {
        byStart.computeIfAbsent(number, key -> new ArrayList<>()).add(point.value());
      }
    }
    List<Bucket> buckets = new ArrayList<>();
    byStart.forEach(
        (number, values) ->
            buckets.add(
                new Bucket(
                    Instant.ofEpochMilli(number * millis),
                    values.stream().mapToDouble(each -> each).min().orElseThrow(),
                    values.stream().mapToDouble(each -> each).sum() / values.size(),
                    values.stream().mapToDouble(each -> each).max().orElseThrow(),
                    values.size())));
    return buckets;
  }

  private static void assertSame(List<Bucket> right, List<Bucket> given, String what) {
    assertEquals(right.size(), given.size(), what);
    for (int i = 0; i < right.size(); i++) {
      Bucket one = right.get(i);
      Bucket other = given.get(i);
      assertEquals(one.at(), other.at(), what);
      assertEquals(one.count(), other.count(), what + " at " + one.at());
      assertEquals(one.min(), other.min(), what + " at " + one.at());
      assertEquals(one.max(), other.max(), what + " at " + one.at());
      // Added up in another order.
      assertEquals(one.mean(), other.mean(), 1e-9 * Math.max(1, Math.abs(one.mean())), what);
    }
  }

  @Test
  void monthsAreThinnedOutAsPlainComputingSays() throws Exception {
    store = make(SHORT, 1_000, 1_000);
    var random = new SplittableRandom(38);
    List<Point> points = new ArrayList<>();
    Instant begin = time.now();
    for (int quarter = 0; quarter < 70 * 4; quarter++) {
      for (int i = 0; i < 12; i++) {
        time.advance(Duration.ofMillis(random.nextLong(1, 3_600_000)));
        var point =
            new Point("reading/bath", "C", time.now().toEpochMilli(), random.nextDouble(30, 40));
        points.add(point);
        store.add(point);
      }
      store.look();
      assertEquals("", store.health().problem());
      if (quarter % 50 == 49) {
        // A restart in between must change nothing.
        store.close();
        store = make(SHORT, 1_000, 1_000);
      }
    }
    store.look();
    Instant now = time.now();
    for (Duration width : List.of(HOUR, HOUR.multipliedBy(6), Duration.ofDays(7))) {
      check(points, begin, now.plusSeconds(1), width);
    }
    check(points, now.minus(Duration.ofDays(6)), now, Duration.ofMinutes(1));
    check(points, now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(3)), minutes(7));
    check(points, now.minus(Duration.ofHours(23)), now, Duration.ofSeconds(10));
    check(points, now.minus(Duration.ofHours(2)), now, Duration.ofSeconds(1));
    var tooFine =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                query("reading/bath", now.minus(Duration.ofDays(3)), now, minutes(1).dividedBy(2)));
    assertTrue(tooFine.toString().contains("only minutes are kept"), tooFine::toString);
    // What may be deleted is: of 70 days, full resolution of one and minutes of ten are left.
    assertTrue(rows(Level.FULL) < points.size() / 30, rows(Level.FULL) + " of full resolution");
    assertTrue(rows(Level.MINUTE) < points.size() / 6, rows(Level.MINUTE) + " minutes");
    assertTrue(rows(Level.HOUR) > 70 * 24 / 2, rows(Level.HOUR) + " hours");
  }

  private static Duration minutes(int count) {
    return Duration.ofMinutes(count);
  }

  private void check(List<Point> points, Instant from, Instant to, Duration width) {
    assertSame(
        plainly(points, from, to, width.toMillis()),
        query("reading/bath", from, to, width),
        width + " from " + from + " to " + to);
  }

  final List<Bucket> query(String series, Instant from, Instant to, Duration width) {
    return store
        .reader()
        .query(new Ask(List.of(series), from, to, Optional.of(width), Ask.MOST_POINTS))
        .lines()
        .get(0)
        .buckets();
  }

  private long rows(Level level) throws SQLException {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT count(*) FROM " + level.table())) {
      found.next();
      return found.getLong(1);
    }
  }

  @Test
  void aValueBelongsToTheBucketThatItsMomentBegins() {
    long base = 1_000_000_800_000L;
    for (long at : new long[] {base - 1, base, base + 59_999, base + 60_000}) {
      store.add(new Point("edge", "", at, at - base));
    }
    time.advance(Duration.ofMillis(base + 120_000 - time.now().toEpochMilli()));
    store.look();
    Instant from = Instant.ofEpochMilli(base);
    List<Bucket> one = query("edge", from, from.plusSeconds(60), minutes(1));
    assertEquals(List.of(new Bucket(from, 0, 29_999.5, 59_999, 2)), one);
    assertEquals(3, query("edge", from.minusMillis(1), from.plusMillis(60_001), minutes(1)).size());
    assertEquals(
        List.of(1L, 1L, 1L, 1L),
        query("edge", from.minusSeconds(1), from.plusSeconds(61), Duration.ofSeconds(1)).stream()
            .map(Bucket::count)
            .toList());
  }

  @Test
  void asManyPointsAsAreWantedAndNotOneMore() {
    for (int i = 0; i < 500; i++) {
      time.advance(minutes(3));
      store.add("reading/x", "C", i);
    }
    store.look();
    Instant to = time.now();
    for (int points : new int[] {1, 7, 100, 499}) {
      var answer =
          store
              .reader()
              .query(
                  new Ask(
                      List.of("reading/*"),
                      to.minus(HOUR.multipliedBy(25)),
                      to,
                      Optional.empty(),
                      points));
      int given = answer.lines().get(0).buckets().size();
      assertTrue(given <= points && given >= Math.min(points, 500) / 5, given + " of " + points);
    }
    var unknown =
        assertThrows(
            IllegalArgumentException.class, () -> query("reading/y", to.minus(HOUR), to, HOUR));
    assertTrue(unknown.toString().contains("no series 'reading/y'"), unknown::toString);
  }

  @Test
  void asSoonAsAnythingIsWrittenThereIsNoProblem() {
    store.add("reading/x", "C", 1);
    assertEquals(1, store.health().waiting());
    assertEquals("it was not written yet", store.health().problem());
    List<HistoryStore.Health> meanwhile = new ArrayList<>();
    // Readings are written first, and then the journal is read.
    reading = () -> meanwhile.add(store.health());
    happens(store, Kinds.STARTED, Map.of());
    store.look();
    HistoryStore.Health first = meanwhile.get(0);
    assertEquals(new HistoryStore.Health("", 0, 0, 0, first.written()), first);
    assertEquals(time.now(), first.written());
    assertEquals(1, store.health().entry());
  }

  @Test
  void aKillLosesNoMoreReadingsThanWaitedAndNothingOfTheJournal() {
    store.look();
    long before = 0;
    for (int i = 0; i < 30; i++) {
      store.add("reading/x", "C", 1);
      dose(store, 10);
      if (i == 20) {
        store.look();
        before = store.health().waiting();
      }
    }
    assertEquals(0, before);
    // Nothing is closed: as after a kill.
    store = make(Retention.USUAL, 1_000, 1_000);
    store.look();
    assertEquals(21, all("reading/x").count());
    assertEquals(30, all("culture/c/dose/d").count());
    assertEquals(300.0, all("culture/c/dose/d").mean());
    assertEquals(300.0, all("culture/c/amount/d").mean(), 1e-9);
  }

  @Test
  void afterTheLastLookNothingIsWritten() {
    store.add("reading/x", "C", 1);
    store.close();
    assertEquals(0, store.health().waiting());
    store.add("reading/x", "C", 1);
    // One that was due when it was closed.
    store.look();
    assertEquals(1, store.health().waiting());
    assertEquals(1, all("reading/x").count());
  }

  @Test
  void theJournalIsCountedOnceWhateverIsKilledOrOverflows() {
    var random = new SplittableRandom(7);
    long right = 0;
    for (int round = 0; round < 40; round++) {
      for (int i = random.nextInt(40); i > 0; i--) {
        long amount = random.nextLong(1, 1_000);
        right += amount;
        dose(store, amount);
        time.advance(Duration.ofMinutes(random.nextInt(30)));
      }
      switch (random.nextInt(3)) {
        case 0 -> store.look();
        case 1 -> {
          store.look();
          store = make(Retention.USUAL, 100, 50);
        }
        default -> store = make(Retention.USUAL, 100, 50);
      }
    }
    for (int i = 0; i < 3; i++) {
      store.look();
      time.advance(HOUR);
    }
    assertEquals("", store.health().problem());
    assertEquals((double) right, all("culture/c/dose/d").mean());
    assertEquals(journal.size() / 2, all("culture/c/dose/d").count());
    assertEquals(journal.size(), store.health().entry());
    assertEquals(
        journal.size() / 2,
        store
            .reader()
            .events(
                new StoreReader.EventAsk(
                    Instant.EPOCH, time.now().plusSeconds(1), java.util.Set.of(), 1_000))
            .size());
  }

  @Test
  void whatDoesNotFitIsCountedAndToldOnce() {
    store = make(Retention.USUAL, 100, 100);
    room = false;
    for (int i = 0; i < 250; i++) {
      store.add("reading/x", "C", i);
      store.look();
    }
    assertEquals(150, store.health().lost());
    assertTrue(store.health().problem().contains("disk is short"), store.health().problem());
    assertEquals(1, told.size(), told::toString);
    room = true;
    store.look();
    store.look();
    assertEquals("", store.health().problem());
    assertEquals(100, all("reading/x").count());
    assertEquals(150.0, all(HistoryStore.LOST).mean());
    store.add("reading/x", "C", Double.NaN);
    assertEquals(151, store.health().lost());
  }

  @Test
  void nobodyElseWritesUnnoticed() {
    store.look();
    HistoryStore other = make(Retention.USUAL, 100, 100);
    other.add("reading/x", "C", 1);
    other.look();
    assertEquals("", other.health().problem());
    store.add("reading/x", "C", 2);
    store.look();
    assertTrue(store.health().problem().contains("another program"), store.health().problem());
    time.advance(HistoryStore.LONGEST_PAUSE);
    store.look();
    assertTrue(store.health().problem().contains("another program"), store.health().problem());
    assertEquals(1, all("reading/x").count());
    HistoryStore stranger = make("another-rig", Retention.USUAL, 100, 100);
    stranger.look();
    assertTrue(
        stranger.health().problem().contains("is that of rig 'r'"), stranger.health().problem());
  }

  @Test
  void aStoreOfANewerVersionIsLeftAlone() throws Exception {
    store.look();
    try (Connection connection = database.open();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE wetstack_store SET value = '99' WHERE name = 'version'");
    }
    store = make(Retention.USUAL, 100, 100);
    store.look();
    assertTrue(store.health().problem().contains("newer Wetstack"), store.health().problem());
  }

  @Test
  void aJournalFromABackupGoesOnWhereTheBackupEnded() {
    for (int i = 0; i < 10; i++) {
      time.advance(HOUR);
      dose(store, 100);
    }
    store.look();
    assertEquals(1_000.0, all("culture/c/dose/d").mean());
    // The last six entries, three doses, are not in the backup.
    journal.subList(14, 20).clear();
    time.advance(HOUR);
    happens(store, Kinds.RESTORED, Map.of("backup", "x", "entry", "14", "hash", "h"));
    for (int i = 0; i < 5; i++) {
      time.advance(HOUR);
      dose(store, 1);
    }
    store = make(Retention.USUAL, 100, 100);
    store.look();
    assertEquals("", store.health().problem());
    assertEquals(1_005.0, all("culture/c/dose/d").mean());
    assertEquals(25, store.health().entry());
  }
}
