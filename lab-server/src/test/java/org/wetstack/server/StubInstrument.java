package org.wetstack.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** An instrument that does at once whatever it is told, and counts it. */
final class StubInstrument implements Instrument {

  /** Everything that reached an output, in words. */
  final List<String> done = Collections.synchronizedList(new ArrayList<>());

  private final String model;
  private final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
  private final List<Device> devices;
  private volatile @Nullable SampleHandler listener;

  StubInstrument(String model, boolean array) {
    this.model = model;
    this.devices = array ? List.of(new StubArray()) : List.of(new StubPump(), new StubLight(done));
  }

  void push(SampleBlock block) {
    java.util.Objects.requireNonNull(listener, "nobody listens").onBlock(block);
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo(model, "1", "1.0", 7, false);
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.SCHEDULES_STIMULI);
  }

  @Override
  public List<Device> devices() {
    return devices;
  }

  @Override
  public CompletionStage<Optional<DeviceException>> ended() {
    return ended;
  }

  @Override
  public Optional<SafeState> safeState() {
    return Optional.empty();
  }

  @Override
  public void clearSafeState() {
    done.add("cleared");
  }

  @Override
  public Subscription onAlarm(Consumer<Alarm> consumer) {
    return () -> {};
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
    ended.complete(Optional.empty());
  }

  private final class StubPump implements Pump {

    @Override
    public String name() {
      return "dopamine";
    }

    @Override
    public PumpLimits limits() {
      return new PumpLimits(
          Volume.nanoliters(10),
          Volume.nanoliters(10_000),
          Volume.nanoliters(1_000_000),
          FlowRate.nanolitersPerMinute(10),
          FlowRate.nanolitersPerMinute(100_000),
          FlowRate.nanolitersPerMinute(10));
    }

    @Override
    public DoseRun dispense(OperationId operation, Dose dose) {
      done.add("dose of " + dose.volume().nanoliters() + " nL");
      var report =
          new DoseReport(
              operation, dose, Delivered.exactly(dose.volume()), DoseReport.End.COMPLETE);
      return new DoseRun() {
        @Override
        public OperationId operation() {
          return operation;
        }

        @Override
        public Dose applied() {
          return dose;
        }

        @Override
        public CompletionStage<DoseReport> report() {
          return CompletableFuture.completedFuture(report);
        }

        @Override
        public DoseReport await() {
          return report;
        }
      };
    }

    @Override
    public Optional<DoseReport> report(OperationId operation) {
      return Optional.empty();
    }

    @Override
    public void stop() {
      done.add("pump stopped");
    }

    @Override
    public Delivered delivered() {
      return Delivered.NOTHING;
    }
  }

  private final class StubArray implements ElectrodeArray, Stimulator {

    @Override
    public String name() {
      return "mea";
    }

    @Override
    public ArrayLayout layout() {
      return ServedRig.LAYOUT;
    }

    @Override
    public Subscription record(int samplesPerBlock, SampleHandler handler) {
      listener = handler;
      return () -> {};
    }

    @Override
    public Optional<Stimulator> stimulator() {
      return Optional.of(this);
    }

    @Override
    public StimulusLimits limits() {
      return new StimulusLimits(
          8, Current.nanoamps(10_000), Current.nanoamps(10), 10_000, 30_000, 1_000, 100, 64);
    }

    @Override
    public LoadedStimulus load(Stimulus stimulus) {
      done.add("stimulus loaded");
      AppliedStimulus applied = limits().quantise(stimulus);
      return new LoadedStimulus() {
        @Override
        public AppliedStimulus applied() {
          return applied;
        }

        @Override
        public void arm() {}

        @Override
        public CompletionStage<Receipt> trigger(OperationId operation) {
          done.add("fired");
          return CompletableFuture.completedFuture(new Receipt(operation, 1_000));
        }

        @Override
        public CompletionStage<Receipt> triggerAt(OperationId operation, long sample) {
          done.add("fired at " + sample);
          return CompletableFuture.completedFuture(new Receipt(operation, sample));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Optional<Receipt> receipt(OperationId operation) {
      return Optional.empty();
    }

    @Override
    public void stop() {
      done.add("stimulator stopped");
    }
  }
}
