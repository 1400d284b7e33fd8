package org.wetstack.drivers.fluidics;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.units.Volume;

/**
 * What the host remembers of a pump that remembers nothing itself: which doses were begun and what
 * became of them, and its safe state. A dose is written down before its start is sent. Kept in
 * memory, or in a file too. Thread-safe.
 */
final class Ledger implements AutoCloseable {

  private static final Duration HOUR = Duration.ofHours(1);

  /** Where lines are written; in memory, nowhere. */
  interface Journal extends AutoCloseable {

    /**
     * Appends a line.
     *
     * @param lasting whether it must be on the disk when this returns
     */
    void append(String line, boolean lasting);

    @Override
    void close();
  }

  private static final class Entry {
    final Dose dose;
    Delivered delivered;
    End end = End.NOT_YET;
    Instant last;

    Entry(Dose dose, Instant begun) {
      this.dose = dose;
      this.delivered = new Delivered(Volume.ZERO, dose.volume());
      this.last = begun;
    }
  }

  private final Map<OperationId, Entry> entries = new LinkedHashMap<>();
  private final Journal journal;
  private final boolean lasting;
  private @Nullable OperationId open;
  private Optional<SafeState> safe = Optional.empty();

  Ledger(Journal journal, boolean lasting) {
    this.journal = journal;
    this.lasting = lasting;
  }

  /** One that forgets everything when its session ends. */
  static Ledger inMemory() {
    return new Ledger(
        new Journal() {
          @Override
          public void append(String line, boolean lasting) {}

          @Override
          public void close() {}
        },
        false);
  }

  /**
   * One in the file at {@code path}, which is made if it is not there: it also knows the doses of
   * earlier sessions. Each pump needs one of its own.
   *
   * @throws IllegalArgumentException if the file is no ledger, cannot be used, or is in use
   */
  static Ledger inFile(Path path) {
    return LedgerFile.open(path);
  }

  /** Whether it outlives its session. */
  boolean lasting() {
    return lasting;
  }

  /** What is known of {@code operation}; empty if it was never begun. */
  synchronized Optional<DoseReport> find(OperationId operation) {
    Entry entry = entries.get(operation);
    return entry == null
        ? Optional.empty()
        : Optional.of(new DoseReport(operation, entry.dose, entry.delivered, entry.end));
  }

  /** The dose that was begun and whose end is not known; there is at most one. */
  synchronized Optional<DoseReport> open() {
    return open == null ? Optional.empty() : find(open);
  }

  /** What may have been delivered within the hour before {@code now}, at most. */
  synchronized Volume lastHour(Instant now) {
    long sum = 0;
    for (Entry entry : entries.values()) {
      if (entry.end == End.NOT_YET || entry.last.plus(HOUR).isAfter(now)) {
        sum = Math.addExact(sum, entry.delivered.atMost().nanoliters());
      }
    }
    return Volume.nanoliters(sum);
  }

  synchronized Optional<SafeState> safe() {
    return safe;
  }

  /** Writes down that {@code operation} is about to begin. */
  synchronized void begin(OperationId operation, Dose dose, Instant now) {
    journal.append(LedgerLine.begin(operation, dose, now), true);
    begun(operation, dose, now);
  }

  synchronized void begun(OperationId operation, Dose dose, Instant now) {
    entries.put(operation, new Entry(dose, now));
    open = operation;
  }

  /** Writes down that it did not begin after all. */
  synchronized void drop(OperationId operation, Instant now) {
    journal.append(LedgerLine.drop(operation, now), true);
    dropped(operation);
  }

  synchronized void dropped(OperationId operation) {
    entries.remove(operation);
    open = operation.equals(open) ? null : open;
  }

  /** Writes down how far it is, or how it ended. */
  synchronized void note(DoseReport report, Instant now) {
    journal.append(LedgerLine.note(report, now), report.end() != End.NOT_YET);
    noted(report, now);
  }

  synchronized void noted(DoseReport report, Instant now) {
    Entry entry = entries.get(report.operation());
    if (entry != null) {
      entry.delivered = report.delivered();
      entry.end = report.end();
      entry.last = now;
      if (report.end() != End.NOT_YET && report.operation().equals(open)) {
        open = null;
      }
    }
  }

  /** Writes down that the pump went safe, or was cleared. */
  synchronized void safe(Optional<SafeState> state, Instant now) {
    if (!state.equals(safe)) {
      journal.append(LedgerLine.safe(state, now), true);
      safe = state;
    }
  }

  synchronized void wasSafe(Optional<SafeState> state) {
    safe = state;
  }

  @Override
  public void close() {
    journal.close();
  }
}
