package org.wetstack.emulator.board;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.Alarm;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Done;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.HeartbeatReply;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.HostMessage.BodyCase;
import org.wetstack.protocol.v1.Refused;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;
import org.wetstack.protocol.v1.Welcome;

/**
 * A firmware board: the session, the lease and the safe state, and the units it carries. {@link
 * #plug} is its wire face; {@link #bench}, {@link #pump}, {@link #array} and {@link #sensor} are
 * its bench faces. All thread-safe.
 */
public final class EmulatedBoard {

  private static final int VERSION = 1;
  private static final int COMMAND_WINDOW = 4;
  private static final int MIN_LEASE_MILLIS = 250;
  private static final int MAX_LEASE_MILLIS = 10_000;

  private final World world;
  private final BoardSpec spec;
  private final List<Unit> units = new ArrayList<>();
  private final NonVolatile memory = new NonVolatile();
  private final BoardBench bench = new BoardBench(this);
  private SafeState.Cause safeCause = SafeState.Cause.CAUSE_NONE;
  private String safeDetail = "";
  private @Nullable HostSession session;
  private Timebase.@Nullable Timer leaseTimer;
  private long bootedNanos;
  private long bootedHostNanos;
  private long bootId;
  private boolean powered = true;
  private boolean frozen;
  private int driftPpm;

  public EmulatedBoard(World world, BoardSpec spec) {
    this.world = world;
    this.spec = spec;
    for (DeviceSpec device : spec.devices()) {
      units.add(unit(device));
    }
    world.run(this::boot);
  }

  private Unit unit(DeviceSpec device) {
    if (device instanceof PumpSpec pump) {
      return new PumpUnit(this, units.size(), pump);
    } else if (device instanceof ArraySpec array) {
      return new ArrayUnit(this, units.size(), array);
    } else if (device instanceof SensorSpec sensor) {
      return new SensorUnit(this, sensor);
    }
    return new LightUnit((LightSpec) device);
  }

  /** The board's end of a new link. */
  public LinkHandler plug() {
    return new Plug(this);
  }

  public BoardBench bench() {
    return bench;
  }

  /** The bench face of the pump called {@code name}. */
  public PumpBench pump(String name) {
    return new PumpBench(world, find(name, PumpUnit.class));
  }

  /** The bench face of the array called {@code name}. */
  public ArrayBench array(String name) {
    return new ArrayBench(world, find(name, ArrayUnit.class));
  }

  /** Makes the sensor called {@code name} read {@code counts}. */
  public void sensor(String name, int counts) {
    world.run(() -> find(name, SensorUnit.class).show(counts));
  }

  private <U extends Unit> U find(String name, Class<U> type) {
    for (int i = 0; i < units.size(); i++) {
      if (spec.devices().get(i).name().equals(name) && type.isInstance(units.get(i))) {
        return type.cast(units.get(i));
      }
    }
    throw new IllegalArgumentException(
        "board '" + spec.serialNumber() + "' has no such device: " + name);
  }

  World world() {
    return world;
  }

  public BoardSpec spec() {
    return spec;
  }

  long bootId() {
    return bootId;
  }

  /** Device time as hosts see it, which they expect to run about as theirs does. */
  long micros() {
    return drifting(world.hostNanos() - bootedHostNanos) / 1_000;
  }

  /** Device time as sampling and flow see it: the same, but for a world that goes faster. */
  long deviceNanos() {
    return drifting(world.nanos() - bootedNanos);
  }

  private long drifting(long elapsedNanos) {
    return elapsedNanos + elapsedNanos / 1_000_000 * driftPpm;
  }

  /** How long until device time {@code deviceNanos}, in world time; never negative. */
  Duration until(long deviceNanos) {
    long ahead = Math.max(0, deviceNanos - deviceNanos());
    // A timer a little early would find nothing to do: so a little late.
    return Duration.ofNanos(ahead - ahead / 1_000_000 * driftPpm + (driftPpm == 0 ? 0 : 1_000));
  }

