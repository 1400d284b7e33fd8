package org.wetstack.drivers.firmware;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.protocol.v1.FlashStatus;

/**
 * A flash that was asked for: ended by the device's event, or, should that be lost, by asking after
 * the time it should have taken. Thread-safe.
 */
final class FirmwareFlashRun implements FlashRun {

  private static final Duration MARGIN = Duration.ofMillis(300);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final FirmwareLight light;
  private final OperationId operation;
  private final Flash applied;
  private final CompletableFuture<FlashReport> done = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private long giveUpNanos;
  private boolean begun;
  private boolean over;
  private Timebase.@Nullable Timer timer;

  FirmwareFlashRun(FirmwareLight light, OperationId operation, Flash applied) {
    this.light = light;
    this.operation = operation;
    this.applied = applied;
  }

  private Duration limit() {
    return applied.duration().multipliedBy(2).plus(GRACE);
  }

  @Override
  public OperationId operation() {
    return operation;
  }

  @Override
  public Flash applied() {
    return applied;
  }

  @Override
  public CompletionStage<FlashReport> report() {
    return done.minimalCompletionStage();
  }

  @Override
  public FlashReport await() {
    if (light.session().inCallback()) {
      throw new IllegalStateException("await from a handler would wait for itself: use report()");
    }
    return Waiting.await(
        light.lifeline().time(), done, limit(), "flash " + operation + " did not end in time");
  }

  /** Whether the device has said that it was lit. */
  boolean begun() {
    lock.lock();
    try {
      return begun;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing more is awaited of it. */
  boolean over() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** Takes in what the device says of this flash. */
  void hear(FlashReport report) {
    lock.lock();
    try {
      if (over) {
        return;
      }
      if (!begun) {
        begun = true;
        giveUpNanos = light.lifeline().time().nanoTime() + limit().toNanos();
        schedule(applied.duration().plus(MARGIN));
      }
      if (report.end() == FlashReport.End.NOT_YET) {
        return;
      }
      finish();
    } finally {
      lock.unlock();
    }
    done.complete(report);
  }

  /** What became of it cannot be learnt, or it never was; harmless if it is over. */
  void fail(DeviceException why) {
    lock.lock();
    try {
      if (over) {
        return;
      }
      finish();
    } finally {
      lock.unlock();
    }
    done.completeExceptionally(why);
  }

  /** The session ended before this flash did. */
  void lost(DeviceException reason) {
    fail(
        new DeviceException(
            reason.reason(),
            Outcome.UNKNOWN,
            "how flash "
                + operation
                + " ended is not known; reopen the instrument and ask for its report",
            reason));
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
        timer = light.lifeline().time().after(delay, this::poll);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Asks the device how a flash is going that began, and again a little later if it still is. */
  void poll() {
    if (over() || !begun()) {
      return;
    }
    if (light.lifeline().time().nanoTime() > giveUpNanos) {
      fail(
          new DeviceException(
              Reason.TIMEOUT, Outcome.UNKNOWN, "flash " + operation + " did not end in time"));
      return;
    }
    var unused =
        light
            .query(operation)
            .whenComplete(
                (status, failure) -> {
                  if (status != null) {
                    answered(status);
                  }
                  schedule(POLL);
                });
  }

  /** Takes in an answer about a flash that had begun, and gives it up if that cannot be. */
  private void answered(FlashStatus status) {
    try {
      Optional<FlashReport> report = Flashes.report(operation, status);
      if (report.isPresent() && report.get().applied().equals(applied)) {
        hear(report.get());
        return;
      }
      fail(
          new DeviceException(
              Reason.PROTOCOL,
              Outcome.UNKNOWN,
              "flash "
                  + operation
                  + " had begun with "
                  + applied
                  + ", but the light now knows "
                  + report.map(other -> "one of " + other.applied()).orElse("nothing of it")));
    } catch (DeviceException e) {
      fail(new DeviceException(e.reason(), Outcome.UNKNOWN, Refusal.plain(e), e));
    }
  }
}
