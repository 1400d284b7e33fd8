package org.wetstack.drivers.fluidics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.PumpMachine.Direction;
import org.wetstack.drivers.fluidics.Reading.Motion;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.SyringePump;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.hal.units.Volume;

/**
 * Doses on a pump that remembers none: it is written down, prepared, started by a single command
 * that is never repeated, and watched until it rests. If it is not known whether that command
 * arrived, the pump's own counter tells.
 */
final class MachinePump implements SyringePump {

  private static final int MAX_REMEMBERED = 1_024;

  /** Starts that were proven to have been lost, and preparations that may have been. */
  private static final int MAX_STARTS = 3;

  private static final Duration READ_LIMIT = Duration.ofSeconds(8);

  private final MachineInstrument instrument;
  private final PumpMachine machine;
  private final String name;
  private final Ledger ledger;

  /** Held through a whole dispense. */
  private final ReentrantLock dispensing = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<OperationId, MachineRun> runs = new LinkedHashMap<>();
  private Delivered ended = Delivered.NOTHING;
  private @Nullable MachineRun running;

  /** Counts starts: a reading that was asked for before one says nothing of what it started. */
  private long starts;

  /** Counts stops: what was prepared before one must not start after it. */
  private long stops;

  MachinePump(MachineInstrument instrument, PumpMachine machine, String name, Ledger ledger) {
    this.instrument = instrument;
    this.machine = machine;
    this.name = name;
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PumpLimits limits() {
    return machine.limits();
  }

  Timebase time() {
    return instrument.time();
  }

  void requireOwnThread() {
    instrument.requireOwnThread();
  }

  @Override
  public DoseRun dispense(OperationId operation, Dose dose) {
    return begin(operation, Direction.INFUSE, dose, true);
  }

  @Override
  public DoseRun prime(Dose dose) {
    return begin(OperationId.random(), Direction.INFUSE, dose, false);
  }

  @Override
  public DoseRun withdraw(Dose dose) {
    return begin(OperationId.random(), Direction.WITHDRAW, dose, false);
  }

  private DoseRun begin(OperationId operation, Direction direction, Dose dose, boolean counts) {
    Dose applied = limits().quantise(dose);
    requireOwnThread();
    dispensing.lock();
    try {
      instrument.requireOpen();
      MachineRun known = find(operation);
      if (known != null) {
        requireSame(known, applied);
        if (known.begun() || settle(known)) {
          return known;
        }
      }
      long seen = requireFree(applied, counts);
      for (int attempt = 1; ; attempt++) {
        var run = new MachineRun(this, operation, direction, applied, counts);
        prepare(run);
        try {
          return start(run, seen);
        } catch (DeviceException e) {
          // It is certain that nothing began, only because nothing was answered: once more.
          boolean again = e.outcome() == Outcome.NOT_DONE && e.reason() == Reason.TIMEOUT;
          if (!again || attempt == MAX_STARTS) {
            throw e;
          }
        }
      }
    } finally {
      dispensing.unlock();
    }
  }

  /** The run called {@code operation} of this session, or of an earlier one. */
  private @Nullable MachineRun find(OperationId operation) {
    lock.lock();
    try {
      MachineRun run = runs.get(operation);
      Optional<DoseReport> earlier = run == null ? ledger.find(operation) : Optional.empty();
      if (earlier.isPresent()) {
        run = new MachineRun(this, operation, Direction.INFUSE, earlier.get().applied(), true);
        run.recall(earlier.get());
        run.tell();
      }
      return run;
    } finally {
      lock.unlock();
    }
  }

  private static void requireSame(MachineRun known, Dose applied) {
    if (!known.applied().equals(applied)) {
      throw refused("operation " + known.operation() + " is already a dose of " + known.applied());
    }
  }

  private static DeviceException refused(String why) {
    return new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, why);
  }

  private long requireFree(Dose applied, boolean counts) {
    instrument.requireNotSafe();
    lock.lock();
    try {
      if (running != null) {
        throw refused("a dose is running");
      }
      long most = limits().whole(applied.volume()).atMost().nanoliters();
      Volume hour = ledger.lastHour(time().now());
      if (counts && hour.nanoliters() + most > limits().maxVolumePerHour().nanoliters()) {
        throw refused(hour + " this hour, limit " + limits().maxVolumePerHour());
      }
      return stops;
    } finally {
      lock.unlock();
    }
  }

  /** Readies the pump, and makes sure that it rests with its counter at zero. */
  private void prepare(MachineRun run) {
    Reading reading = prepared(run);
    instrument.hear(reading);
    // It may have told that the power went, or that something is wrong.
    instrument.requireOpen();
    instrument.requireNotSafe();
    if (reading.motion() != Motion.REST) {
      throw refused("the pump is moving, and not by this session; stop it first");
    }
    if (!reading.moved().equals(Delivered.NOTHING)) {
      throw new DeviceException(
          Reason.PROTOCOL,
          Outcome.NOT_DONE,
          "the pump's counter shows " + reading.moved() + " after it was set to zero");
    }
  }

