package org.wetstack.drivers.firmware;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Light;
import org.wetstack.hal.LightLimits;
import org.wetstack.hal.OperationId;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.FlashStatus;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.QueryFlash;

/** A light on a firmware board: one message lights it up (SPEC.md, section 14). */
final class FirmwareLight implements Light, Part {

  private final FirmwareBoard board;
  private final int index;
  private final String name;
  private final LightLimits limits;

  /** Held until it is known whether a flash was lit, so that one name is not asked for twice. */
  private final ReentrantLock flashing = new ReentrantLock();

  private final FlashRuns runs = new FlashRuns();
  private final AtomicLong stops = new AtomicLong();

  private FirmwareLight(FirmwareBoard board, int index, DeviceDescription description) {
    this.board = board;
    this.index = index;
    this.name = description.getName();
    this.limits = Flashes.limits(name, description.getLight());
  }

  /** The light that {@code description} is of; null for one that takes no commands. */
  static @Nullable FirmwareLight describe(
      FirmwareBoard board, int index, DeviceDescription description) {
    return description.getLight().getMaxFlashMicros() == 0
        ? null
        : new FirmwareLight(board, index, description);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public LightLimits limits() {
    return limits;
  }

  @Override
  public FlashRun flash(OperationId operation, Flash flash) {
    Flash applied = limits.quantise(flash);
    requireOwnThread();
    flashing.lock();
    try {
      FirmwareFlashRun known = runs.find(operation);
      if (known != null) {
        if (!known.applied().equals(applied)) {
          throw conflict(operation, known.applied());
        }
        if (known.begun()) {
          return known;
        }
      }
      var run = new FirmwareFlashRun(this, operation, applied);
      runs.add(run);
      light(run, known != null);
      return run;
    } finally {
      flashing.unlock();
    }
  }

  private static DeviceException conflict(OperationId operation, Flash other) {
    return new DeviceException(
        Reason.REJECTED,
        Outcome.NOT_DONE,
        "operation " + operation + " is already a flash of " + other);
  }

  /**
   * Asks the device to light up; returns once it has.
   *
   * @param triedBefore whether a copy of an earlier attempt may still be under way
   */
  private void light(FirmwareFlashRun run, boolean triedBefore) {
    long stopsBefore = stops.get();
    HostMessage.Builder message =
        board.soon(index).setFlash(Flashes.wanted(run.operation(), run.applied()));
    long notAfter = message.getNotAfterMicros();
    FlashStatus status = null;
    try {
      status = board.session().call(message, Request.Kind.NORMAL).getFlashStatus();
    } catch (DeviceException e) {
      if (e.outcome() == Outcome.NOT_DONE && !triedBefore) {
        throw never(run, e);
      }
      settle(run, e, notAfter);
    }
    if (status != null) {
      accept(run, status);
    }
    if (stops.get() != stopsBefore && !run.over()) {
      // Whoever stopped it meanwhile may have been heard before the flash was.
      board.stop(index);
    }
  }

  /** Takes in the answer to Flash, and puts out what was lit but not asked for. */
  private void accept(FirmwareFlashRun run, FlashStatus status) {
    DeviceException wrong;
    try {
      Optional<FlashReport> report = Flashes.report(run.operation(), status);
      if (report.isPresent() && report.get().applied().equals(run.applied())) {
        run.hear(report.get());
        return;
      }
      wrong =
          unclear(
              Reason.PROTOCOL,
              "asked light '"
                  + name
                  + "' for "
                  + run.applied()
                  + ", but it answered with "
                  + report.map(other -> other.applied().toString()).orElse("no flash"),
              null);
    } catch (DeviceException e) {
      wrong = unclear(e.reason(), "light '" + name + "': " + Refusal.plain(e), e);
    }
    run.fail(wrong);
    try {
      board.stop(index);
    } catch (DeviceException e) {
      wrong.addSuppressed(e);
    }
    throw wrong;
  }

  private static DeviceException unclear(
      Reason reason, String what, @Nullable DeviceException cause) {
    return new DeviceException(reason, Outcome.UNKNOWN, what, cause);
  }

  /** It was not lit and will not be: forgets it. */
  private DeviceException never(FirmwareFlashRun run, DeviceException why) {
    run.fail(why);
    runs.remove(run);
    return why;
  }

  /** No clear answer: the ledger tells, at the latest once every copy has expired. */
  private void settle(FirmwareFlashRun run, DeviceException failure, long notAfter) {
    Optional<FlashReport> found;
    try {
      found = asked(run.operation());
      if (found.isEmpty() && !run.begun()) {
        board.lifeline().passUntilAfter(notAfter, Session.CALL_LIMIT);
        found = asked(run.operation());
      }
    } catch (DeviceException e) {
      if (run.begun()) {
        return;
      }
      DeviceException unknown =
          unclear(
              failure.reason(),
              "it is not known whether flash "
                  + run.operation()
                  + " was lit: "
                  + Refusal.plain(failure),
              failure);
      unknown.addSuppressed(e);
      // Stays remembered: an attempt of the same name has to reckon with this one's copies.
      run.fail(unknown);
      throw unknown;
    }
    if (run.begun()) {
      return;
    }
    if (found.isEmpty()) {
      throw never(
          run,
          new DeviceException(
              failure.reason(),
              Outcome.NOT_DONE,
              "the light did not flash: " + Refusal.plain(failure),
              failure));
    }
    if (!found.get().applied().equals(run.applied())) {
      throw never(run, conflict(run.operation(), found.get().applied()));
    }
    run.hear(found.get());
  }

  private Optional<FlashReport> asked(OperationId operation) {
    return Flashes.report(operation, board.session().await(query(operation), Session.CALL_LIMIT));
  }

  CompletableFuture<FlashStatus> query(OperationId operation) {
    return board
        .session()
        .ask(
            HostMessage.newBuilder()
                .setDevice(index)
                .setQueryFlash(QueryFlash.newBuilder().setOperationId(operation.value())),
            Request.Kind.NORMAL)
        .thenApply(DeviceMessage::getFlashStatus);
  }

  Lifeline lifeline() {
    return board.lifeline();
  }

  Session session() {
    return board.session();
  }

  @Override
  public Optional<FlashReport> report(OperationId operation) {
    requireOwnThread();
    return asked(operation);
  }

  private void requireOwnThread() {
    if (board.session().inCallback()) {
      throw new IllegalStateException(
          "this call waits for the light: make it from a thread of your own, not from a handler");
    }
  }

  @Override
  public void stop() {
    stops.incrementAndGet();
    board.stop(index);
  }

  @Override
  public void onEvent(DeviceMessage event) {
    long operation = event.getFlashStatus().getOperationId();
    FirmwareFlashRun run = operation == 0 ? null : runs.find(new OperationId(operation));
    if (run == null) {
      return;
    }
    try {
      // One that names other values is of an earlier session: this one is in conflict with it.
      Flashes.report(run.operation(), event.getFlashStatus())
          .filter(report -> report.applied().equals(run.applied()))
          .ifPresent(run::hear);
    } catch (DeviceException e) {
      run.poll();
    }
  }

  @Override
  public void onEventsMissed() {
    runs.all().forEach(FirmwareFlashRun::poll);
  }

  @Override
  public void onEnd(DeviceException reason) {
    runs.all().forEach(run -> run.lost(reason));
  }
}
