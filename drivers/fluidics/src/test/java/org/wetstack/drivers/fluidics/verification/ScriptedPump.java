package org.wetstack.drivers.fluidics.verification;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.SyringePump;
import org.wetstack.hal.spi.Timebase.Timer;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** A pump that says what it was told, whatever flows. */
final class ScriptedPump implements SyringePump {

  private final VirtualTimebase time;
  private final Flow flow;
  private final Map<OperationId, Run> runs = new HashMap<>();
  private @Nullable Run running;
  private @Nullable Timer timer;
  int stops;

  /** Its motor does not obey: it goes on at this rate after a dose, in nL/min. */
  double runsOn;

  boolean deaf;
  @Nullable DeviceException fails;

  ScriptedPump(VirtualTimebase time, Flow flow) {
    this.time = time;
    this.flow = flow;
  }

  private final class Run implements DoseRun {
    final OperationId operation;
    final Dose applied;
    final long beganNanos = time.nanoTime();
    final CompletableFuture<DoseReport> done = new CompletableFuture<>();

    Run(OperationId operation, Dose applied) {
      this.operation = operation;
      this.applied = applied;
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
      return done;
    }

    @Override
    public DoseReport await() {
      return done.join();
    }

    void end(End why) {
      long nanos = time.nanoTime() - beganNanos;
      long moved =
          why == End.COMPLETE
              ? applied.volume().nanoliters()
              : Math.round(
                  FlowTolerance.nanoliters((double) applied.rate().nanolitersPerMinute(), nanos));
      running = null;
      flow.push(runsOn);
      done.complete(
          new DoseReport(operation, applied, Delivered.exactly(Volume.nanoliters(moved)), why));
    }
  }

  @Override
  public String name() {
    return "pump";
  }

  @Override
  public PumpLimits limits() {
    return new PumpLimits(
        Volume.nanoliters(1),
        Volume.microliters(100),
        Volume.microliters(100_000),
        FlowRate.nanolitersPerMinute(1),
        FlowRate.nanolitersPerMinute(10_000_000),
        FlowRate.nanolitersPerMinute(1));
  }

  @Override
  public DoseRun dispense(OperationId operation, Dose dose) {
    Run known = runs.get(operation);
    if (known != null) {
      return known;
    }
    return start(operation, dose, (double) dose.rate().nanolitersPerMinute());
  }

  private Run start(OperationId operation, Dose dose, double pushed) {
    if (running != null || fails != null) {
      throw fails != null
          ? fails
          : new DeviceException(
              DeviceException.Reason.REJECTED, DeviceException.Outcome.NOT_DONE, "running");
    }
    var run = new Run(operation, dose);
    runs.put(operation, run);
    running = run;
    flow.push(pushed);
    timer = time.after(dose.rate().timeFor(dose.volume()), () -> run.end(End.COMPLETE));
    return run;
  }

  @Override
  public DoseRun prime(Dose dose) {
    return start(OperationId.random(), dose, (double) dose.rate().nanolitersPerMinute());
  }

  @Override
  public DoseRun withdraw(Dose dose) {
    return start(OperationId.random(), dose, -(double) dose.rate().nanolitersPerMinute());
  }

  @Override
  public Optional<DoseReport> report(OperationId operation) {
    return Optional.ofNullable(runs.get(operation))
        .map(
            run ->
                run.done.getNow(
                    new DoseReport(operation, run.applied, Delivered.NOTHING, End.NOT_YET)));
  }

  @Override
  public void stop() {
    stops++;
    if (deaf) {
      throw new DeviceException(
          DeviceException.Reason.TIMEOUT, DeviceException.Outcome.UNKNOWN, "no answer");
    }
    Run run = running;
    if (run != null && timer != null) {
      timer.cancel();
      run.end(End.STOPPED);
    }
  }

  @Override
  public Delivered delivered() {
    return Delivered.NOTHING;
  }
}
