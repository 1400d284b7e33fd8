package org.wetstack.emulator.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.World;
import org.wetstack.emulator.tissue.Preparation;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.protocol.v1.Commit;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.QueryDose;
import org.wetstack.protocol.v1.Refused;

/** A host that says exactly what a test wants, to a board in virtual time. */
final class RawHost implements Link {

  static final int PUMP = 0;
  static final int ARRAY = 1;
  static final int SENSOR = 2;
  static final int LIGHT = 3;

  /** A light that takes no commands. */
  static final int LAMP = 4;

  static final int LEASE_MILLIS = 2_000;

  final VirtualTimebase time;
  final EmulatedBoard board;
  final List<DeviceMessage> heard = new ArrayList<>();
  boolean full;
  int epoch;
  private final LinkHandler plug;
  private final long hostId;
  private int lastId;

  private RawHost(VirtualTimebase time, EmulatedBoard board, long hostId) {
    this.time = time;
    this.board = board;
    this.hostId = hostId;
    this.plug = board.plug();
  }

  /**
   * A host in session with a board that carries a pump, an array in saline, a thermometer and
   * lights.
   */
  static RawHost inSession() {
    var time = new VirtualTimebase();
    Preparation saline = new QuietTissue(32);
    var board =
        new EmulatedBoard(
            new World(time, 1, 1),
            BoardSpec.of(
                "board-1",
                PumpSpec.defaults("dopamine"),
                ArraySpec.fourByEight("mea", saline),
                SensorSpec.thermometer("bath"),
                new LightSpec("uv", 365, 10_000, 10, 1_000_000, 5_000),
                new LightSpec("lamp", 590, 500, 1, 0, 1)));
    var host = new RawHost(time, board, 7);
    host.hello();
    return host;
  }

  /** A host without a session yet, on a link to {@code board}. */
  static RawHost of(VirtualTimebase time, EmulatedBoard board) {
    return new RawHost(time, board, 7);
  }

  /** Another host, without a session, on a link of its own to the same board. */
  RawHost other(long itsHostId) {
    return new RawHost(time, board, itsHostId);
  }

  /** Opens a session. */
  void hello() {
    DeviceMessage welcome = ask(helloRequest());
    assertTrue(welcome.hasWelcome(), welcome::toString);
    epoch = welcome.getWelcome().getEpoch();
  }

  HostMessage.Builder helloRequest() {
    return HostMessage.newBuilder()
        .setHello(
            Hello.newBuilder()
                .setMinVersion(1)
                .setMaxVersion(1)
                .setHostId(hostId)
                .setLeaseMillis(LEASE_MILLIS)
                .setHostName("host " + hostId));
  }

  /** A request of this session to {@code device}, good for one lease. */
  HostMessage.Builder to(int device) {
    return HostMessage.newBuilder()
        .setEpoch(epoch)
        .setDevice(device)
        .setNotAfterMicros(board.clock().micros() + LEASE_MILLIS * 1_000L);
  }

  /** A Prepare of a dose at 2 mL/min. */
  HostMessage.Builder prepare(long operation, int nanoliters) {
    return to(PUMP)
        .setPrepare(
            Prepare.newBuilder()
                .setOperationId(operation)
                .setVolumeNanoliters(nanoliters)
                .setRateNanolitersPerMinute(2_000_000));
  }

  HostMessage.Builder commit(long operation) {
    return to(PUMP).setCommit(Commit.newBuilder().setOperationId(operation));
  }

  /** Asks what the pump remembers of a dose; its answer. */
  DeviceMessage queryDose(long operation) {
    return ask(to(PUMP).setQueryDose(QueryDose.newBuilder().setOperationId(operation)));
  }

  /** Numbers and sends {@code request}; its answer. */
  DeviceMessage ask(HostMessage.Builder request) {
    return send(request.setRequestId(++lastId).build());
  }

  /** Sends {@code request} as it is; its answer. */
  DeviceMessage send(HostMessage request) {
    int before = heard.size();
    bytes(request.toByteArray());
    List<DeviceMessage> answers =
        heard.subList(before, heard.size()).stream()
            .filter(message -> message.getInReplyTo() == request.getRequestId())
            .toList();
    assertEquals(1, answers.size(), () -> "answers to " + request + ": " + answers);
    return answers.get(0);
  }

  void refused(Refused.Reason reason, HostMessage.Builder request) {
    DeviceMessage answer = ask(request);
    assertEquals(reason, answer.getRefused().getReason(), answer::toString);
  }

  void bytes(byte[] message) {
    plug.onBytes(this, ByteBuffer.wrap(message));
  }

  DeviceMessage heartbeat() {
    return ask(HostMessage.newBuilder().setEpoch(epoch).setHeartbeat(Heartbeat.newBuilder()));
  }

  /** Lets {@code span} pass while the lease is kept alive. */
  void live(Duration span) {
    Duration beat = Duration.ofMillis(LEASE_MILLIS / 4);
    for (Duration left = span; !left.isZero(); ) {
      Duration step = left.compareTo(beat) < 0 ? left : beat;
      time.advance(step);
      heartbeat();
      left = left.minus(step);
    }
  }

  /** The events heard so far. */
  List<DeviceMessage> events() {
    return heard.stream().filter(message -> message.getInReplyTo() == 0).toList();
  }

  @Override
  public Delivery delivery() {
    return Delivery.MESSAGES;
  }

  @Override
  public void send(ByteBuffer bytes) {
    if (full) {
      throw new DeviceException(Reason.TIMEOUT, Outcome.NOT_DONE, "the queue is full");
    }
    try {
      heard.add(DeviceMessage.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("the board says what cannot be read", e);
    }
  }

  @Override
  public void close() {}
}