  /** What the pump says when it has been told everything; said again if an answer was lost. */
  private Reading prepared(MachineRun run) {
    for (int attempt = 1; ; attempt++) {
      CompletableFuture<Void> told = machine.prepare(run.direction(), run.applied());
      try {
        await(told, machine.patience());
        return await(machine.read(), READ_LIMIT);
      } catch (DeviceException e) {
        // One that is not done yet goes on, and must not mix with another.
        boolean again = told.isDone() && e.reason() == Reason.TIMEOUT && instrument.answersLately();
        if (!again || attempt == MAX_STARTS) {
          // Nothing of it reaches the culture, so whatever became of it, it has done nothing.
          throw new DeviceException(e.reason(), Outcome.NOT_DONE, plain(e), e);
        }
      }
    }
  }

  private DoseRun start(MachineRun run, long stopsSeen) {
    CompletableFuture<Void> started;
    lock.lock();
    try {
      instrument.requireOpen();
      if (stops != stopsSeen) {
        throw refused("stopped while it was prepared");
      }
      if (run.counts()) {
        ledger.begin(run.operation(), run.applied(), time().now());
      }
      remember(run);
      running = run;
      starts++;
      started = machine.start(run.direction(), run.applied());
    } finally {
      lock.unlock();
    }
    try {
      await(started, READ_LIMIT);
      begun(run);
      return run;
    } catch (DeviceException e) {
      if (e.outcome() == Outcome.NOT_DONE) {
        forget(run);
        throw e;
      }
      return resolve(run, e);
    }
  }

  private void begun(MachineRun run) {
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
  private void forget(MachineRun run) {
    lock.lock();
    try {
      runs.remove(run.operation());
      running = running == run ? null : running;
      if (run.counts()) {
        ledger.drop(run.operation(), time().now());
      }
    } finally {
      lock.unlock();
    }
  }

  private DoseRun resolve(MachineRun run, DeviceException unclear) {
    boolean began;
    try {
      began = settle(run);
    } catch (DeviceException e) {
      run.leaveUnclear();
      throw new DeviceException(
          unclear.reason(),
          Outcome.UNKNOWN,
          "it is not known whether dose " + run.operation() + " began: " + plain(unclear),
          unclear);
    }
    if (began) {
      return run;
    }
    throw new DeviceException(
        unclear.reason(), Outcome.NOT_DONE, "the dose did not begin: " + plain(unclear), unclear);
  }

  /**
   * Asks the pump whether {@code run} began. If not, it is forgotten: as the pump obeys in order,
   * its start can come no more.
   *
   * @throws DeviceException if the pump cannot tell, either
   */
  private boolean settle(MachineRun run) {
    Reading reading = await(machine.read(), READ_LIMIT);
    if (reading.nothingBegan()) {
      forget(run);
      return false;
    }
    if (!reading.somethingBegan()) {
      throw new DeviceException(
          Reason.TIMEOUT, Outcome.UNKNOWN, "the pump cannot tell: it may have moved");
    }
    begun(run);
    instrument.hear(reading);
    return true;
  }

  private static String plain(DeviceException e) {
    return String.valueOf(e.getMessage()).replaceFirst(" \\[[A-Z_]+, outcome [A-Z_]+]$", "");
  }

  private <T> T await(CompletableFuture<T> answer, Duration limit) {
    return Waiting.await(time(), answer, limit, "the pump was not done within " + limit);
  }

  @Override
  public Optional<DoseReport> report(OperationId operation) {
    requireOwnThread();
    instrument.requireOpen();
    MachineRun run = find(operation);
    if (run == null) {
      if (!ledger.lasting()) {
        throw new DeviceException(
            Reason.REJECTED,
            Outcome.UNKNOWN,
            operation
                + " is not of this session, and this pump remembers no other; give it a ledger"
                + " with the option ledger=FILE");
      }
      return Optional.empty();
    }
    if (!run.begun() && !settle(run)) {
      return Optional.empty();
    }
    if (!isOver(run)) {
      long asked = generation();
      hear(await(machine.read(), READ_LIMIT), asked);
    }
    return locked(() -> Optional.of(run.now()));
  }

  private boolean isOver(MachineRun run) {
    return locked(() -> run.over());
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
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
        run.hear(reading, limits());
        write(run, false);
      } else {
        over = run.hear(reading, limits());
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
      instrument.write(() -> ledger.note(run.now(), time().now()));
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
    var run = new MachineRun(this, known.operation(), Direction.INFUSE, known.applied(), true);
    run.recall(known);
    lock.lock();
    try {
      if (reading.nothingBegan() && known.delivered().atLeast().equals(Volume.ZERO)) {
        ledger.drop(known.operation(), time().now());
        return;
      }
      remember(run);
      if (run.hear(reading, limits())) {
        ledger.note(run.now(), time().now());
        run.tell();
      } else {
        running = run;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stop() {
    requireOwnThread();
    instrument.requireOpen();
    await(halt(), READ_LIMIT.multipliedBy(2));
  }

  /** Stops, without waiting; completes when it is known how far what ran has come. */
  CompletableFuture<Void> halt() {
    lock.lock();
    try {
      stops++;
    } finally {
      lock.unlock();
    }
    return machine.halt().thenCompose(done -> heard());
  }

  private CompletableFuture<Void> heard() {
    long asked = generation();
    return machine
        .read()
        .thenAccept(
            reading -> {
              endUnclear(reading);
              hear(reading, asked);
            });
  }

  /** It was stopped: what it may have moved it has moved, and the next dose need not wait. */
  private void endUnclear(Reading reading) {
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

  /** What runs, also from an earlier session. */
  Optional<DoseRun> running() {
    return locked(() -> Optional.ofNullable(running));
  }

  @Override
  public Delivered delivered() {
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
