package org.wetstack.drivers.fluidics;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.Reading.Kind;
import org.wetstack.drivers.fluidics.Reading.Trouble;
import org.wetstack.drivers.fluidics.verification.FlowTolerance;
import org.wetstack.drivers.fluidics.verification.VerifiedInstrument;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.FlowSensor;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;

/**
 * A session with a pump on a line: asks it again and again how it is, and tells what is wrong.
 * Alarm listeners and completions run on the link's thread or the timer's; blocking calls from
 * there are refused with {@link IllegalStateException}.
 */
public final class MachineInstrument implements Instrument {

  private static final String SENSOR = "shdlc";
  private static final Duration GREETING_LIMIT = Duration.ofSeconds(12);
  private static final Duration LIMIT = Duration.ofSeconds(8);
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(600);

  /** How often a pump is asked that rests: more often than any host-silence stop is set to. */
  private static final Duration AT_REST = Duration.ofMillis(500);

  private static final Duration AT_WORK = Duration.ofMillis(250);
  private static final Duration MAX_SILENCE = Duration.ofSeconds(3);

  private final Seat seat;
  private final PumpMachine machine;
  private final Ledger ledger;
  private final MachinePump pump;
  private final List<Consumer<Alarm>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<@Nullable SafeState> safe = new AtomicReference<>();
  private final ThreadLocal<Boolean> telling = ThreadLocal.withInitial(() -> false);
  private final long bornNanos;
  private volatile DeviceInfo info = new DeviceInfo("", "", "", 0, false);
  private volatile Duration roundTrip = Duration.ZERO;

  private MachineInstrument(Seat seat, PumpMachine machine, String name, Ledger ledger) {
    this.seat = seat;
    this.machine = machine;
    this.ledger = ledger;
    this.pump = new MachinePump(this, machine, name, ledger);
    this.bornNanos = seat.time().nanoTime();
  }

  /**
   * Begins a session with the pump on {@code seat}: finds out who it is, and what became of a dose
   * of an earlier session that is in its ledger. A motion goes on. The seat is given up, and the
   * ledger closed, when the session ends or cannot begin. With {@code flow-sensor} a sensor
   * verifies its doses, whose session is part of this one.
   *
   * @throws IllegalArgumentException if the ledger cannot be used
   * @throws DeviceException if the pump does not answer, or is another instrument
   */
  public static Instrument open(Seat seat, PumpMachine machine, PumpOptions options) {
    Optional<Instrument> sensor = Optional.empty();
    try {
      sensor =
          options
              .flowSensor()
              .map(at -> Instruments.driver(SENSOR).open(at, seat.linksTo(at), seat.time()));
      MachineInstrument instrument = alone(seat, machine, options);
      return sensor.isEmpty() ? instrument : instrument.verified(sensor.get(), options);
    } catch (RuntimeException e) {
      seat.leave();
      sensor.ifPresent(Instrument::close);
      throw e;
    }
  }

  private static MachineInstrument alone(Seat seat, PumpMachine machine, PumpOptions options) {
    var instrument = new MachineInstrument(seat, machine, options.name(), options.ledger());
    try {
      instrument.begin();
      return instrument;
    } catch (RuntimeException e) {
      instrument.end(null, false);
      throw e;
    }
  }

