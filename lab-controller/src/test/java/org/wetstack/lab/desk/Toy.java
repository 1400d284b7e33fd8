package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
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
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.ImpedanceMeter;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.Sensor;
import org.wetstack.hal.SensorReading;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.MadeUpStream;

/** A pump, an array and a light in one box, which remember what they did. Sessions come and go. */
final class Toy {

  /** What flowed for one operation. */
  static final class Flow {
    final OperationId operation;
    final Dose dose;
    final long began;
    final CompletableFuture<DoseReport> report = new CompletableFuture<>();
    DoseReport.End end = DoseReport.End.NOT_YET;
    long nanoliters;

    Flow(OperationId operation, Dose dose, long began) {
      this.operation = operation;
      this.dose = dose;
      this.began = began;
    }

    DoseReport told() {
      return new DoseReport(operation, dose, Delivered.exactly(Volume.nanoliters(nanoliters)), end);
    }
  }

  static final PumpLimits PUMP =
      new PumpLimits(
          Volume.nanoliters(25),
          Volume.nanoliters(100_000),
          Volume.nanoliters(1_000_000),
          FlowRate.nanolitersPerMinute(1),
          FlowRate.nanolitersPerMinute(1_000_000),
          FlowRate.nanolitersPerMinute(1));

  static final StimulusLimits STIMULATOR =
      new StimulusLimits(
          4, Current.nanoamps(5_000), Current.nanoamps(20), 4_000, 30_000, 200, 256, 8);

  final VirtualTimebase time;
  final List<Flow> flows = new ArrayList<>();
  final List<OperationId> fired = new ArrayList<>();
  final Set<OperationId> forgotten = new HashSet<>();
  int stops;
  int opened;
  long boot = 1;
  String serial = "1";

  /** Called when a dose or a trigger has come, before anything is done. */
  Runnable before = () -> {};

  /** How the next dose fails to be answered; it flows unless the outcome is NOT_DONE. */
  @Nullable DeviceException mishap;

  @Nullable RuntimeException stopMishap;
  @Nullable DeviceException bathMishap;
  long bathMilli = 37_000;
  @Nullable ImpedanceMeter meter;
  Optional<SafeState> safe = Optional.empty();
  @Nullable Session session;

  /** The one that is open. */
  Session session() {
    return java.util.Objects.requireNonNull(session, "nothing is open");
  }

  final Map<OperationId, Flow> ledger = new HashMap<>();
  final Map<OperationId, ToyLight.Shine> shines = new LinkedHashMap<>();
  private final Map<OperationId, Receipt> receipts = new HashMap<>();

  Toy(VirtualTimebase time) {
    this.time = time;
  }

  Session open() {
    opened++;
    session = new Session();
    return session;
  }

