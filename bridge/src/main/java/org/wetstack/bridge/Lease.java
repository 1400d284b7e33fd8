package org.wetstack.bridge;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.HeartbeatReply;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused.Reason;

/** Which host holds the bridge, and until when. SPEC.md, 3 and 6. Guarded by the bridge's lock. */
final class Lease {

  /** A timer later than this was held up with its whole process. */
  private static final long LATE_NANOS = 20_000_000;

  private static final Duration READING = Duration.ofMillis(250);
  private static final int VERSION = 1;
  private static final int MIN_MILLIS = 1_000;
  private static final int MAX_MILLIS = 10_000;

  private final PumpBridge bridge;
  private final Timebase time;
  private @Nullable HostSession session;
  private Timebase.@Nullable Timer timer;

  Lease(PumpBridge bridge, Timebase time) {
    this.bridge = bridge;
    this.time = time;
  }

  /** The session of the host that holds the bridge; null if none does. */
  @Nullable HostSession session() {
    return session;
  }

  /** Answers a Hello that came by {@code plug}, and grants the lease if it can. */
  void hello(Plug plug, HostMessage message) {
    HostSession current = session;
    if (current != null && current.hello.equals(message)) {
      current.plug = plug;
      plug.send(current.welcome);
      return;
    }
    DeviceMessage.Builder body;
    try {
      check(message.getHello(), current);
      body = bridge.welcome(VERSION, granted(message.getHello()));
    } catch (RefusedException e) {
      plug.send(bridge.reply(message, Answers.refused(e)));
      return;
    } catch (DeviceException e) {
      plug.send(
          bridge.reply(
              message, Answers.refused(Reason.REASON_FAULT, String.valueOf(e.getMessage()))));
      return;
    }
    if (current != null) {
      end();
    }
    DeviceMessage welcome =
        bridge.reply(message, body).toBuilder().setEpoch(body.getWelcome().getEpoch()).build();
    session = new HostSession(message, welcome, plug, time.nanoTime());
    watch();
    bridge.news().accept("host '" + message.getHello().getHostName() + "' holds the pump");
    plug.send(welcome);
  }

  private static void check(Hello hello, @Nullable HostSession current) {
    if (hello.getHostId() == 0
        || hello.getMinVersion() == 0
        || Integer.compareUnsigned(hello.getMinVersion(), hello.getMaxVersion()) > 0) {
      throw new RefusedException(Reason.REASON_MALFORMED, "host_id or versions make no sense");
    }
    if (Integer.compareUnsigned(hello.getMinVersion(), VERSION) > 0) {
      throw new RefusedException(
          Reason.REASON_UNSUPPORTED_VERSION, "this bridge speaks version " + VERSION);
    }
    if (current != null && current.hello.getHello().getHostId() != hello.getHostId()) {
      throw new RefusedException(
          Reason.REASON_LEASE_HELD, "by " + current.hello.getHello().getHostName());
    }
  }

  private static int granted(Hello hello) {
    long wanted = Integer.toUnsignedLong(hello.getLeaseMillis());
    return (int) Math.max(MIN_MILLIS, Math.min(MAX_MILLIS, wanted));
  }

  /** Renews the lease of {@code holder}. */
  DeviceMessage.Builder heartbeat(HostSession holder, Heartbeat heartbeat) {
    holder.leaseEndsNanos = time.nanoTime() + holder.leaseNanos;
    holder.spared = false;
    long now = bridge.micros();
    return DeviceMessage.newBuilder()
        .setHeartbeatReply(
            HeartbeatReply.newBuilder()
                .setHostNanos(heartbeat.getHostNanos())
                .setReceivedMicros(now)
                .setSentMicros(now)
                .setLastEventNumber(holder.lastEvent)
                .setSafeState(bridge.safeState()));
  }

  private void watch() {
    HostSession watched = session;
    if (watched == null) {
      return;
    }
    long left = watched.leaseEndsNanos - time.nanoTime();
    timer =
        time.after(Duration.ofNanos(Math.max(0, left)), () -> bridge.locked(() -> expire(watched)));
  }

  private void expire(HostSession watched) {
    if (session != watched) {
      return;
    }
    if (time.nanoTime() - watched.leaseEndsNanos < 0) {
      watch();
      return;
    }
    if (!watched.spared && time.nanoTime() - watched.leaseEndsNanos > LATE_NANOS) {
      // This program stood still itself: a heartbeat may be here and not read yet.
      watched.spared = true;
      timer = time.after(READING, () -> bridge.locked(() -> expire(watched)));
      return;
    }
    bridge.hostSilent("no heartbeat for " + watched.leaseNanos / 1_000_000 + " ms");
    end();
  }

  /** Ends the session, and with it what ends with one. */
  void end() {
    session = null;
    if (timer != null) {
      timer.cancel();
    }
    bridge.sessionEnded();
  }
}
