package org.wetstack.bridge;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;
import org.wetstack.protocol.v1.Welcome;

/**
 * A pump of the HAL as a device of the firmware protocol: what it takes and says. Everything in it
 * happens under one lock, under which nothing waits; what waits for the pump is done by its hands.
 */
public final class PumpBridge implements AutoCloseable {

  private static final int COMMAND_WINDOW = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Timebase time;
  private final LongSupplier random;
  private final Epochs epochs;
  private final Consumer<String> news;
  private final Lease lease;
  private final BridgedPump pump;
  private final Commands commands;
  private long bootId;
  private long bootNanos;

  private PumpBridge(Parts parts) {
    this.time = parts.time;
    this.random = parts.random;
    this.epochs = parts.epochs;
    this.news = parts.news;
    this.lease = new Lease(this, time);
    this.pump =
        new BridgedPump(this, parts.opening, time, new Hand(parts.hand), new Hand(parts.brake));
    this.commands = new Commands(this, pump);
  }

  /**
   * What a bridge is made of.
   *
   * @param opening opens the instrument with the pump, again after each loss; it may block
   * @param hand on which doses are begun and questions asked
   * @param brake on which the pump is stopped, which must not wait behind what starts it
   * @param random where boot ids come from
   * @param news told, in words for a person, what happens; must return quickly
   */
  public record Parts(
      Supplier<Instrument> opening,
      Timebase time,
      Executor hand,
      Executor brake,
      LongSupplier random,
      Epochs epochs,
      Consumer<String> news) {}

  /**
   * Opens the pump, stops it, and is ready for hosts. Blocks.
   *
   * @throws IllegalArgumentException if it cannot be bridged; the message says why
   * @throws org.wetstack.hal.DeviceException if it does not answer
   */
  public static PumpBridge open(Parts parts) {
    var bridge = new PumpBridge(parts);
    bridge.pump.open();
    return bridge;
  }

  /** The bridge's end of a new link to hosts. */
  public LinkHandler plug() {
    return new Plug(this);
  }

  /** Stops the pump and gives it up. Blocks, for at most some seconds. */
  @Override
  public void close() {
    locked(
        () -> {
          if (lease.session() != null) {
            lease.end();
          }
        });
    pump.close();
  }

  void locked(Runnable task) {
    lock.lock();
    try {
      task.run();
    } finally {
      lock.unlock();
    }
  }

  Consumer<String> news() {
    return news;
  }

  /** The pump is there, maybe anew: to hosts that is a boot. */
  void booted() {
    long before = bootId;
    while (bootId == before || bootId == 0) {
      bootId = random.getAsLong();
    }
    bootNanos = time.nanoTime();
  }

  /** Microseconds since the boot. */
  long micros() {
    return (time.nanoTime() - bootNanos) / 1_000;
  }

  SafeState safeState() {
    return pump.safeState();
  }

  /** Takes in what a host said. Under the lock. */
  void receive(Plug plug, HostMessage message) {
    if (message.getRequestId() == 0) {
      return;
    }
    switch (message.getBodyCase()) {
      case STOP -> stop(plug, message);
      case HELLO -> {
        // A host that comes back while the pump is being stopped repeats its Hello.
        if (!pump.falling()) {
          lease.hello(plug, message);
        }
      }
      default -> {
        HostSession current = lease.session();
        if (current == null || message.getEpoch() != current.epoch) {
          refuse(plug, message, Reason.REASON_STALE_EPOCH, "no session of that epoch");
        } else {
          inSession(current, plug, message);
        }
      }
    }
  }

  private void stop(Plug plug, HostMessage message) {
    if (message.getDevice() != 0) {
      refuse(plug, message, Reason.REASON_NO_SUCH_DEVICE, "there is one pump, at index 0");
    } else {
      // If it cannot be stopped now there is no answer: the host repeats, and each copy is obeyed.
      pump.halt(State.STATE_STOPPED, () -> plug.send(reply(message, Answers.done())));
    }
  }

  private void inSession(HostSession current, Plug plug, HostMessage message) {
    current.plug = plug;
    if (message.hasHeartbeat()) {
      plug.send(reply(message, lease.heartbeat(current, message.getHeartbeat())));
      return;
    }
    ReplyMemory.Exchange before = current.replies.of(message.getRequestId());
    HostMessage underWay = current.underWay.get(message.getRequestId());
    if (before != null && before.request().equals(message)) {
      plug.send(before.reply());
    } else if (before != null || (underWay != null && !underWay.equals(message))) {
      refuse(plug, message, Reason.REASON_MALFORMED, "request_id used twice");
    } else if (underWay == null) {
      if (!message.hasGoodbye() && current.underWay.size() >= COMMAND_WINDOW) {
        refuse(plug, message, Reason.REASON_OVERLOADED, "at most " + COMMAND_WINDOW + " at once");
      } else {
        obey(current, new Reply(this, current, message));
      }
    }
  }

  private void obey(HostSession current, Reply reply) {
    try {
      if (reply.request().hasGoodbye()) {
        pump.halt(State.STATE_STOPPED, () -> farewell(current, reply));
      } else {
        commands.obey(reply);
      }
    } catch (RefusedException e) {
      reply.give(Answers.refused(e));
    }
  }

  private void farewell(HostSession current, Reply reply) {
    reply.give(Answers.done());
    if (lease.session() == current) {
      lease.end();
    }
  }

  private void refuse(Plug plug, HostMessage message, Reason reason, String detail) {
    plug.send(reply(message, Answers.refused(reason, detail).setDevice(message.getDevice())));
  }

  DeviceMessage reply(HostMessage request, DeviceMessage.Builder body) {
    return body.setInReplyTo(request.getRequestId())
        .setEpoch(request.getEpoch())
        .setDeviceMicros(micros())
        .build();
  }

  /** Sends an event, if there is a session to send it to. */
  void event(DeviceMessage.Builder event) {
    HostSession current = lease.session();
    if (current != null) {
      current.lastEvent++;
      current.plug.send(
          event
              .setEpoch(current.epoch)
              .setDeviceMicros(micros())
              .setEventNumber(current.lastEvent)
              .build());
    }
  }

  DeviceMessage.Builder welcome(int version, int leaseMillis) {
    DeviceInfo info = pump.info();
    return DeviceMessage.newBuilder()
        .setWelcome(
            Welcome.newBuilder()
                .setVersion(version)
                .setEpoch(epochs.next())
                .setLeaseMillis(leaseMillis)
                .setCommandWindow(COMMAND_WINDOW)
                .setMaxHostMessage(512)
                .setBootId(bootId)
                .setDeviceCount(1)
                .setManufacturer("wetstack bridge")
                .setModel(Answers.name(info.model()))
                .setSerialNumber(Answers.name(info.serialNumber()))
                .setFirmwareVersion(Answers.name(info.firmwareVersion()))
                .setSafeState(safeState()));
  }

  /** The lease has run out. */
  void hostSilent(String detail) {
    news.accept("the host is silent: " + detail + "; the pump is stopped");
    pump.fall(detail);
  }

  void sessionEnded() {
    pump.sessionEnded();
  }

  /** The pump is lost, and with it whatever is volatile. */
  void pumpLost(String why) {
    news.accept("the pump is lost: " + why);
    HostSession current = lease.session();
    if (current != null) {
      event(Answers.alarm("pump-lost", why, SafeState.getDefaultInstance()));
      lease.end();
    }
  }
}