  private Instrument verified(Instrument sensor, PumpOptions options) {
    try {
      FlowTolerance tolerance = options.tolerance(sensor.device(FlowSensor.class).limits());
      return VerifiedInstrument.over(
          this, sensor, tolerance, time(), pump::halt, pump.running().stream().toList());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void begin() {
    seat.onCut(
        cause ->
            lose(
                Reason.LINK_LOST,
                cause == null ? "the link was closed" : String.valueOf(cause.getMessage())));
    info = await(machine.greet(), GREETING_LIMIT);
    Reading reading = await(machine.read(), LIMIT);
    pump.adopt(reading);
    safe.set(ledger.safe().orElse(null));
    if (reading.lostPower()) {
      // It has happened, and is written down: no reason to keep a pump that rests.
      await(machine.clear(), LIMIT);
    } else {
      hear(reading);
    }
    schedule();
  }

  private <T> T await(CompletableFuture<T> answer, Duration limit) {
    return Waiting.await(time(), answer, limit, "the pump was not done within " + limit);
  }

  Timebase time() {
    return seat.time();
  }

  private void schedule() {
    var unused = time().after(pump.busy() ? AT_WORK : AT_REST, this::tick);
  }

  /** Whether the line loses at most some of what is said on it. */
  boolean answersLately() {
    return seat.silence().compareTo(MAX_SILENCE) <= 0;
  }

  private void tick() {
    if (over.get()) {
      return;
    }
    if (!answersLately()) {
      lose(
          Reason.LINK_LOST,
          "nothing heard from the pump for "
              + seat.silence().toMillis()
              + " ms: it is off, hangs, or the line is cut");
      return;
    }
    long asked = pump.generation();
    long askedNanos = time().nanoTime();
    var unused =
        machine
            .read()
            .whenComplete(
                (reading, failure) -> {
                  // A reading that failed is not missed: the next one follows, and silence decides.
                  try {
                    if (reading != null) {
                      roundTrip = Duration.ofNanos(time().nanoTime() - askedNanos);
                      pump.hear(reading, asked);
                    }
                  } finally {
                    schedule();
                  }
                });
  }

  /** What a reading says of the whole instrument. */
  void hear(Reading reading) {
    if (reading.trouble().isEmpty() || over.get()) {
      return;
    }
    Trouble trouble = reading.trouble().get();
    if (reading.lostPower()) {
      lose(Reason.LINK_LOST, "the pump has been without power: " + trouble.detail());
      return;
    }
    var cause =
        trouble.kind() == Kind.HOST_SILENT ? SafeState.Cause.HOST_SILENT : SafeState.Cause.FAULT;
    var state = new SafeState(cause, trouble.detail());
    if (safe.compareAndSet(null, state)) {
      write(() -> ledger.safe(Optional.of(state), time().now()));
      raise(new Alarm(pump.name(), trouble.kind().code(), trouble.detail(), true));
    }
  }

  /**
   * Writes something down that has happened already. If the disk refuses, a person must know; the
   * pump goes on, and what it does is known in this session.
   */
  void write(Runnable entry) {
    try {
      entry.run();
    } catch (DeviceException e) {
      raise(new Alarm(pump.name(), "ledger", String.valueOf(e.getMessage()), false));
    }
  }

  private void raise(Alarm alarm) {
    tell(() -> listeners.forEach(listener -> listener.accept(alarm)));
  }

  /** Runs {@code news}, from which blocking calls are refused. */
  void tell(Runnable news) {
    boolean outer = telling.get();
    telling.set(true);
    try {
      news.run();
    } finally {
      telling.set(outer);
    }
  }

  void requireOwnThread() {
    if (telling.get()) {
      throw new IllegalStateException(
          "this call waits for the pump: call it from a thread of your own, not from a handler");
    }
  }

  void requireOpen() {
    if (over.get() || closing.get()) {
      throw seat.lost(Outcome.NOT_DONE);
    }
  }

  void requireNotSafe() {
    SafeState state = safe.get();
    if (state != null) {
      throw new DeviceException(
          Reason.REJECTED,
          Outcome.NOT_DONE,
          "the pump is in its safe state ("
              + state.cause()
              + ", "
              + state.detail()
              + "); clear it first");
    }
  }

  @Override
  public DeviceInfo info() {
    return info;
  }

  @Override
  public Set<Ability> abilities() {
    Set<Ability> all = EnumSet.noneOf(Ability.class);
    all.addAll(machine.abilities());
    if (ledger.lasting()) {
      all.add(Ability.REMEMBERS_OPERATIONS);
    }
    return all;
  }

  @Override
  public List<Device> devices() {
    return List.of(pump);
  }

  @Override
  public CompletionStage<Optional<DeviceException>> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public Optional<SafeState> safeState() {
    return Optional.ofNullable(safe.get());
  }

  @Override
  public void clearSafeState() {
    requireOwnThread();
    requireOpen();
    await(machine.clear(), LIMIT);
    Reading reading = await(machine.read(), LIMIT);
    if (reading.trouble().isPresent()) {
      throw new DeviceException(
          Reason.FAULT, Outcome.NOT_DONE, "still: " + reading.trouble().get().detail());
    }
    safe.set(null);
    ledger.safe(Optional.empty(), time().now());
  }

  @Override
  public Subscription onAlarm(Consumer<Alarm> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The pump's; of most, which have none, the host's own from the beginning of the session. */
  @Override
  public DeviceClock clock() {
    return machine.clock().orElseGet(() -> new DeviceClock(bornNanos, 0, 0, Duration.ZERO));
  }

  @Override
  public LinkHealth health() {
    return new LinkHealth(roundTrip, seat.answers(), seat.broken(), seat.repeated(), 0);
  }

  private void lose(Reason reason, String why) {
    end(new DeviceException(reason, Outcome.UNKNOWN, why), closing.get());
  }

  private void end(@Nullable DeviceException reason, boolean wanted) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    seat.leave();
    DeviceException told =
        reason != null
            ? reason
            : new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "the instrument was closed");
    // First, so that whoever is told of the end can open the next session.
    ledger.close();
    pump.lost(told);
    tell(() -> ended.complete(wanted ? Optional.empty() : Optional.ofNullable(reason)));
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<Void> farewell =
        over.get() ? CompletableFuture.completedFuture(null) : farewell();
    if (telling.get()) {
      var unused = farewell.whenComplete((nothing, failure) -> end(null, true));
      return;
    }
    try {
      await(farewell, CLOSE_LIMIT.multipliedBy(2));
    } catch (DeviceException e) {
      // It does not answer; what it does by itself then, abilities() says.
    }
    end(null, true);
  }

  /** Stops what runs, learns how far it came, and leaves the pump in order. */
  private CompletableFuture<Void> farewell() {
    CompletableFuture<Void> stopped =
        pump.busy()
            ? machine.halt().thenCompose(done -> readLast())
            : CompletableFuture.completedFuture(null);
    return stopped.thenCompose(done -> machine.part());
  }

  private CompletableFuture<Void> readLast() {
    long asked = pump.generation();
    return machine.read().thenAccept(reading -> pump.hear(reading, asked));
  }
}
