package org.wetstack.emulator.board;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.HeartbeatReply;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.Welcome;

/** Which host holds a board, and until when. SPEC.md, 3 and 6. */
final class Lease {

  private static final int VERSION = 1;
  private static final int COMMAND_WINDOW = 4;
  private static final int MIN_MILLIS = 250;
  private static final int MAX_MILLIS = 10_000;

  /** A timer later than this was held up with its whole process. */
  private static final long LATE_NANOS = 20_000_000;

  private static final Duration READING = Duration.ofMillis(250);

  private final EmulatedBoard board;
  private final NonVolatile memory;
  private @Nullable HostSession session;
  private Timebase.@Nullable Timer timer;

  Lease(EmulatedBoard board, NonVolatile memory) {
    this.board = board;
    this.memory = memory;
  }

  /** The session of the host that holds the board; null if none does. */
  @Nullable HostSession session() {
    return session;
  }

  /** Answers a Hello that came by {@code plug}, and grants the lease if it can. */
  void hello(Plug plug, HostMessage message) {
    HostSession current = session;
    if (current != null && current.hello.equals(message)) {
      current.plug = plug;
      board.transmit(plug, current.welcome);
      return;
    }
    DeviceMessage.Builder reply = Answers.of(() -> welcome(message.getHello(), current));
    if (!reply.hasWelcome()) {
      board.answer(plug, message, reply);
      return;
    }
    if (current != null) {
      end();
    }
    DeviceMessage welcome =
        reply
            .setInReplyTo(message.getRequestId())
            .setEpoch(reply.getWelcome().getEpoch())
            .setDeviceMicros(board.clock().micros())
            .build();
    session = new HostSession(message, welcome, plug, board.world().hostNanos());
    watch();
    board.transmit(plug, welcome);
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
    int epoch = memory.nextEpoch();
    int lease =
        (int)
            Math.max(
                MIN_MILLIS, Math.min(MAX_MILLIS, Integer.toUnsignedLong(hello.getLeaseMillis())));
    return DeviceMessage.newBuilder()
        .setWelcome(
            Welcome.newBuilder()
                .setVersion(VERSION)
                .setEpoch(epoch)
                .setLeaseMillis(lease)
                .setCommandWindow(COMMAND_WINDOW)
                .setMaxHostMessage(512)
                .setBootId(board.bootId())
                .setDeviceCount(board.spec().devices().size())
                .setManufacturer(board.spec().manufacturer())
                .setModel(board.spec().model())
                .setSerialNumber(board.spec().serialNumber())
                .setFirmwareVersion("emulated 1.0")
                .setSafeState(board.safe().state()));
  }

  /** Renews the lease of {@code holder}. */
  DeviceMessage.Builder heartbeat(HostSession holder, Heartbeat heartbeat) {
    holder.leaseEndsNanos = board.world().hostNanos() + holder.leaseNanos;
    holder.spared = false;
    long now = board.clock().micros();
    return DeviceMessage.newBuilder()
        .setHeartbeatReply(
            HeartbeatReply.newBuilder()
                .setHostNanos(heartbeat.getHostNanos())
                .setReceivedMicros(now)
                .setSentMicros(now)
                .setLastEventNumber(holder.lastEvent)
                .setSafeState(board.safe().state()));
  }

  private void watch() {
    HostSession watched = session;
    if (watched == null) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    long left = watched.leaseEndsNanos - board.world().hostNanos();
    timer = board.world().afterHostTime(Duration.ofNanos(Math.max(0, left)), () -> check(watched));
  }

  private void check(HostSession watched) {
    if (session != watched) {
      return;
    }
    if (board.world().hostNanos() < watched.leaseEndsNanos) {
      watch();
      return;
    }
    if (!watched.spared && board.world().hostNanos() - watched.leaseEndsNanos > LATE_NANOS) {
      // This process stood still, as no board does: a heartbeat may be here and not read yet.
      watched.spared = true;
      timer = board.world().afterHostTime(READING, () -> check(watched));
      return;
    }
    board.halt(Unit.Halt.HOST_SILENT);
    board.safe().hostSilent("no heartbeat for " + watched.leaseNanos / 1_000_000 + " ms");
    end();
  }

  /** Ends the session, and with it what ends with one. */
  void end() {
    session = null;
    if (timer != null) {
      timer.cancel();
    }
    board.sessionEnded();
  }

  /** The session is gone with the memory it was in. */
  void powerLost() {
    session = null;
  }
}