  /** Time under power since the board was made, its only clock across boots. */
  long poweredNanos() {
    return memory.poweredNanos + deviceNanos();
  }

  void receive(Plug plug, HostMessage message) {
    if (!powered || frozen || message.getRequestId() == 0) {
      return;
    }
    switch (message.getBodyCase()) {
      case STOP -> answer(plug, message, attempt(() -> stop(message)));
      case HELLO -> hello(plug, message);
      default -> {
        HostSession current = session;
        if (current == null || message.getEpoch() != current.epoch) {
          answer(plug, message, refused(Reason.REASON_STALE_EPOCH, "no session of that epoch"));
        } else {
          inSession(current, plug, message);
        }
      }
    }
  }

  private void inSession(HostSession current, Plug plug, HostMessage message) {
    current.plug = plug;
    if (message.hasHeartbeat()) {
      answer(plug, message, heartbeat(current, message.getHeartbeat()));
      return;
    }
    ReplyMemory.Exchange before = current.replies.of(message.getRequestId());
    if (before != null) {
      if (before.request().equals(message)) {
        transmit(plug, before.reply());
      } else {
        answer(plug, message, refused(Reason.REASON_MALFORMED, "request_id used twice"));
      }
      return;
    }
    DeviceMessage reply =
        reply(message, attempt(() -> obey(message)).setDevice(message.getDevice()));
    current.replies.add(message, reply);
    transmit(plug, reply);
    if (message.hasGoodbye() && reply.hasDone()) {
      endSession();
    }
  }

  private DeviceMessage.Builder obey(HostMessage message) {
    BodyCase body = message.getBodyCase();
    switch (body) {
      case GOODBYE -> {
        requireInTime(message);
        units.forEach(unit -> unit.halt(Unit.Halt.STOPPED));
        return done();
      }
      case CLEAR_SAFE_STATE -> {
        requireInTime(message);
        return clearSafeState();
      }
      case BODY_NOT_SET ->
          throw new RefusedException(Reason.REASON_UNSUPPORTED, "no message that I know");
      default -> {}
    }
    Unit unit = unitFor(message);
    if (body == BodyCase.DESCRIBE) {
      requireInTime(message);
      return DeviceMessage.newBuilder().setDescription(unit.describe());
    }
    if (!unit.supports(body)) {
      throw new RefusedException(
          Reason.REASON_UNSUPPORTED, "device " + message.getDevice() + " cannot do that");
    }
    DeviceMessage.Builder known = unit.fromLedger(message);
    if (known != null) {
      return known;
    }
    requireInTime(message);
    if (acts(body) && safeCause != SafeState.Cause.CAUSE_NONE) {
      throw new RefusedException(Reason.REASON_SAFE_STATE, safeCause + " " + safeDetail);
    }
    return unit.handle(message);
  }

  private Unit unitFor(HostMessage message) {
    int index = message.getDevice();
    if (index < 0 || index >= units.size()) {
      throw new RefusedException(
          Reason.REASON_NO_SUCH_DEVICE,
          "device " + Integer.toUnsignedString(index) + " of " + units.size());
    }
    return units.get(index);
  }

  private static boolean acts(BodyCase body) {
    return switch (body) {
      case PREPARE, COMMIT, ARM_STIMULUS, TRIGGER, WRITE_REGISTER -> true;
      default -> false;
    };
  }

  private void requireInTime(HostMessage message) {
    boolean required = acts(message.getBodyCase()) || message.hasLoadStimulus();
    long limit = message.getNotAfterMicros();
    if (limit == 0 && required) {
      throw new RefusedException(Reason.REASON_MALFORMED, "not_after_micros is required");
    }
    if (limit != 0 && Long.compareUnsigned(micros(), limit) > 0) {
      throw new RefusedException(Reason.REASON_EXPIRED, "now " + micros() + ", limit " + limit);
    }
  }

  private DeviceMessage.Builder stop(HostMessage message) {
    Unit unit = unitFor(message);
    if (!(unit instanceof PumpUnit) && !(unit instanceof ArrayUnit)) {
      throw new RefusedException(Reason.REASON_UNSUPPORTED, "nothing to stop");
    }
    unit.halt(Unit.Halt.STOPPED);
    return done();
  }

