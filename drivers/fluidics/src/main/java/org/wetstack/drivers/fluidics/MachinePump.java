package org.wetstack.drivers.fluidics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
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
import org.wetstack.hal.spi.Waiting;

/**
 * Doses on a pump that remembers none: it is written down, prepared, started by a single command
 * that is never repeated, and watched until it rests. If it is not known whether that command
 * arrived, the pump's own counter tells.
 */
final class MachinePump implements SyringePump {

  /** Starts that were proven to have been lost, and preparations that may have been. */
  private static final int MAX_STARTS = 3;

  private static final Duration READ_LIMIT = Duration.ofSeconds(8);

  private final MachineInstrument instrument;
  private final PumpMachine machine;
  private final String name;
  private final Doses doses;

  /** Held through a whole dispense. */
  private final ReentrantLock dispensing = new ReentrantLock();

  MachinePump(MachineInstrument instrument, PumpMachine machine, String name, Doses doses) {
    this.instrument = instrument;
    this.machine = machine;
    this.name = name;
    this.doses = doses;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PumpLimits limits() {
    return machine.limits();
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
    instrument.requireOwnThread();
    dispensing.lock();
    try {
      instrument.requireOpen();
      MachineRun known = doses.find(operation);
      if (known != null) {
        requireSame(known, applied);
        if (known.begun() || settle(known)) {
          return known;
        }
      }
      instrument.requireNotSafe();
      long seen = doses.requireFree(applied, counts);
      for (int attempt = 1; ; attempt++) {
        MachineRun run = doses.run(operation, direction, applied, counts);
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

  private static void requireSame(MachineRun known, Dose applied) {
    if (!known.applied().equals(applied)) {
      throw refused("operation " + known.operation() + " is already a dose of " + known.applied());
    }
  }

  static DeviceException refused(String why) {
    return new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, why);
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
    CompletableFuture<Void> started = doses.start(run, stopsSeen);
    try {
      await(started, READ_LIMIT);
      doses.begun(run);
      return run;
    } catch (DeviceException e) {
      if (e.outcome() == Outcome.NOT_DONE) {
        doses.forget(run);
        throw e;
      }
      return resolve(run, e);
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
      doses.forget(run);
      return false;
    }
    if (!reading.somethingBegan()) {
      throw new DeviceException(
          Reason.TIMEOUT, Outcome.UNKNOWN, "the pump cannot tell: it may have moved");
    }
    doses.begun(run);
    instrument.hear(reading);
    return true;
  }

  private static String plain(DeviceException e) {
    return String.valueOf(e.getMessage()).replaceFirst(" \\[[A-Z_]+, outcome [A-Z_]+]$", "");
  }

  private <T> T await(CompletableFuture<T> answer, Duration limit) {
    return Waiting.await(instrument.time(), answer, limit, "the pump was not done within " + limit);
  }

  @Override
  public Optional<DoseReport> report(OperationId operation) {
    instrument.requireOwnThread();
    instrument.requireOpen();
    MachineRun run = doses.find(operation);
    if (run == null) {
      if (!doses.lasting()) {
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
    if (!doses.isOver(run)) {
      long asked = doses.generation();
      doses.hear(await(machine.read(), READ_LIMIT), asked);
    }
    return Optional.of(doses.now(run));
  }

  @Override
  public void stop() {
    instrument.requireOwnThread();
    instrument.requireOpen();
    await(halt(), READ_LIMIT.multipliedBy(2));
  }

  /** Stops, without waiting; completes when it is known how far what ran has come. */
  CompletableFuture<Void> halt() {
    doses.stopping();
    return machine.halt().thenCompose(done -> heard());
  }

  private CompletableFuture<Void> heard() {
    long asked = doses.generation();
    return machine
        .read()
        .thenAccept(
            reading -> {
              doses.endUnclear(reading);
              doses.hear(reading, asked);
            });
  }

  @Override
  public Delivered delivered() {
    return doses.delivered();
  }
}