  /** The line is cut. What flows goes on. */
  void lose() {
    Session lost = session;
    if (lost != null) {
      lost.end(
          Optional.of(new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "the line is cut")));
    }
  }

  /** The session that there is. */
  Session now() {
    return Objects.requireNonNull(session);
  }

  void alarm(Alarm alarm) {
    Objects.requireNonNull(now().listener).accept(alarm);
  }

  void forgetTrains() {
    receipts.clear();
  }

  void stopFlows(DoseReport.End why) {
    for (Flow flow : flows) {
      end(flow, why);
    }
  }

  private void end(Flow flow, DoseReport.End why) {
    if (flow.end == DoseReport.End.NOT_YET) {
      long ran = time.nanoTime() - flow.began;
      long most = flow.dose.volume().nanoliters();
      long whole = flow.dose.rate().timeFor(flow.dose.volume()).toNanos();
      flow.nanoliters = ran >= whole ? most : most * (ran / 1_000) / (whole / 1_000);
      flow.end = why;
      flow.report.complete(flow.told());
    }
  }

  static DeviceException timeout() {
    return new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, "no answer");
  }

  /** One session. */
  private final class Bath implements Sensor {
    @Override
    public String name() {
      return "bath";
    }

    @Override
    public String quantity() {
      return "temperature";
    }

    @Override
    public String unit() {
      return "degC";
    }

    @Override
    public SensorReading read() {
      DeviceException mishap = bathMishap;
      if (mishap != null) {
        throw mishap;
      }
      return new SensorReading(bathMilli * 1_000_000, time.nanoTime() / 1_000);
    }
  }

  final class Session implements Instrument {

    final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
    final Set<Loaded> loaded = new HashSet<>();
    final Drug pump = new Drug(this);
    final ToyLight light = new ToyLight(Toy.this, this);
    final Mea array = new Mea(this);
    final Sensor bath = new Bath();
    @Nullable Consumer<Alarm> listener;
    @Nullable SampleHandler samples;
    int arms;
    BooleanSupplier well = () -> true;

    void end(Optional<DeviceException> why) {
      SampleHandler stream = samples;
      samples = null;
      ended.complete(why);
      if (stream != null) {
        stream.onEnd(why);
      }
    }

    void requireOpen() {
      if (ended.isDone()) {
        throw new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, "the session has ended");
      }
    }

    void stop() {
      requireOpen();
      stops++;
      if (stopMishap != null) {
        throw stopMishap;
      }
    }

    @Override
    public DeviceInfo info() {
      return new DeviceInfo("toy", serial, "1", boot, false);
    }

    @Override
    public Set<Ability> abilities() {
      return Set.of(Ability.REMEMBERS_OPERATIONS, Ability.TELLS_ITS_BOOTS);
    }

    @Override
    public boolean renewWhile(BooleanSupplier isWell) {
      well = isWell;
      return true;
    }

    @Override
    public List<Device> devices() {
      return List.of(pump, array, bath, light);
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
      safe = Optional.empty();
    }

    @Override
    public Subscription onAlarm(Consumer<Alarm> to) {
      listener = to;
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
      stopFlows(DoseReport.End.STOPPED);
      shines.values().forEach(shine -> shine.end(FlashReport.End.STOPPED));
      end(Optional.empty());
    }
  }

  /** Its pump. */
  final class Drug implements Pump {
    private final Session session;

    Drug(Session session) {
      this.session = session;
    }

    @Override
    public String name() {
      return "drug";
    }

    @Override
    public PumpLimits limits() {
      return PUMP;
    }

    @Override
    public DoseRun dispense(OperationId operation, Dose dose) {
      before.run();
      session.requireOpen();
      DeviceException failure = mishap;
      mishap = null;
      if (failure != null && failure.outcome() == Outcome.NOT_DONE) {
        throw failure;
      }
      Flow flow =
          ledger.computeIfAbsent(
              operation,
              first -> {
                var begun = new Flow(operation, dose, time.nanoTime());
                flows.add(begun);
                time.after(
                    dose.rate().timeFor(dose.volume()),
                    () -> Toy.this.end(begun, DoseReport.End.COMPLETE));
                return begun;
              });
      if (failure != null) {
        throw failure;
      }
      var heard = new CompletableFuture<DoseReport>();
      var unused = flow.report.thenAccept(heard::complete);
      var unusedEnd = session.ended.thenAccept(why -> heard.completeExceptionally(timeout()));
      return new DoseRun() {
        @Override
        public OperationId operation() {
          return operation;
        }

        @Override
        public Dose applied() {
          return flow.dose;
        }

        @Override
        public CompletionStage<DoseReport> report() {
          return heard;
        }

        @Override
        public DoseReport await() {
          throw new UnsupportedOperationException("the desk does not wait");
        }
      };
    }

    @Override
    public Optional<DoseReport> report(OperationId operation) {
      session.requireOpen();
      if (forgotten.contains(operation)) {
        throw new DeviceException(Reason.REJECTED, Outcome.UNKNOWN, "too long ago");
      }
      return Optional.ofNullable(ledger.get(operation)).map(Flow::told);
    }

    @Override
    public void stop() {
      session.stop();
      stopFlows(DoseReport.End.STOPPED);
    }

    @Override
    public Delivered delivered() {
      return Delivered.NOTHING;
    }
  }

  /** Its array. */
  final class Mea implements ElectrodeArray {
    private final Session session;

    Mea(Session session) {
      this.session = session;
    }

    @Override
    public String name() {
      return "mea";
    }

    @Override
    public ArrayLayout layout() {
      return MadeUpStream.layout(4, 30_000, 30);
    }

    @Override
    public Instrument.Subscription record(int samplesPerBlock, SampleHandler handler) {
      session.samples = handler;
      return () -> {};
    }

    @Override
    public Optional<Stimulator> stimulator() {
      return Optional.of(new Outputs(session));
    }

    @Override
    public Optional<ImpedanceMeter> impedanceMeter() {
      return Optional.ofNullable(meter);
    }
  }

  /** The stimulating half of its array. */
  final class Outputs implements Stimulator {
    private final Session session;

    Outputs(Session session) {
      this.session = session;
    }

    @Override
    public StimulusLimits limits() {
      return STIMULATOR;
    }

    @Override
    public void stop() {
      session.stop();
      session.loaded.forEach(one -> one.armed = false);
    }

    @Override
    public LoadedStimulus load(Stimulus stimulus) {
      session.requireOpen();
      var one = new Loaded(session, STIMULATOR.quantise(stimulus));
      session.loaded.add(one);
      return one;
    }

    @Override
    public Optional<Receipt> receipt(OperationId operation) {
      session.requireOpen();
      return Optional.ofNullable(receipts.get(operation));
    }
  }

  /** A stimulus in a slot. */
  final class Loaded implements LoadedStimulus {
    private final Session session;
    private final AppliedStimulus applied;
    boolean armed = true;

    Loaded(Session session, AppliedStimulus applied) {
      this.session = session;
      this.applied = applied;
    }

    @Override
    public AppliedStimulus applied() {
      return applied;
    }

    @Override
    public void arm() {
      session.requireOpen();
      session.arms++;
      armed = true;
    }

    @Override
    public CompletionStage<Receipt> trigger(OperationId operation) {
      before.run();
      DeviceException failure = mishap;
      mishap = null;
      boolean refused = failure != null && failure.outcome() == Outcome.NOT_DONE;
      if (!armed || session.ended.isDone() || refused) {
        return CompletableFuture.failedFuture(
            new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, "not armed"));
      }
      fired.add(operation);
      var receipt = new Receipt(operation, 7);
      receipts.put(operation, receipt);
      return failure == null
          ? CompletableFuture.completedFuture(receipt)
          : CompletableFuture.failedFuture(failure);
    }

    @Override
    public CompletionStage<Receipt> triggerAt(OperationId operation, long sample) {
      return trigger(operation);
    }

    @Override
    public void close() {
      session.requireOpen();
      session.loaded.remove(this);
    }
  }
}