  private void hello(Plug plug, HostMessage message) {
    HostSession current = session;
    if (current != null && current.hello.equals(message)) {
      current.plug = plug;
      transmit(plug, current.welcome);
      return;
    }
    DeviceMessage.Builder reply = attempt(() -> welcome(message.getHello(), current));
    if (!reply.hasWelcome()) {
      answer(plug, message, reply);
      return;
    }
    if (current != null) {
      endSession();
    }
    DeviceMessage welcome =
        reply
            .setInReplyTo(message.getRequestId())
            .setEpoch(reply.getWelcome().getEpoch())
            .setDeviceMicros(micros())
            .build();
    session = new HostSession(message, welcome, plug, world.hostNanos());
    watchLease();
    transmit(plug, welcome);
  }

  private DeviceMessage.Builder welcome(Hello hello, @Nullable HostSession current) {
    if (hello.getHostId() == 0
        || hello.getMinVersion() == 0
        || Integer.compareUnsigned(hello.getMinVersion(), hello.getMaxVersion()) > 0) {
      throw new RefusedException(Reason.REASON_MALFORMED, "host_id or versions make no sense");
    }
    if (Integer.compareUnsigned(hello.getMinVersion(), VERSION) > 0
        || Integer.compareUnsigned(hello.getMaxVersion(), VERSION) < 0) {
      throw new RefusedException(
          Reason.REASON_UNSUPPORTED_VERSION, "this device speaks version " + VERSION);
    }
    if (current != null && current.hello.getHello().getHostId() != hello.getHostId()) {
      throw new RefusedException(
          Reason.REASON_LEASE_HELD, "by " + current.hello.getHello().getHostName());
    }
    memory.epoch++;
    int lease =
        (int)
            Math.max(
                MIN_LEASE_MILLIS,
                Math.min(MAX_LEASE_MILLIS, Integer.toUnsignedLong(hello.getLeaseMillis())));
    return DeviceMessage.newBuilder()
        .setWelcome(
            Welcome.newBuilder()
                .setVersion(VERSION)
                .setEpoch(memory.epoch)
                .setLeaseMillis(lease)
                .setCommandWindow(COMMAND_WINDOW)
                .setMaxHostMessage(512)
                .setBootId(bootId)
                .setDeviceCount(units.size())
                .setManufacturer(spec.manufacturer())
                .setModel(spec.model())
                .setSerialNumber(spec.serialNumber())
                .setFirmwareVersion("emulated 1.0")
                .setSafeState(safeState()));
  }

  private DeviceMessage.Builder heartbeat(HostSession current, Heartbeat heartbeat) {
    current.leaseEndsNanos = world.hostNanos() + current.leaseNanos;
    long now = micros();
    return DeviceMessage.newBuilder()
        .setHeartbeatReply(
            HeartbeatReply.newBuilder()
                .setHostNanos(heartbeat.getHostNanos())
                .setReceivedMicros(now)
                .setSentMicros(now)
                .setLastEventNumber(current.lastEvent)
                .setSafeState(safeState()));
  }

  private void watchLease() {
    HostSession watched = session;
    if (watched == null) {
      return;
    }
    if (leaseTimer != null) {
      leaseTimer.cancel();
    }
    long left = watched.leaseEndsNanos - world.hostNanos();
    leaseTimer =
        world.afterHostTime(Duration.ofNanos(Math.max(0, left)), () -> checkLease(watched));
  }

  private void checkLease(HostSession watched) {
    if (session != watched || !powered) {
      return;
    }
    if (world.hostNanos() < watched.leaseEndsNanos) {
      watchLease();
      return;
    }
    units.forEach(unit -> unit.halt(Unit.Halt.HOST_SILENT));
    if (safeCause == SafeState.Cause.CAUSE_NONE) {
      safeCause = SafeState.Cause.CAUSE_HOST_SILENT;
      safeDetail = "no heartbeat for " + watched.leaseNanos / 1_000_000 + " ms";
    }
    endSession();
  }

