package org.wetstack.lab.loop;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.recording.DoseOutcome;
import org.wetstack.lab.recording.RecordSink;

/**
 * Gives the same dose of one pump again and again: one at a time, within a budget, each written
 * into the recording. It never repeats a dose whose fate it does not know: it asks the pump, and if
 * that does not tell, it gives no more until a person has looked. Thread-safe.
 */
public final class Doser {

  /**
   * What has come of all doses so far.
   *
   * @param begun doses that the pump has accepted
   * @param refused doses that the pump has refused
   * @param delivered over all of them; what is unknown counts from nothing to all of a dose
   * @param trouble why no more doses are given; empty while they are
   */
  public record Totals(long begun, long refused, Delivered delivered, Optional<String> trouble) {}

  private final Pump pump;
  private final Dose dose;
  private final Volume budget;
  private final Executor hand;
  private final RecordSink recorder;
  private final ReentrantLock lock = new ReentrantLock();
  private CompletableFuture<Boolean> underWay = CompletableFuture.completedFuture(true);
  private Totals totals = new Totals(0, 0, Delivered.NOTHING, Optional.empty());

  /**
   * A doser that has given nothing yet.
   *
   * @param budget the most it gives in all, counting what is unknown as delivered
   * @param hand runs one blocking task at a time; never the link's thread
   * @throws IllegalArgumentException if the pump cannot give {@code dose}, or the budget is less
   */
  public Doser(Pump pump, Dose dose, Volume budget, Executor hand, RecordSink recorder) {
    this.pump = pump;
    this.dose = pump.limits().quantise(dose);
    this.budget = budget;
    this.hand = hand;
    this.recorder = recorder;
    if (this.dose.volume().compareTo(budget) > 0) {
      throw new IllegalArgumentException(
          "a budget of " + budget + " does not hold one dose of " + this.dose.volume());
    }
  }

  /** The dose as the pump will give it. */
  public Dose dose() {
    return dose;
  }

  public Pump pump() {
    return pump;
  }

  /**
   * Asks for a dose. Never blocks.
   *
   * @return false if one is under way, the budget is spent, or there is trouble
   */
  public boolean give() {
    var next = new CompletableFuture<Boolean>();
    lock.lock();
    try {
      if (!underWay.isDone() || !mayGive()) {
        return false;
      }
      underWay = next;
    } finally {
      lock.unlock();
    }
    try {
      hand.execute(() -> giveNow(next));
      return true;
    } catch (RejectedExecutionException e) {
      next.complete(false);
      halt("there is no thread to dose on any more");
      return false;
    }
  }

  /** Completes when the dose that is under way has been written down; at once if there is none. */
  public CompletableFuture<Boolean> idle() {
    lock.lock();
    try {
      return underWay.copy();
    } finally {
      lock.unlock();
    }
  }

  public Totals totals() {
    lock.lock();
    try {
      return totals;
    } finally {
      lock.unlock();
    }
  }

  /** Gives no more from now on, for {@code reason}. What is under way goes on: stop the pump. */
  public void halt(String reason) {
    lock.lock();
    try {
      if (totals.trouble().isEmpty()) {
        totals =
            new Totals(totals.begun(), totals.refused(), totals.delivered(), Optional.of(reason));
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean mayGive() {
    Totals now = totals();
    return now.trouble().isEmpty()
        && now.delivered().atMost().plus(dose.volume()).compareTo(budget) <= 0;
  }

  private void giveNow(CompletableFuture<Boolean> done) {
    try {
      if (mayGive()) {
        dispense(OperationId.random());
      }
    } catch (RuntimeException e) {
      halt("a dose failed: " + e.getMessage());
    } finally {
      done.complete(true);
    }
  }

  private void dispense(OperationId operation) {
    DoseRun run;
    try {
      run = pump.dispense(operation, dose);
    } catch (DeviceException e) {
      if (e.outcome() == Outcome.NOT_DONE) {
        refused(e);
      } else {
        ask(operation, e);
      }
      return;
    }
    write(
        () ->
            recorder.dose(
                pump.name(), operation, run.applied(), Delivered.NOTHING, DoseOutcome.NOT_YET));
    try {
      ended(run.await());
    } catch (DeviceException e) {
      ask(operation, e);
    }
  }

  private void refused(DeviceException why) {
    write(() -> recorder.note("a dose of " + pump.name() + " was refused: " + why.getMessage()));
    lock.lock();
    try {
      totals =
          new Totals(totals.begun(), totals.refused() + 1, totals.delivered(), totals.trouble());
    } finally {
      lock.unlock();
    }
  }

  /** The pump's ledger knows more than we do, if it can be asked. */
  private void ask(OperationId operation, DeviceException why) {
    Optional<DoseReport> report;
    try {
      report = pump.report(operation);
    } catch (DeviceException e) {
      unknown(operation, why);
      return;
    }
    if (report.isEmpty()) {
      refused(why);
    } else if (report.get().end() == DoseReport.End.NOT_YET) {
      unknown(operation, why);
    } else {
      ended(report.get());
    }
  }

  private void ended(DoseReport report) {
    write(() -> recorder.dose(pump.name(), report));
    count(report.delivered());
    if (report.end() != DoseReport.End.COMPLETE) {
      halt("dose " + report.operation() + " ended with " + report.end());
    }
  }

  private void unknown(OperationId operation, DeviceException why) {
    var bounds = new Delivered(Volume.ZERO, dose.volume());
    write(() -> recorder.dose(pump.name(), operation, dose, bounds, DoseOutcome.UNKNOWN));
    count(bounds);
    halt("nobody knows what became of dose " + operation + ": " + why.getMessage());
  }

  /** A recording that was closed meanwhile ends the doses, and none goes uncounted for it. */
  private void write(Runnable line) {
    try {
      line.run();
    } catch (IllegalStateException e) {
      halt("a dose could not be written down: " + e.getMessage());
    }
  }

  private void count(Delivered delivered) {
    lock.lock();
    try {
      totals =
          new Totals(
              totals.begun() + 1,
              totals.refused(),
              totals.delivered().plus(delivered),
              totals.trouble());
    } finally {
      lock.unlock();
    }
  }
}
