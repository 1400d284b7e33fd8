package org.wetstack.lab.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.journal.Entry;

/**
 * Keeps the history of a rig in a database, and never has the rig wait for it: what comes is put
 * into a bounded queue, and one thread writes it in batches. While the database is away readings
 * wait in the queue, and are counted as lost once it is full; of the journal nothing is lost, for
 * it is read again. Thread-safe.
 */
public final class HistoryStore implements Consumer<Entry>, AutoCloseable {

  /** The series of readings that were lost. */
  public static final String LOST = "store/lost";

  /** What a kill loses at most of readings, beside what is being written. */
  public static final Duration EVERY = Duration.ofSeconds(5);

  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final Duration THIN = Duration.ofHours(1);
  private static final int BATCH = 5_000;
  private static final int BATCHES_AT_ONCE = 40;
  private static final int THINNED_AT_ONCE = 200;

  /**
   * Where a store is, and what it needs.
   *
   * @param rig its name
   * @param journal hands all entries that there are to whom it is given, and may take its time
   * @param room whether the disk has room; without it nothing is written
   * @param told what people should know
   */
  public record Ground(
      String rig,
      Database database,
      Retention retention,
      Timebase time,
      Executor thread,
      Consumer<Consumer<Entry>> journal,
      BooleanSupplier room,
      Consumer<String> told) {}

  /**
   * How a store is.
   *
   * @param problem why nothing can be written now; empty if all is well
   * @param waiting readings and entries that are not written yet
   * @param lost readings that could not be kept, since the start
   * @param entry the last entry of the journal that is in
   * @param written when it was last written; 1970 if it never was
   */
  public record Health(String problem, long waiting, long lost, long entry, Instant written) {}

  private static final class BrokenOff extends RuntimeException {
    BrokenOff(SQLException cause) {
      super(cause);
    }

    SQLException why() {
      return (SQLException) java.util.Objects.requireNonNull(getCause());
    }
  }

  private final Ground ground;
  private final Timebase time;
  private final Backlog backlog;
  private final StoreReader reader;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong entry = new AtomicLong();
  private final String writer = UUID.randomUUID().toString();
  private volatile String problem = "it was not written yet";
  private volatile Timebase.Timer next = () -> {};
  private volatile boolean closed;

  // Guarded by this; held for moments only.
  private JournalSeries series = new JournalSeries();
  private boolean behind = true;
  private long taken;
  private long latest;

  // Guarded by turn.
  private final ReentrantLock turn = new ReentrantLock();
  private boolean over;
  private @Nullable Session session;
  private @Nullable Batch pending;
  private long batch = -1;
  private long pauseNanos;
  private long againNanos;
  private long thinnedNanos;
  private boolean thinned;
  private boolean toldLoss;
  private boolean toldProblem;
  private long sinceNanos;

  public HistoryStore(Ground ground) {
    this(ground, Backlog.MOST_READINGS, Backlog.MOST_TOLD);
  }

  HistoryStore(Ground ground, int mostReadings, int mostTold) {
    this.ground = ground;
    this.time = ground.time();
    this.backlog = new Backlog(mostReadings, mostTold);
    this.reader = new StoreReader(ground.database(), ground.retention(), time::now);
    this.againNanos = time.nanoTime();
    this.sinceNanos = againNanos;
  }

  /** Begins to write, and to catch up with the journal. Does not wait. */
  public void start() {
    await(Duration.ZERO);
  }

  private void await(Duration span) {
    if (!closed) {
      next = time.after(span, this::due);
    }
  }

  /** Who answers what people ask. */
  public StoreReader reader() {
    return reader;
  }

  /** Takes a reading of now. Never blocks. */
  public void add(String name, String unit, double value) {
    backlog.add(new Point(name, unit, time.now().toEpochMilli(), value));
  }

  /** A value of a time of its own. Never blocks. */
  void add(Point point) {
    backlog.add(point);
  }

  /** An entry of the journal. Never blocks, and never fails: that would end the journal. */
  @Override
  public synchronized void accept(Entry next) {
    latest = Math.max(latest, next.number());
    if (behind || next.number() <= taken) {
      return;
    }
    if (backlog.add(series.take(next, true))) {
      taken = next.number();
    } else {
      behind = true;
    }
  }

  public Health health() {
    // Against the order of done(): what is said to be written has no problem of before.
    long at = written.get();
    long upTo = entry.get();
    return new Health(
        problem, backlog.waiting(), backlog.lostInAll(), upTo, Instant.ofEpochMilli(at));
  }

  /** On the timer's thread. */
  private void due() {
    await(EVERY);
    if (looking.compareAndSet(false, true)) {
      try {
        ground
            .thread()
            .execute(
                () -> {
                  try {
                    look();
                  } finally {
                    looking.set(false);
                  }
                });
      } catch (RejectedExecutionException e) {
        looking.set(false);
      }
    }
  }

  /** Writes what there is, as far as it can be. Blocks; one at a time, and none after the last. */
  void look() {
    turn.lock();
    try {
      if (!over) {
        lookNow();
      }
    } finally {
      turn.unlock();
    }
  }

  private void lookNow() {
    if (time.nanoTime() - againNanos < 0) {
      return;
    }
    try {
      if (ground.room().getAsBoolean()) {
        write();
        problem = "";
        pauseNanos = 0;
        sinceNanos = time.nanoTime();
        toldProblem = false;
      } else {
        // The journal needs what is left.
        problem = "the disk is short: nothing is written until there is room";
      }
    } catch (SQLException | RuntimeException | LinkageError e) {
      // The last is a driver whose native part does not fit this computer.
      problem = String.valueOf(e.getMessage());
      drop();
      pauseNanos = Math.min(LONGEST_PAUSE.toNanos(), Math.max(EVERY.toNanos(), 2 * pauseNanos));
      againNanos = time.nanoTime() + pauseNanos;
    }
    tell();
  }

