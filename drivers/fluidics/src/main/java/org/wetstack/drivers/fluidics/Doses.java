package org.wetstack.drivers.fluidics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.PumpMachine.Direction;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.Volume;

/**
 * The doses of one pump: which runs, how others ended, and what is written down of them. It counts
 * starts and stops, so that a reading or a preparation from before one is known as such.
 * Thread-safe.
 */
final class Doses {

  private static final int MAX_REMEMBERED = 1_024;

  private final MachineInstrument instrument;
  private final PumpMachine machine;
  private final Ledger ledger;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<OperationId, MachineRun> runs = new LinkedHashMap<>();
  private Delivered ended = Delivered.NOTHING;
  private @Nullable MachineRun running;

  /** A reading that was asked for before a start says nothing of what it started. */
  private long starts;

  /** What was prepared before a stop must not start after it. */
  private long stops;

  Doses(MachineInstrument instrument, PumpMachine machine, Ledger ledger) {
    this.instrument = instrument;
    this.machine = machine;
    this.ledger = ledger;
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  MachineRun run(OperationId operation, Direction direction, Dose applied, boolean counts) {
    return new MachineRun(instrument, machine.limits(), operation, direction, applied, counts);
  }

  /** The run called {@code operation} of this session, or of an earlier one. */
  @Nullable MachineRun find(OperationId operation) {
    lock.lock();
    try {
      MachineRun run = runs.get(operation);
      Optional<DoseReport> earlier = run == null ? ledger.find(operation) : Optional.empty();
      if (earlier.isPresent()) {
        run = run(operation, Direction.INFUSE, earlier.get().applied(), true);
        run.recall(earlier.get());
        run.tell();
      }
      return run;
    } finally {
      lock.unlock();
    }
  }

  /** Whether doses of earlier sessions are known, too. */
  boolean lasting() {
    return ledger.lasting();
  }

  /**
   * That {@code applied} may be prepared.
   *
   * @return for {@link #start}
   * @throws DeviceException if another dose runs, or it is too much for an hour
   */
  long requireFree(Dose applied, boolean counts) {
    PumpLimits limits = machine.limits();
    lock.lock();
    try {
      if (running != null) {
        throw MachinePump.refused("a dose is running");
      }
      long most = limits.whole(applied.volume()).atMost().nanoliters();
      Volume hour = ledger.lastHour(instrument.time().now());
      if (counts && hour.nanoliters() + most > limits.maxVolumePerHour().nanoliters()) {
        throw MachinePump.refused(hour + " this hour, limit " + limits.maxVolumePerHour());
      }
      return stops;
    } finally {
      lock.unlock();
    }
  }

  /** Writes {@code run} down and starts it, unless it was stopped while it was prepared. */
  CompletableFuture<Void> start(MachineRun run, long stopsSeen) {
    lock.lock();
    try {
      instrument.requireOpen();
      if (stops != stopsSeen) {
        throw MachinePump.refused("stopped while it was prepared");
      }
      if (run.counts()) {
        ledger.begin(run.operation(), run.applied(), instrument.time().now());
      }
      remember(run);
      running = run;
      starts++;
      return machine.start(run.direction(), run.applied());
    } finally {
      lock.unlock();
    }
  }

  void begun(MachineRun run) {
    lock.lock();
    try {
      // What was asked before the answer came may be of the time before the start.
      starts++;
      run.begin();
    } finally {
      lock.unlock();
    }
  }

  private void remember(MachineRun run) {
    if (runs.size() >= MAX_REMEMBERED) {
      runs.remove(runs.keySet().iterator().next());
    }
    runs.put(run.operation(), run);
  }

  /** It is certain that it did not begin. */
  void forget(MachineRun run) {
    lock.lock();
    try {
      runs.remove(run.operation());
      running = running == run ? null : running;
      if (run.counts()) {
        ledger.drop(run.operation(), instrument.time().now());
      }
    } finally {
      lock.unlock();
    }
  }

  /** A stop is on its way. */
  void stopping() {
    lock.lock();
    try {
      stops++;
    } finally {
      lock.unlock();
    }
  }

  /** It was stopped: what it may have moved it has moved, and the next dose need not wait. */
  void endUnclear(Reading reading) {
    lock.lock();
    try {
      MachineRun run = running;
      if (run != null && run.unclear() && !reading.nothingBegan()) {
        run.begin();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isOver(MachineRun run) {
    return locked(() -> run.over());
  }

  DoseReport now(MachineRun run) {
    return locked(run::now);
  }

  /** To be asked before a reading, and given with it to {@link #hear}. */
  long generation() {
    return locked(() -> starts);
  }

  boolean busy() {
    return locked(() -> running != null);
  }

  /** Takes in a reading that was asked for in {@code generation}. */
  void hear(Reading reading, long generation) {
    MachineRun run;
    boolean over;
    lock.lock();
    try {
      if (generation == starts) {
        clarify(reading);
      }
      run = running;
      if (run == null || !run.begun() || generation != starts) {
        over = false;
      } else if (reading.lostPower()) {
        // The session ends with it, and the run with the session; the next one is to know why.
        over = false;
        run.hear(reading);
        write(run, false);
      } else {
        over = run.hear(reading);
        write(run, over);
      }
      if (over) {
        running = null;
      }
    } finally {
      lock.unlock();
    }
    instrument.hear(reading);
    if (over && run != null) {
      instrument.tell(run::tell);
    }
  }

  /** Of a dose that was left unclear when its call returned, a later reading may tell. */
  private void clarify(Reading reading) {
    MachineRun run = running;
    if (run != null && run.unclear()) {
      if (reading.nothingBegan()) {
        forget(run);
      } else if (reading.somethingBegan()) {
        run.begin();
      }
    }
  }

  private void write(MachineRun run, boolean over) {
    if (run.counts()) {
      instrument.write(() -> ledger.note(run.now(), instrument.time().now()));
      ended = over ? ended.plus(run.now().delivered()) : ended;
    }
  }

  /** Goes on with a dose of an earlier session, or finds out how it ended. */
  void adopt(Reading reading) {
    Optional<DoseReport> open = ledger.open();
    if (open.isEmpty()) {
      return;
    }
    DoseReport known = open.get();
    var run = run(known.operation(), Direction.INFUSE, known.applied(), true);
    run.recall(known);
    lock.lock();
    try {
      if (reading.nothingBegan() && known.delivered().atLeast().equals(Volume.ZERO)) {
        ledger.drop(known.operation(), instrument.time().now());
        return;
      }
      remember(run);
      if (run.hear(reading)) {
        ledger.note(run.now(), instrument.time().now());
        run.tell();
      } else {
        running = run;
      }
    } finally {
      lock.unlock();
    }
  }

  /** What runs, also from an earlier session. */
  Optional<DoseRun> running() {
    return locked(() -> Optional.ofNullable(running));
  }

  /** By the doses of this session. */
  Delivered delivered() {
    lock.lock();
    try {
      MachineRun run = running;
      return run == null || !run.counts() ? ended : ended.plus(run.now().delivered());
    } finally {
      lock.unlock();
    }
  }

  /** The session has ended for {@code reason}. */
  void lost(@Nullable DeviceException reason) {
    MachineRun run;
    lock.lock();
    try {
      run = running;
      running = null;
      if (run != null && run.counts()) {
        ended = ended.plus(run.now().delivered());
      }
    } finally {
      lock.unlock();
    }
    if (run != null) {
      instrument.tell(() -> run.lost(reason));
    }
  }
}