  private void endSession() {
    session = null;
    if (leaseTimer != null) {
      leaseTimer.cancel();
    }
    units.forEach(Unit::sessionEnded);
  }

  /** A fault or an open interlock: everything rests, and stays so until it is cleared. */
  void goSafe(int device, SafeState.Cause cause, String code, String detail) {
    safeCause = cause;
    safeDetail = detail;
    memory.latched = cause;
    memory.latchedDetail = detail;
    units.forEach(unit -> unit.halt(Unit.Halt.FAULT));
    event(
        device,
        DeviceMessage.newBuilder()
            .setAlarm(
                Alarm.newBuilder().setCode(code).setDetail(detail).setSafeState(safeState())));
  }

  private SafeState safeState() {
    return SafeState.newBuilder().setCause(safeCause).setDetail(safeDetail).build();
  }

  private DeviceMessage.Builder clearSafeState() {
    if (bench.interlockOpen() || units.stream().anyMatch(Unit::faulty)) {
      throw new RefusedException(Reason.REASON_FAULT, "the cause is still there: " + safeDetail);
    }
    safeCause = SafeState.Cause.CAUSE_NONE;
    safeDetail = "";
    memory.latched = SafeState.Cause.CAUSE_NONE;
    memory.latchedDetail = "";
    return done();
  }

  /** Sends an event of device {@code index}, if there is a session to send it to. */
  void event(int index, DeviceMessage.Builder event) {
    HostSession current = session;
    if (current != null && powered) {
      current.lastEvent++;
      transmit(
          current.plug,
          event
              .setEpoch(current.epoch)
              .setDeviceMicros(micros())
              .setDevice(index)
              .setEventNumber(current.lastEvent)
              .build());
    }
  }

  /** Sends samples, which have no event number; false if the link does not take them. */
  boolean samples(int index, DeviceMessage.Builder samples) {
    HostSession current = session;
    return current != null
        && transmit(
            current.plug,
            samples.setEpoch(current.epoch).setDeviceMicros(micros()).setDevice(index).build());
  }

  private static DeviceMessage.Builder attempt(
      java.util.function.Supplier<DeviceMessage.Builder> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      return DeviceMessage.newBuilder().setRefused(e.refused());
    }
  }

  private static DeviceMessage.Builder refused(Refused.Reason reason, String detail) {
    return DeviceMessage.newBuilder().setRefused(new RefusedException(reason, detail).refused());
  }

  static DeviceMessage.Builder done() {
    return DeviceMessage.newBuilder().setDone(Done.getDefaultInstance());
  }

  private DeviceMessage reply(HostMessage request, DeviceMessage.Builder body) {
    return body.setInReplyTo(request.getRequestId())
        .setEpoch(request.getEpoch())
        .setDeviceMicros(micros())
        .build();
  }

  private void answer(Plug plug, HostMessage request, DeviceMessage.Builder body) {
    transmit(plug, reply(request, body.setDevice(request.getDevice())));
  }

  private boolean transmit(Plug plug, DeviceMessage message) {
    return powered && !frozen && plug.send(message);
  }

  void freeze(boolean hang) {
    frozen = hang;
  }

  void drift(int ppm) {
    driftPpm = ppm;
  }

  /** Power goes now, and comes back after {@code off}. */
  void powerCycle(Duration off) {
    if (!powered) {
      return;
    }
    units.forEach(Unit::powerLost);
    memory.poweredNanos += deviceNanos();
    powered = false;
    session = null;
    world.after(
        off,
        () -> {
          powered = true;
          boot();
        });
  }

  private void boot() {
    memory.boots++;
    bootId = world.seedFor("boot " + spec.serialNumber() + " " + memory.boots);
    bootedNanos = world.nanos();
    bootedHostNanos = world.hostNanos();
    safeCause = memory.latched;
    safeDetail = memory.latchedDetail;
    frozen = false;
    units.forEach(Unit::booted);
  }
}
