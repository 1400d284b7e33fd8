package org.wetstack.drivers.firmware;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.hal.units.Volume;
import org.wetstack.protocol.v1.DoseStatus;

/**
 * A dose under way: ended by the device's event, or, should that be lost, by asking after the time
 * it should have taken.
 */
final class FirmwareDoseRun implements DoseRun {

  private static final Duration MARGIN = Duration.ofMillis(300);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final FirmwarePump pump;
  private final Consumer<Delivered> onEnd;
  private final OperationId operation;
  private final Dose applied;
  private final CompletableFuture<DoseReport> done = new CompletableFuture<>();
  private final long giveUpNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private Delivered known = Delivered.NOTHING;
  private boolean begun;
  private boolean over;
  private Timebase.@Nullable Timer timer;

  /** {@code onEnd} hears, once, what a dose delivered that ends in this session. */
  FirmwareDoseRun(
      FirmwarePump pump, Consumer<Delivered> onEnd, OperationId operation, Dose applied) {
    this.pump = pump;
    this.onEnd = onEnd;
    this.operation = operation;
    this.applied = applied;
    this.giveUpNanos = pump.lifeline().time().nanoTime() + limit().toNanos();
    schedule(planned().plus(MARGIN));
  }

  private Duration planned() {
    return applied.rate().timeFor(applied.volume());
  }

  private Volume most() {
    return pump.limits().whole(applied.volume()).atMost();
  }

  private Duration limit() {
    return planned().multipliedBy(2).plus(GRACE).plus(pump.maxStart());
  }

  @Override
  public OperationId operation() {
    return operation;
  }

  @Override
  public Dose applied() {
    return applied;
  }

  @Override
  public CompletionStage<DoseReport> report() {
    return done.minimalCompletionStage();
  }

  @Override
  public DoseReport await() {
    if (pump.session().inCallback()) {
      throw new IllegalStateException("await from a handler would wait for itself: use report()");
    }
    return Waiting.await(
        pump.lifeline().time(), done, limit(), "dose " + operation + " did not end in time");
  }

  /** Whether the device has said that flow began. */
  boolean begun() {
    lock.lock();
    try {
      return begun;
    } finally {
      lock.unlock();
    }
  }

  boolean over() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** What is known of a dose whose end has not been heard: at most all of it. */
  Delivered soFar() {
    lock.lock();
    try {
      return new Delivered(known.atLeast(), most());
    } finally {
      lock.unlock();
    }
  }

  /** Takes in what the device says of this dose. */
  void hear(DoseStatus status) {
    DoseReport report;
    try {
      report = Doses.report(status);
    } catch (DeviceException | IllegalArgumentException e) {
      return;
    }
    lock.lock();
    try {
      begun = true;
      if (over) {
        return;
      }
      known = report.delivered();
      if (report.end() == DoseReport.End.NOT_YET) {
        return;
      }
      finish();
    } finally {
      lock.unlock();
    }
    onEnd.accept(report.delivered());
    done.complete(report);
  }

  /** Takes in what the device says of a dose that may have ended before this session began. */
  void recall(DoseStatus status) {
    DoseReport report = Doses.report(status);
    if (report.end() == DoseReport.End.NOT_YET) {
      hear(status);
      return;
    }
    // It delivered nothing in this session, so it does not count into delivered().
    lock.lock();
    try {
      begun = true;
      finish();
    } finally {
      lock.unlock();
    }
    done.complete(report);
  }

  /** It never began: nothing more is awaited. */
  void discard() {
    lock.lock();
    try {
      finish();
    } finally {
      lock.unlock();
    }
  }

  /** The session ended before this dose did. */
  void lost(DeviceException reason) {
    if (fail()) {
      done.completeExceptionally(
          new DeviceException(
              reason.reason(),
              Outcome.UNKNOWN,
              "the fate of dose "
                  + operation
                  + " is not known; reopen the instrument and ask for its report",
              reason));
    }
  }

  private boolean fail() {
    Delivered bounds;
    lock.lock();
    try {
      if (over) {
        return false;
      }
      bounds = new Delivered(known.atLeast(), most());
      finish();
    } finally {
      lock.unlock();
    }
    onEnd.accept(bounds);
    return true;
  }

  private void finish() {
    over = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void schedule(Duration delay) {
    lock.lock();
    try {
      if (!over) {
        if (timer != null) {
          timer.cancel();
        }
        timer = pump.lifeline().time().after(delay, this::poll);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Asks the device, and again a little later if it still flows. */
  void poll() {
    if (over()) {
      return;
    }
    if (pump.lifeline().time().nanoTime() > giveUpNanos) {
      if (fail()) {
        done.completeExceptionally(
            new DeviceException(
                Reason.TIMEOUT, Outcome.UNKNOWN, "dose " + operation + " did not end in time"));
      }
      return;
    }
    var unused =
        pump.query(operation)
            .whenComplete(
                (status, failure) -> {
                  if (status != null) {
                    hear(status);
                  }
                  schedule(POLL);
                });
  }
}
