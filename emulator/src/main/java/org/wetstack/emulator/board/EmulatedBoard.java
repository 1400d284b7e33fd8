package org.wetstack.emulator.board;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.wetstack.emulator.World;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.protocol.v1.Alarm;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;

/**
 * A firmware board: its power, the messages it takes and sends, and the units it carries. {@link
 * #plug} is its wire face; {@link #bench}, {@link #pump}, {@link #array}, {@link #light} and {@link
 * #sensor} are its bench faces. All thread-safe.
 */
public final class EmulatedBoard {

  private final World world;
  private final BoardSpec spec;
  private final List<Unit> units = new ArrayList<>();
  private final NonVolatile memory;
  private final BoardBench bench = new BoardBench(this);
  private final SafeLatch safe;
  private final Lease lease;
  private final BoardClock clock;
  private final Commands commands;
  private long bootId;
  private boolean powered = true;
  private boolean frozen;

  public EmulatedBoard(World world, BoardSpec spec) {
    this(world, spec, Optional.empty());
  }

  /**
   * @param diary the file in which it keeps what a board keeps without power: one that is there
   *     already is that of the same board
   */
  public EmulatedBoard(World world, BoardSpec spec, Optional<Path> diary) {
    this.world = world;
    this.spec = spec;
    this.memory =
        new NonVolatile(
            diary.map(path -> new Diary(world, path)).orElseGet(() -> new Diary(world)));
    this.safe = new SafeLatch(memory);
    this.lease = new Lease(this, memory);
    this.clock = new BoardClock(world, memory);
    this.commands = new Commands(units, clock, safe, bench);
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
    return new LightUnit(this, units.size(), (LightSpec) device);
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

  /** The bench face of the light called {@code name}. */
  public LightBench light(String name) {
    return new LightBench(world, find(name, LightUnit.class));
  }

  /** Makes the sensor called {@code name} read {@code counts}. */
  public void sensor(String name, int counts) {
    sensor(name, () -> counts);
  }

  /**
   * Makes the sensor called {@code name} read what {@code counts} says, which is asked under the
   * world's lock whenever the sensor is read.
   */
  public void sensor(String name, IntSupplier counts) {
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

  /** The world it is in, which goes on until it is ended. */
  public World world() {
    return world;
  }

  public BoardSpec spec() {
    return spec;
  }

  long bootId() {
    return bootId;
  }

  BoardClock clock() {
    return clock;
  }

  Diary diary() {
    return memory.diary;
  }

  SafeLatch safe() {
    return safe;
  }

  void receive(Plug plug, HostMessage message) {
    if (!powered || frozen || message.getRequestId() == 0) {
      return;
    }
    switch (message.getBodyCase()) {
      case STOP -> answer(plug, message, Answers.of(() -> commands.stop(message)));
      case HELLO -> lease.hello(plug, message);
      default -> {
        HostSession current = lease.session();
        if (current == null || message.getEpoch() != current.epoch) {
          answer(
              plug,
              message,
              Answers.refused(Reason.REASON_STALE_EPOCH, "no session of that epoch"));
        } else {
          inSession(current, plug, message);
        }
      }
    }
  }

  private void inSession(HostSession current, Plug plug, HostMessage message) {
    current.plug = plug;
    if (message.hasHeartbeat()) {
      answer(plug, message, lease.heartbeat(current, message.getHeartbeat()));
      return;
    }
    ReplyMemory.Exchange before = current.replies.of(message.getRequestId());
    if (before != null) {
      if (before.request().equals(message)) {
        transmit(plug, before.reply());
      } else {
        answer(plug, message, Answers.refused(Reason.REASON_MALFORMED, "request_id used twice"));
      }
      return;
    }
    DeviceMessage reply =
        reply(message, Answers.of(() -> commands.obey(message)).setDevice(message.getDevice()));
    current.replies.add(message, reply);
    transmit(plug, reply);
    if (message.hasGoodbye() && reply.hasDone()) {
      lease.end();
    }
  }

  /** Stops every output and disarms. */
  void halt(Unit.Halt why) {
    units.forEach(unit -> unit.halt(why));
  }

  void sessionEnded() {
    units.forEach(Unit::sessionEnded);
  }

  /** A fault or an open interlock: everything rests, and stays so until it is cleared. */
  void goSafe(int device, SafeState.Cause cause, String code, String detail) {
    safe.close(cause, detail);
    halt(Unit.Halt.FAULT);
    event(
        device,
        DeviceMessage.newBuilder()
            .setAlarm(
                Alarm.newBuilder().setCode(code).setDetail(detail).setSafeState(safe.state())));
  }

  /** Sends an event of device {@code index}, if there is a session to send it to. */
  void event(int index, DeviceMessage.Builder event) {
    HostSession current = lease.session();
    if (current != null && powered) {
      current.lastEvent++;
      transmit(
          current.plug,
          event
              .setEpoch(current.epoch)
              .setDeviceMicros(clock.micros())
              .setDevice(index)
              .setEventNumber(current.lastEvent)
              .build());
    }
  }

  /** Sends samples, which have no event number; false if the link does not take them. */
  boolean samples(int index, DeviceMessage.Builder samples) {
    HostSession current = lease.session();
    return current != null
        && transmit(
            current.plug,
            samples
                .setEpoch(current.epoch)
                .setDeviceMicros(clock.micros())
                .setDevice(index)
                .build());
  }

  private DeviceMessage reply(HostMessage request, DeviceMessage.Builder body) {
    return body.setInReplyTo(request.getRequestId())
        .setEpoch(request.getEpoch())
        .setDeviceMicros(clock.micros())
        .build();
  }

  /** Sends {@code body} as the answer to {@code request}. */
  void answer(Plug plug, HostMessage request, DeviceMessage.Builder body) {
    transmit(plug, reply(request, body.setDevice(request.getDevice())));
  }

  /** Sends unless the board is off or hangs; false if nothing takes the message. Never blocks. */
  boolean transmit(Plug plug, DeviceMessage message) {
    return powered && !frozen && plug.send(message);
  }

  void freeze(boolean hang) {
    frozen = hang;
  }

  /** Power goes now, and comes back after {@code off}. */
  void powerCycle(Duration off) {
    if (!powered) {
      return;
    }
    units.forEach(Unit::powerLost);
    clock.powerLost();
    powered = false;
    lease.powerLost();
    world.after(
        off,
        () -> {
          powered = true;
          boot();
        });
  }

  private void boot() {
    // The time tells apart processes that have no memory: each is a boot of its own, as with power.
    bootId =
        world.seedFor("boot " + spec.serialNumber() + " " + memory.nextBoot() + " " + world.now());
    clock.booted();
    safe.booted();
    frozen = false;
    units.forEach(Unit::booted);
  }
}
