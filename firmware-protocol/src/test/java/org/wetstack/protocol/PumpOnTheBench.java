package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.protocol.v1.ClearSafeState;
import org.wetstack.protocol.v1.Commit;
import org.wetstack.protocol.v1.Describe;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.QueryDose;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.Stop;
import org.wetstack.protocol.v1.Welcome;

/** The C pump with a session, and what a host can ask of it. It runs under sanitizers. */
class PumpOnTheBench {

  static final int FAST = 60_000_000;
  static final int SLOW = 600_000;
  static final int LONG_LEASE = 60_000;
  static Path program = Path.of("");

  @TempDir Path folder = Path.of("");
  ReferencePump pump;
  Welcome session = Welcome.getDefaultInstance();
  int requestId = 1_000;

  @BeforeAll
  static void build() throws Exception {
    program = ReferencePeer.build("c-sanitized", "address,undefined").resolve("pump");
  }

  @BeforeEach
  void start() throws Exception {
    pump = new ReferencePump(program, folder.resolve("nvm"));
    session = hello(1, LONG_LEASE);
  }

  @AfterEach
  void stop() throws Exception {
    pump.close();
  }

  void deliver(long operation, int nanoliters) throws Exception {
    ask(prepare(operation, nanoliters, FAST));
    assertTrue(ask(commit(operation)).hasDoseStatus());
    DoseStatus end = pump.event().getDoseStatus();
    assertEquals(operation, end.getOperationId());
    assertEquals(DoseStatus.State.STATE_COMPLETE, end.getState());
  }

  void awaitFlow(long operation) throws Exception {
    while (ask(query(operation)).getDoseStatus().getDeliveredLowerNanoliters() < 1_000) {
      heartbeat();
    }
  }

  DeviceMessage heartbeat() throws Exception {
    return ask(request().setHeartbeat(Heartbeat.getDefaultInstance()));
  }

  DeviceMessage ask(HostMessage.Builder request) throws IOException, InterruptedException {
    DeviceMessage reply = pump.ask(request.build());
    assertEquals(request.getEpoch(), reply.getEpoch());
    assertEquals(0, reply.getEventNumber());
    return reply;
  }

  Welcome hello(long hostId, int leaseMillis) throws IOException, InterruptedException {
    DeviceMessage reply = pump.ask(helloRequest(hostId, leaseMillis).build());
    assertTrue(reply.hasWelcome(), reply.toString());
    assertEquals(reply.getEpoch(), reply.getWelcome().getEpoch());
    return reply.getWelcome();
  }

  HostMessage.Builder helloRequest(long hostId, int leaseMillis) {
    Hello.Builder hello = Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setHostId(hostId);
    return HostMessage.newBuilder()
        .setRequestId(++requestId)
        .setHello(hello.setLeaseMillis(leaseMillis).setHostName("test"));
  }

  HostMessage.Builder request() {
    return HostMessage.newBuilder().setRequestId(++requestId).setEpoch(session.getEpoch());
  }

  HostMessage.Builder describe() {
    return request().setDescribe(Describe.getDefaultInstance());
  }

  HostMessage.Builder clear() {
    return request().setClearSafeState(ClearSafeState.getDefaultInstance());
  }

  HostMessage.Builder stopRequest() {
    return request().setStop(Stop.getDefaultInstance());
  }

  HostMessage.Builder query(long operation) {
    return request().setQueryDose(QueryDose.newBuilder().setOperationId(operation));
  }

  HostMessage.Builder prepare(long operation, int nanoliters, int rate) {
    Prepare.Builder prepare = Prepare.newBuilder().setOperationId(operation);
    prepare.setVolumeNanoliters(nanoliters).setRateNanolitersPerMinute(rate);
    return request().setNotAfterMicros(Long.MAX_VALUE).setPrepare(prepare);
  }

  HostMessage.Builder commit(long operation) {
    Commit.Builder commit = Commit.newBuilder().setOperationId(operation);
    return request().setNotAfterMicros(Long.MAX_VALUE).setCommit(commit);
  }

  static void assertRefused(Reason reason, DeviceMessage reply) {
    assertEquals(reason, reply.getRefused().getReason(), reply.toString());
  }

  static void assertDose(
      DoseStatus.State state, int applied, int lower, int upper, DeviceMessage reply) {
    DoseStatus dose = reply.getDoseStatus();
    assertEquals(state, dose.getState(), reply.toString());
    assertEquals(applied, dose.getAppliedVolumeNanoliters());
    assertEquals(lower, dose.getDeliveredLowerNanoliters());
    assertEquals(upper, dose.getDeliveredUpperNanoliters());
  }
}
