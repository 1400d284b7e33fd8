package org.wetstack.drivers.firmware;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.protocol.v1.Commit;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.QueryDose;

/** A pump on a firmware board: doses by PREPARE, COMMIT and QUERY (SPEC.md, section 10). */
final class FirmwarePump implements Pump, Part {

  private final FirmwareBoard board;
  private final int index;
  private final String name;
  private final PumpLimits limits;
  private final Duration maxStart;

  /** Held through a whole dispense: a second Prepare would discard the first. */
  private final ReentrantLock dispensing = new ReentrantLock();

  private final DoseRuns runs = new DoseRuns();

  FirmwarePump(FirmwareBoard board, int index, DeviceDescription description) {
    this.board = board;
    this.index = index;
    this.name = description.getName();
    this.limits = Doses.limits(name, description.getPump());
    this.maxStart =
        Duration.ofMillis(Integer.toUnsignedLong(description.getPump().getMaxStartMillis()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PumpLimits limits() {
    return limits;
  }

  @Override
  public DoseRun dispense(OperationId operation, Dose dose) {
    Dose applied = limits.quantise(dose);
    if (board.session().inCallback()) {
      throw new IllegalStateException(
          "dispense waits for the pump: call it from a thread of your own, not from a handler");
    }
    dispensing.lock();
    try {
      FirmwareDoseRun known = runs.find(operation);
      if (known != null) {
        requireSame(known, applied);
        if (known.begun()) {
          return known;
        }
      }
      // Unknown here, or left unclear by an earlier attempt: the device's ledger decides.
      DoseStatus prepared = prepare(operation, applied);
      if (known != null && !known.over()) {
        return proceed(known, prepared, known::hear);
      }
      var run = new FirmwareDoseRun(this, runs::count, operation, applied);
      runs.add(run);
      return proceed(run, prepared, run::recall);
    } finally {
      dispensing.unlock();
    }
  }

  /** Commits, unless the dose was begun under this name before: then {@code tell} it how. */
  private DoseRun proceed(FirmwareDoseRun run, DoseStatus prepared, Consumer<DoseStatus> tell) {
    if (prepared.getState() == DoseStatus.State.STATE_PREPARED) {
      return commit(run);
    }
    tell.accept(prepared);
    return run;
  }

  private static void requireSame(FirmwareDoseRun known, Dose applied) {
    if (!known.applied().equals(applied)) {
      throw new DeviceException(
          Reason.REJECTED,
          Outcome.NOT_DONE,
          "operation " + known.operation() + " is already a dose of " + known.applied());
    }
  }

  private DoseStatus prepare(OperationId operation, Dose applied) {
    DoseStatus status;
    try {
      status =
          board
              .session()
              .call(
                  board
                      .soon(index)
                      .setPrepare(
                          Prepare.newBuilder()
                              .setOperationId(operation.value())
                              .setVolumeNanoliters((int) applied.volume().nanoliters())
                              .setRateNanolitersPerMinute(
                                  (int) applied.rate().nanolitersPerMinute())),
                  Request.Kind.NORMAL)
              .getDoseStatus();
    } catch (DeviceException e) {
      // Prepare moves nothing, so whatever became of it, this call has done nothing.
      throw new DeviceException(e.reason(), Outcome.NOT_DONE, Refusal.plain(e), e);
    }
    Dose promised = Doses.applied(status);
    if (status.getOperationId() != operation.value() || !applied.equals(promised)) {
      throw FirmwareBoard.protocol(
          "asked pump '" + name + "' for " + applied + ", but it would deliver " + promised);
    }
    return status;
  }

  private DoseRun commit(FirmwareDoseRun run) {
    try {
      DoseStatus status =
          board
              .session()
              .call(
                  board
                      .soon(index)
                      .setCommit(Commit.newBuilder().setOperationId(run.operation().value())),
                  Request.Kind.NORMAL)
              .getDoseStatus();
      run.hear(status);
      return run;
    } catch (DeviceException e) {
      if (e.outcome() == Outcome.NOT_DONE || board.session().ended()) {
        if (e.outcome() == Outcome.NOT_DONE) {
          runs.discard(run);
        }
        throw e;
      }
      return resolve(run, e);
    }
  }

  /** No clear answer to Commit: the ledger tells whether flow began. */
  private DoseRun resolve(FirmwareDoseRun run, DeviceException unclear) {
    try {
      // A copy of Commit may still be on its way, and would be obeyed: the outcome stays open until
      // the prepared dose is discarded, which Stop does.
      if (!heardBegun(run)) {
        stop();
      }
      if (run.begun() || heardBegun(run)) {
        return run;
      }
    } catch (DeviceException e) {
      throw new DeviceException(
          unclear.reason(),
          Outcome.UNKNOWN,
          "it is not known whether dose " + run.operation() + " began: " + Refusal.plain(unclear),
          unclear);
    }
    runs.discard(run);
    throw new DeviceException(
        unclear.reason(),
        Outcome.NOT_DONE,
        "the dose did not begin: " + Refusal.plain(unclear),
        unclear);
  }

  private boolean heardBegun(FirmwareDoseRun run) {
    DoseStatus status = board.session().await(query(run.operation()), Session.CALL_LIMIT);
    if (Doses.begun(status)) {
      run.hear(status);
    }
    return Doses.begun(status);
  }

  CompletableFuture<DoseStatus> query(OperationId operation) {
    return board
        .session()
        .ask(
            HostMessage.newBuilder()
                .setDevice(index)
                .setQueryDose(QueryDose.newBuilder().setOperationId(operation.value())),
            Request.Kind.NORMAL)
        .thenApply(DeviceMessage::getDoseStatus);
  }

  /** How long the pump may get ready before flow begins. */
  Duration maxStart() {
    return maxStart;
  }

  Lifeline lifeline() {
    return board.lifeline();
  }

  Session session() {
    return board.session();
  }

  @Override
  public Optional<DoseReport> report(OperationId operation) {
    requireOwnThread();
    DoseStatus status = board.session().await(query(operation), Session.CALL_LIMIT);
    return Doses.begun(status) ? Optional.of(Doses.report(status)) : Optional.empty();
  }

  private void requireOwnThread() {
    if (board.session().inCallback()) {
      throw new IllegalStateException("this call waits for the pump: not from a handler");
    }
  }

  @Override
  public void stop() {
    board.stop(index);
  }

  @Override
  public Delivered delivered() {
    return runs.delivered();
  }

  @Override
  public void onEvent(DeviceMessage event) {
    if (event.hasDoseStatus() && event.getDoseStatus().getOperationId() != 0) {
      FirmwareDoseRun run = runs.find(new OperationId(event.getDoseStatus().getOperationId()));
      if (run != null) {
        run.hear(event.getDoseStatus());
      }
    }
  }

  @Override
  public void onEventsMissed() {
    runs.all().forEach(FirmwareDoseRun::poll);
  }

  @Override
  public void onEnd(DeviceException reason) {
    runs.all().forEach(run -> run.lost(reason));
  }
}
