package org.wetstack.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.FlashRun;
import org.wetstack.hal.Light;
import org.wetstack.hal.LightLimits;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.Power;

/** A light whose flashes take no time. */
record StubLight(List<String> done) implements Light {

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
        Duration.ofSeconds(1),
        Energy.microjoules(5_000));
  }

  @Override
  public FlashRun flash(OperationId operation, Flash flash) {
    done.add("flash of " + flash);
    var report = new FlashReport(operation, flash, flash.duration(), FlashReport.End.COMPLETE);
    return new FlashRun() {
      @Override
      public OperationId operation() {
        return operation;
      }

      @Override
      public Flash applied() {
        return flash;
      }

      @Override
      public CompletionStage<FlashReport> report() {
        return CompletableFuture.completedFuture(report);
      }

      @Override
      public FlashReport await() {
        return report;
      }
    };
  }

  @Override
  public Optional<FlashReport> report(OperationId operation) {
    return Optional.empty();
  }

  @Override
  public void stop() {
    done.add("light out");
  }
}
