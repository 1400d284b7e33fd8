package org.wetstack.lab.store;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the database: readings, and what was made of entries of the journal, each within a
 * bound of its own. Never blocks. Thread-safe.
 */
final class Backlog {

  /** Readings. For a rig with 1,024 electrodes and ten interlocks, about two hours. */
  static final int MOST_READINGS = 300_000;

  /** Of the journal: what does not fit is read again from its files. */
  static final int MOST_TOLD = 100_000;

  private final int mostReadings;
  private final int mostTold;
  private final Deque<Point> readings = new ArrayDeque<>();
  private final Deque<Told> told = new ArrayDeque<>();
  private int toldSize;
  private int inHand;
  private long lost;
  private long lostAt;
  private long lostInAll;

  Backlog(int mostReadings, int mostTold) {
    this.mostReadings = mostReadings;
    this.mostTold = mostTold;
  }

  /** Takes a reading; one that cannot be kept is counted as lost. */
  synchronized void add(Point reading) {
    if (readings.size() >= mostReadings || !reading.isSound()) {
      lost++;
      lostInAll++;
      lostAt = Math.max(lostAt, reading.at());
      return;
    }
    readings.add(reading);
  }

  /** Takes all of an entry, or nothing of it: false if there is no room. */
  synchronized boolean add(Told entry) {
    if (toldSize + entry.size() > mostTold) {
      return false;
    }
    told.add(entry);
    toldSize += entry.size();
    return true;
  }

  /** Moves up to {@code most} into {@code batch}; it waits still, until {@link #written}. */
  synchronized void drain(Batch batch, int most) {
    while (batch.size() < most) {
      @Nullable Told entry = told.poll();
      if (entry == null) {
        break;
      }
      toldSize -= entry.size();
      batch.add(entry);
    }
    while (batch.size() < most && !readings.isEmpty()) {
      batch.add(readings.remove());
    }
    inHand = batch.size();
  }

  /** What was taken is in the database. */
  synchronized void written() {
    inHand = 0;
  }

  /** Whether nothing of the journal waits. */
  synchronized boolean isTold() {
    return told.isEmpty();
  }

  /** Readings that were lost since this was last asked, as a value of a series; null if none. */
  synchronized @Nullable Point takeLost() {
    if (lost == 0) {
      return null;
    }
    var point = new Point(HistoryStore.LOST, "readings", lostAt, lost);
    lost = 0;
    return point;
  }

  /** Since the start. */
  synchronized long lostInAll() {
    return lostInAll;
  }

  /** What is not in the database yet. */
  synchronized long waiting() {
    return readings.size() + (long) toldSize + inHand;
  }
}
