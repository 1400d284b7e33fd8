package org.wetstack.drivers.fluidics;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.hal.units.Volume;

/** A dose, a priming or a withdrawal: what is known of it. Changed under its pump's lock. */
final class MachineRun implements DoseRun {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final MachineInstrument instrument;
  private final PumpLimits limits;
  private final OperationId operation;
  private final PumpMachine.Direction direction;
  private final Dose applied;
  private final boolean counts;
  private final CompletableFuture<DoseReport> done = new CompletableFuture<>();
  private volatile Delivered known;
  private volatile boolean begun;
  private volatile boolean unclear;
  private volatile End end = End.NOT_YET;

  /**
   * @param counts whether the culture gets it: whether it is in {@code delivered()} and the ledger
   */
  MachineRun(
      MachineInstrument instrument,
      PumpLimits limits,
      OperationId operation,
      PumpMachine.Direction direction,
      Dose applied,
      boolean counts) {
    this.instrument = instrument;
    this.limits = limits;
    this.operation = operation;
    this.direction = direction;
    this.applied = applied;
    this.counts = counts;
    this.known = new Delivered(Volume.ZERO, most());
  }

  private Volume most() {
    return limits.whole(applied.volume()).atMost();
  }

  @Override
  public OperationId operation() {
    return operation;
  }

  @Override
  public Dose applied() {
    return applied;
  }

  PumpMachine.Direction direction() {
    return direction;
  }

  boolean counts() {
    return counts;
  }

  @Override
  public CompletionStage<DoseReport> report() {
    return done.minimalCompletionStage();
  }

  @Override
  public DoseReport await() {
    instrument.requireOwnThread();
    Duration planned = applied.rate().timeFor(applied.volume());
    return Waiting.await(
        instrument.time(),
        done,
        planned.multipliedBy(2).plus(GRACE),
        "dose " + operation + " did not end in time");
  }

  /** Whether the pump is known to have begun. */
  boolean begun() {
    return begun;
  }

  void begin() {
    begun = true;
    unclear = false;
  }

  /** Its start got no answer, nor did the question whether it began. */
  void leaveUnclear() {
    unclear = true;
  }

  boolean unclear() {
    return unclear;
  }

  boolean over() {
    return end != End.NOT_YET || done.isDone();
  }

  /** As far as it is known. */
  DoseReport now() {
    return new DoseReport(operation, applied, known, end);
  }

  /**
   * Takes in a reading made after it began.
   *
   * @return whether it has ended by this
   */
  boolean hear(Reading reading) {
    Delivered moved = within(reading.moved());
    if (reading.motion() == Reading.Motion.INFUSING
        || reading.motion() == Reading.Motion.WITHDRAWING) {
      known = moved;
      return false;
    }
    End why = why(reading);
    known =
        switch (why) {
          case COMPLETE -> limits.whole(applied.volume());
          // What the pump counted before it lost its power is gone with it.
          case POWER_LOST -> new Delivered(known.atLeast(), most());
          // A motor that stalls counts steps that it did not make.
          case FAULT -> new Delivered(known.atLeast(), moved.atMost());
          default -> moved;
        };
    end = why;
    return true;
  }

  private End why(Reading reading) {
    if (reading.trouble().isPresent()) {
      return switch (reading.trouble().get().kind()) {
        case HOST_SILENT -> End.HOST_SILENT;
        case POWER_LOST -> End.POWER_LOST;
        default -> End.FAULT;
      };
    }
    boolean whole = reading.moved().atLeast().compareTo(applied.volume()) >= 0;
    // At rest before its end and nothing wrong: a person at the pump, if not its host.
    return whole ? End.COMPLETE : End.STOPPED;
  }

  /** {@code moved} widened by a motor step, within this dose, and no less than was known before. */
  private Delivered within(Delivered moved) {
    long step = limits.tolerance().nanoliters();
    long most = Math.min(most().nanoliters(), moved.atMost().nanoliters() + step);
    long least = Math.max(known.atLeast().nanoliters(), moved.atLeast().nanoliters() - step);
    least = Math.min(least, limits.whole(applied.volume()).atLeast().nanoliters());
    return new Delivered(
        Volume.nanoliters(least), Volume.nanoliters(Math.max(Math.max(0, most), least)));
  }

  /** What an earlier session had learnt of it. */
  void recall(DoseReport report) {
    known = report.delivered();
    end = report.end();
    begun = true;
  }

  /** Tells those who wait that it has ended. Not under the lock. */
  void tell() {
    done.complete(now());
  }

  /** The session has ended before it did. Not under the lock. */
  void lost(@Nullable DeviceException reason) {
    done.completeExceptionally(
        new DeviceException(
            reason == null ? DeviceException.Reason.LINK_LOST : reason.reason(),
            Outcome.UNKNOWN,
            "the fate of dose "
                + operation
                + " is not known; reopen the instrument and ask for its report",
            reason));
  }
}
