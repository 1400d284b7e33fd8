package org.wetstack.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** A pump that does what a test says, and writes down what it was told. */
final class ScriptedPump implements Instrument, Pump {

  static final PumpLimits LIMITS =
      new PumpLimits(
          Volume.nanoliters(10),
          Volume.nanoliters(1_000),
          Volume.nanoliters(2_500),
          FlowRate.nanolitersPerMinute(100),
          FlowRate.nanolitersPerMinute(100_000),
          FlowRate.nanolitersPerMinute(10),
          Volume.nanoliters(5));

  /** The ledger, which outlives the instrument. */
  final Map<OperationId, DoseReport> ledger;

  final List<String> told = new ArrayList<>();
  final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
  final List<Consumer<Alarm>> listeners = new ArrayList<>();
  PumpLimits limits = LIMITS;
  Set<Ability> abilities = EnumSet.of(Ability.REMEMBERS_OPERATIONS);
  Optional<SafeState> safe = Optional.empty();
  @Nullable CompletableFuture<DoseReport> run;

  /** What happens in {@link #dispense} before it returns. */
  Runnable onStart = () -> {};

  /** What happens in {@link #report} before it answers. */
  Runnable onReport = () -> {};

  ScriptedPump(Map<OperationId, DoseReport> ledger) {
    this.ledger = ledger;
  }

  ScriptedPump() {
    this(new HashMap<>());
  }

  int times(String what) {
    return (int) told.stream().filter(what::equals).count();
  }

  /** The dose that runs has ended so. */
  void end(OperationId operation, Dose applied, Delivered delivered, DoseReport.End end) {
    var report = new DoseReport(operation, applied, delivered, end);
    ledger.put(operation, report);
    CompletableFuture<DoseReport> running = run;
    if (running != null) {
      running.complete(report);
    }
  }

  @Override
  public DoseRun dispense(OperationId operation, Dose dose) {
    told.add("dispense");
    onStart.run();
    Dose applied = limits.quantise(dose);
    var done = new CompletableFuture<DoseReport>();
    run = done;
    ledger.put(
        operation,
        new DoseReport(
            operation,
            applied,
            new Delivered(Volume.ZERO, applied.volume()),
            DoseReport.End.NOT_YET));
    return new DoseRun() {
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
    };
  }

  @Override
  public Optional<DoseReport> report(OperationId operation) {
    told.add("report");
    onReport.run();
    return Optional.ofNullable(ledger.get(operation));
  }

  @Override
  public void stop() {
    told.add("stop");
    ledger.replaceAll(
        (operation, report) ->
            report.end() == DoseReport.End.NOT_YET
                ? new DoseReport(
                    operation,
                    report.applied(),
                    new Delivered(Volume.ZERO, Volume.nanoliters(50)),
                    DoseReport.End.STOPPED)
                : report);
    CompletableFuture<DoseReport> running = run;
    if (running != null) {
      ledger.values().forEach(running::complete);
    }
  }

  @Override
  public String name() {
    return "pump";
  }

  @Override
  public PumpLimits limits() {
    return limits;
  }

  @Override
  public Delivered delivered() {
    return Delivered.NOTHING;
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo(
        "a model with a name that is too long for messages", "7", "1.0", 0, false);
  }

  @Override
  public Set<Ability> abilities() {
    return abilities;
  }

  @Override
  public List<Device> devices() {
    return List.of(this);
  }

  @Override
  public CompletionStage<Optional<DeviceException>> ended() {
    return ended;
  }

  @Override
  public Optional<SafeState> safeState() {
    return safe;
  }

  @Override
  public void clearSafeState() {
    told.add("clear");
    safe = Optional.empty();
  }

  @Override
  public Subscription onAlarm(Consumer<Alarm> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public DeviceClock clock() {
    return new DeviceClock(0, 0, 0, Duration.ZERO);
  }

  @Override
  public LinkHealth health() {
    return new LinkHealth(Duration.ZERO, 0, 0, 0, 0);
  }

  @Override
  public void close() {
    told.add("close");
    ended.complete(Optional.empty());
  }
}