  private void tell() {
    if (!toldLoss && backlog.lostInAll() > 0) {
      toldLoss = true;
      ground.told().accept("the history store loses readings, for its queue is full: " + said());
    }
    if (!toldProblem
        && !problem.isEmpty()
        && time.nanoTime() - sinceNanos >= Duration.ofMinutes(10).toNanos()) {
      toldProblem = true;
      ground.told().accept("the history store was not written for ten minutes: " + said());
    }
  }

  private String said() {
    return problem.isEmpty() ? "look at its database" : problem;
  }

  private void drop() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  private void write() throws SQLException {
    Session to = session();
    if (pending != null) {
      // It is not known whether it is in: only its number tells.
      if (to.batch() == batch) {
        put(to, pending);
      } else {
        done(pending);
      }
    }
    for (int i = 0; i < BATCHES_AT_ONCE; i++) {
      Batch some = new Batch(ground.retention(), time.now().toEpochMilli());
      backlog.drain(some, BATCH);
      if (some.isEmpty()) {
        break;
      }
      put(to, some);
    }
    Point lost = backlog.takeLost();
    if (lost != null) {
      backlog.add(lost);
    }
    if (isBehind()) {
      catchUp(to);
    }
    thin(to);
  }

  private Session session() throws SQLException {
    Session open = session;
    if (open == null) {
      open = Session.open(ground.database(), ground.rig());
      session = open;
      long there = open.batch();
      if (batch < 0) {
        batch = there;
      } else if (there != batch
          && !(pending != null && there == batch + 1 && open.writer().equals(writer))) {
        throw new SQLException(
            "another program writes into this store: each rig needs a database of its own");
      }
      entry.set(open.entry());
    }
    return open;
  }

  private void put(Session to, Batch some) throws SQLException {
    pending = some;
    to.write(some, batch + 1, writer);
    done(some);
  }

  private void done(Batch some) {
    batch++;
    pending = null;
    backlog.written();
    problem = "";
    if (some.upTo() > 0) {
      entry.set(some.upTo());
    }
    written.set(time.now().toEpochMilli());
  }

  private synchronized boolean isBehind() {
    return behind && backlog.isTold();
  }

  /** Reads the journal from its files, until it is as far as it was told. */
  private void catchUp(Session to) throws SQLException {
    boolean level = false;
    for (int round = 0; !level && round < BATCHES_AT_ONCE && !closed; round++) {
      var reading = new Reading(to, known(to));
      try {
        ground.journal().accept(reading);
      } catch (BrokenOff e) {
        throw e.why();
      }
      level = reading.end();
    }
  }

  /** The last entry that is in and still the same; after a backup was restored there is less. */
  private long known(Session to) throws SQLException {
    long last = to.entry();
    long at = to.entryAt();
    long[] found = new long[2];
    if (last > 0) {
      ground
          .journal()
          .accept(
              one -> {
                if (one.number() == last) {
                  found[0] = one.at().toEpochMilli();
                } else if (one.what().equals(org.wetstack.lab.journal.Kinds.RESTORED)) {
                  found[1] = Math.max(found[1], one.whole("entry"));
                }
              });
    }
    return found[0] == at ? last : Math.min(last, found[1]);
  }

  /** One reading of the whole journal. */
  private final class Reading implements Consumer<Entry> {
    private final Session to;
    private final long known;
    private final JournalSeries made = new JournalSeries();
    private Batch some = fresh();
    private long last;
    private long lastAt;

    Reading(Session to, long known) {
      this.to = to;
      this.known = known;
    }

    private Batch fresh() {
      return new Batch(ground.retention(), time.now().toEpochMilli());
    }

    @Override
    public void accept(Entry one) {
      Told told = made.take(one, one.number() > known);
      last = one.number();
      lastAt = told.at();
      if (last > known) {
        some.add(told);
        if (some.size() >= BATCH) {
          flush();
        }
      }
    }

    private void flush() {
      try {
        put(to, some);
      } catch (SQLException e) {
        throw new BrokenOff(e);
      }
      some = fresh();
    }

    /** Whether nothing has come meanwhile; if so, what comes next is taken as it comes. */
    boolean end() throws SQLException {
      some.reached(last, lastAt);
      if (last > 0) {
        put(to, some);
      }
      synchronized (HistoryStore.this) {
        if (latest > last) {
          return false;
        }
        series = made;
        taken = last;
        behind = false;
        return true;
      }
    }
  }

  private void thin(Session from) throws SQLException {
    long now = time.nanoTime();
    if (!thinned || now - thinnedNanos >= THIN.toNanos()) {
      boolean more = from.thin(ground.retention(), time.now().toEpochMilli(), THINNED_AT_ONCE);
      thinned = !more;
      thinnedNanos = now;
    }
  }

  /** Writes what waits, for two seconds at most, and ends. */
  @Override
  public void close() {
    closed = true;
    next.cancel();
    var told = new java.util.concurrent.CompletableFuture<Boolean>();
    try {
      ground
          .thread()
          .execute(
              () -> {
                turn.lock();
                try {
                  look();
                } finally {
                  over = true;
                  drop();
                  turn.unlock();
                  told.complete(true);
                }
              });
      time.await(told, LAST_WORDS);
    } catch (RejectedExecutionException | java.util.concurrent.TimeoutException e) {
      // What is lost of the journal is read again at the next start.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
