package org.wetstack.lab.desk;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.units.Energy;
import org.wetstack.lab.desk.Operation.Progress;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.journal.Kinds;

/**
 * Writes down what became of operations, each thing once: the end of a session, a device that is
 * asked and a run that completes may all want to tell of the same one.
 */
final class Outcomes {

  private static final String CONTROLLER = "controller";
  private static final int MOST_REASON = 500;

  private final Journal journal;
  private final Operations operations;
  private final ReentrantLock lock = new ReentrantLock();

  Outcomes(Journal journal, Operations operations) {
    this.journal = journal;
    this.operations = operations;
  }

  void doseBegun(OperationId id, long nanoliters) {
    tell(id, Kinds.DOSE_BEGUN, Map.of("nanoliters", Long.toString(nanoliters)));
  }

  void doseEnded(DoseReport report) {
    tell(
        report.operation(),
        Kinds.DOSE_ENDED,
        Map.of(
            "atLeast", Long.toString(report.delivered().atLeast().nanoliters()),
            "atMost", Long.toString(report.delivered().atMost().nanoliters()),
            "end", report.end().name()));
  }

  void trainBegun(OperationId id, long sample) {
    tell(id, Kinds.TRAIN_BEGUN, Map.of("sample", Long.toString(sample)));
  }

  void flashBegun(OperationId id, Energy energy) {
    tell(id, Kinds.FLASH_BEGUN, Map.of("picojoules", Long.toString(energy.picojoules())));
  }

  void flashEnded(FlashReport report) {
    tell(
        report.operation(),
        Kinds.FLASH_ENDED,
        Map.of(
            "micros", Long.toString(report.lit().toNanos() / 1_000),
            "picojoules", Long.toString(report.energy().picojoules()),
            "end", report.end().name()));
  }

  void notDone(Operation.Kind kind, OperationId id, String reason) {
    String what =
        switch (kind) {
          case DOSE -> Kinds.DOSE_NOT_DONE;
          case TRAIN -> Kinds.TRAIN_NOT_DONE;
          case FLASH -> Kinds.FLASH_NOT_DONE;
        };
    tell(id, what, Map.of("reason", shortened(reason)));
  }

  /** Said once; what is unknown stays so until something better is told. */
  void unknown(Operation.Kind kind, OperationId id, String reason) {
    String what =
        switch (kind) {
          case DOSE -> Kinds.DOSE_UNKNOWN;
          case TRAIN -> Kinds.TRAIN_UNKNOWN;
          case FLASH -> Kinds.FLASH_UNKNOWN;
        };
    tell(id, what, Map.of("reason", shortened(reason)));
  }

  private void tell(OperationId id, String kind, Map<String, String> facts) {
    lock.lock();
    try {
      Operation now = operations.find(id).orElse(null);
      boolean said =
          now == null
              || !now.unresolved()
              || (now.progress() == Progress.UNKNOWN && kind.endsWith("unknown"));
      if (!said) {
        Map<String, String> all = new TreeMap<>(facts);
        all.put("operation", id.toString());
        journal.append(CONTROLLER, kind, all);
      }
    } finally {
      lock.unlock();
    }
  }

  private static String shortened(String reason) {
    return reason.length() <= MOST_REASON ? reason : reason.substring(0, MOST_REASON) + "…";
  }
}
