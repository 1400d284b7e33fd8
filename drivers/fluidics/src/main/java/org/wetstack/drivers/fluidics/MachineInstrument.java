package org.wetstack.drivers.fluidics;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
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
import org.wetstack.hal.SafeState;
import org.wetstack.hal.spi.Waiting;

/** A session with a pump on a line: tells how it is, and what is wrong with it. */
public final class MachineInstrument extends LineInstrument {

  private static final String SENSOR = "shdlc";
  private static final Duration GREETING_LIMIT = Duration.ofSeconds(12);
  private static final Duration LIMIT = Duration.ofSeconds(8);

  /** How often a pump is asked that rests: more often than any host-silence stop is set to. */
  private static final Duration AT_REST = Duration.ofMillis(500);

  private static final Duration AT_WORK = Duration.ofMillis(250);

  private final PumpMachine machine;
  private final Ledger ledger;
  private final Doses doses;
  private final MachinePump pump;
  private final AtomicReference<@Nullable SafeState> safe = new AtomicReference<>();
  private volatile DeviceInfo info = new DeviceInfo("", "", "", 0, false);

  private MachineInstrument(Seat seat, PumpMachine machine, String name, Ledger ledger) {
    super(seat, "pump");
    this.machine = machine;
    this.ledger = ledger;
    this.doses = new Doses(this, machine, ledger);
    this.pump = new MachinePump(this, machine, name, doses);
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
      instrument.abandon();
      throw e;
    }
  }

  private Instrument verified(Instrument sensor, PumpOptions options) {
    try {
      FlowTolerance tolerance = options.tolerance(sensor.device(FlowSensor.class).limits());
      return VerifiedInstrument.over(
          this, sensor, tolerance, time(), pump::halt, doses.running().stream().toList());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void begin() {
    endWithLink();
    info = greeting();
    try {
      var unused = machine.limits();
    } catch (IllegalArgumentException e) {
      // More was asked for than this model can. Left in the mode of this session, it would alarm.
      close();
      throw e;
    }
    Reading reading = await(machine.read(), LIMIT);
    doses.adopt(reading);
    safe.set(ledger.safe().orElse(null));
    if (reading.lostPower()) {
      // It has happened, and is written down: no reason to keep a pump that rests.
      await(machine.clear(), LIMIT);
    } else {
      hear(reading);
    }
    watch();
  }

  private DeviceInfo greeting() {
    try {
      return await(machine.greet(), GREETING_LIMIT);
    } catch (DeviceException e) {
      throw e.reason() == Reason.TIMEOUT ? absent(e) : e;
    }
  }

  private <T> T await(CompletableFuture<T> answer, Duration limit) {
    return Waiting.await(time(), answer, limit, "the pump was not done within " + limit);
  }

  @Override
  protected CompletableFuture<Runnable> ask() {
    long asked = doses.generation();
    return machine.read().thenApply(reading -> () -> doses.hear(reading, asked));
  }

  @Override
  protected Duration interval() {
    return doses.busy() ? AT_WORK : AT_REST;
  }

  /** What a reading says of the whole instrument. */
  void hear(Reading reading) {
    if (reading.trouble().isEmpty() || isOver()) {
      return;
    }
    Trouble trouble = reading.trouble().get();
    if (reading.lostPower()) {
      lose("the pump has been without power: " + trouble.detail());
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

  /** The pump's; of most, which have none, the host's own from the beginning of the session. */
  @Override
  public DeviceClock clock() {
    return machine.clock().orElseGet(super::clock);
  }

  @Override
  protected void ending(DeviceException reason) {
    // First, so that whoever is told of the end can open the next session.
    ledger.close();
    doses.lost(reason);
  }

  /** Stops what runs, learns how far it came, and leaves the pump in order. */
  @Override
  protected CompletableFuture<Void> farewell() {
    CompletableFuture<Void> stopped =
        doses.busy()
            ? machine.halt().thenCompose(done -> readLast())
            : CompletableFuture.completedFuture(null);
    return stopped.thenCompose(done -> machine.part());
  }

  private CompletableFuture<Void> readLast() {
    long asked = doses.generation();
    return machine.read().thenAccept(reading -> doses.hear(reading, asked));
  }
}
