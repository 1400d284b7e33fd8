package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Light;
import org.wetstack.hal.LightLimits;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.Power;

/** The light of a {@link Toy}. */
final class ToyLight implements Light {

  /** What shone for one operation. */
  static final class Shine {
    final OperationId operation;
    final Flash flash;
    private final VirtualTimebase time;
    private final long began;
    final CompletableFuture<FlashReport> report = new CompletableFuture<>();
    FlashReport.End end = FlashReport.End.NOT_YET;
    Duration lit = Duration.ZERO;

    Shine(OperationId operation, Flash flash, VirtualTimebase time) {
      this.operation = operation;
      this.flash = flash;
      this.time = time;
      began = time.nanoTime();
      time.after(flash.duration(), () -> end(FlashReport.End.COMPLETE));
    }

    void end(FlashReport.End why) {
      if (end == FlashReport.End.NOT_YET) {
        lit = Duration.ofNanos((time.nanoTime() - began) / 1_000 * 1_000);
        end = why;
        report.complete(told());
      }
    }

    FlashReport told() {
      return new FlashReport(operation, flash, lit, end);
    }
  }

  private final Toy toy;
  private final Toy.Session session;

  ToyLight(Toy toy, Toy.Session session) {
    this.toy = toy;
    this.session = session;
  }

  @Override
  public String name() {
    return "uv";
  }

  @Override
  public LightLimits limits() {
    return new LightLimits(
        365,
        Power.microwatts(5_000),
        Power.microwatts(10),
        Duration.ofSeconds(5),
        Energy.microjoules(5_000));
  }

  @Override
  public FlashRun flash(OperationId operation, Flash flash) {
    toy.before.run();
    session.requireOpen();
    DeviceException failure = toy.mishap;
    toy.mishap = null;
    if (failure != null && failure.outcome() == Outcome.NOT_DONE) {
      throw failure;
    }
    Shine shine =
        toy.shines.computeIfAbsent(operation, first -> new Shine(operation, flash, toy.time));
    if (failure != null) {
      throw failure;
    }
    var heard = new CompletableFuture<FlashReport>();
    var unused = shine.report.thenAccept(heard::complete);
    var unusedEnd = session.ended.thenAccept(why -> heard.completeExceptionally(Toy.timeout()));
    return new FlashRun() {
      @Override
      public OperationId operation() {
        return operation;
      }

      @Override
      public Flash applied() {
        return shine.flash;
      }

      @Override
      public CompletionStage<FlashReport> report() {
        return heard;
      }

      @Override
      public FlashReport await() {
        throw new UnsupportedOperationException("the desk does not wait");
      }
    };
  }

  @Override
  public Optional<FlashReport> report(OperationId operation) {
    session.requireOpen();
    return Optional.ofNullable(toy.shines.get(operation)).map(Shine::told);
  }

  @Override
  public void stop() {
    session.stop();
    toy.shines.values().forEach(shine -> shine.end(FlashReport.End.STOPPED));
  }
}
