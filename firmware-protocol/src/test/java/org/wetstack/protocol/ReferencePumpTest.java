package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.protocol.v1.ClearSafeState;
import org.wetstack.protocol.v1.Commit;
import org.wetstack.protocol.v1.Describe;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.Goodbye;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.QueryDose;
import org.wetstack.protocol.v1.ReadSensor;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;
import org.wetstack.protocol.v1.Stop;
import org.wetstack.protocol.v1.Welcome;

/** The C pump against SPEC.md, message by message. It runs under the sanitizers of the compiler. */
class ReferencePumpTest {

  private static final int FAST = 60_000_000;
  private static final int SLOW = 600_000;
  private static final int LONG_LEASE = 60_000;
  private static Path program = Path.of("");

  @TempDir Path folder = Path.of("");
  private ReferencePump pump;
  private Welcome session = Welcome.getDefaultInstance();
  private int requestId = 1_000;

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

  @Test
  void repeatedHelloOpensNoNewSessionAndAnotherHelloDoes() throws Exception {
    HostMessage again = helloRequest(1, LONG_LEASE).build();
    DeviceMessage welcome = pump.ask(again);
    assertEquals(session.getEpoch() + 1, welcome.getWelcome().getEpoch());
    assertEquals(welcome, pump.ask(again));
    assertEquals(session.getBootId(), welcome.getWelcome().getBootId());
    assertRefused(Reason.REASON_STALE_EPOCH, ask(describe()));
  }

  @Test
  void leaseIsHeldAgainstOtherHostsUntilGoodbye() throws Exception {
    assertRefused(Reason.REASON_LEASE_HELD, pump.ask(helloRequest(2, LONG_LEASE).build()));
    assertTrue(ask(describe()).getDescription().hasPump());
    assertTrue(ask(request().setGoodbye(Goodbye.getDefaultInstance())).hasDone());
    assertRefused(Reason.REASON_STALE_EPOCH, ask(describe()));
    Welcome next = hello(2, LONG_LEASE);
    assertTrue(next.getEpoch() > session.getEpoch());
    assertEquals(SafeState.Cause.CAUSE_NONE, next.getSafeState().getCause());
  }

  @Test
  void versionsAndMalformedHellosAreRefused() throws Exception {
    HostMessage.Builder hello = helloRequest(1, LONG_LEASE);
    hello.getHelloBuilder().setMinVersion(2).setMaxVersion(3);
    assertRefused(Reason.REASON_UNSUPPORTED_VERSION, pump.ask(hello.build()));
    hello.setRequestId(++requestId).getHelloBuilder().setMinVersion(0);
    assertRefused(Reason.REASON_MALFORMED, pump.ask(hello.build()));
    assertRefused(Reason.REASON_MALFORMED, pump.ask(helloRequest(0, LONG_LEASE).build()));
    assertTrue(ask(describe()).hasDescription());
  }

  @Test
  void doseIsDeliveredOnceHoweverOftenItIsAskedFor() throws Exception {
    HostMessage prepare = prepare(7, 1_030, FAST).build();
    DeviceMessage prepared = pump.ask(prepare);
    assertDose(DoseStatus.State.STATE_PREPARED, 1_025, 0, 0, prepared);
    assertEquals(prepared, pump.ask(prepare));
    assertEquals(0, pump.delivered());
    HostMessage commit = commit(7).build();
    DeviceMessage running = pump.ask(commit);
    assertEquals(DoseStatus.State.STATE_RUNNING, running.getDoseStatus().getState());
    DeviceMessage end = pump.event();
    assertDose(DoseStatus.State.STATE_COMPLETE, 1_025, 1_025, 1_025, end);
    assertEquals(1, end.getEventNumber());
    assertEquals(running, pump.ask(commit));
    assertDose(DoseStatus.State.STATE_COMPLETE, 1_025, 1_025, 1_025, ask(commit(7)));
    assertDose(DoseStatus.State.STATE_COMPLETE, 1_025, 1_025, 1_025, ask(prepare(7, 1_030, FAST)));
    assertRefused(Reason.REASON_OPERATION_CONFLICT, ask(prepare(7, 2_000, FAST)));
    assertEquals(1_025, pump.delivered());
  }

  @Test
  void requestIdUsedForSomethingElseIsRefused() throws Exception {
    HostMessage prepare = prepare(7, 1_000, FAST).build();
    pump.ask(prepare);
    HostMessage other = prepare(8, 1_000, FAST).setRequestId(prepare.getRequestId()).build();
    assertRefused(Reason.REASON_MALFORMED, pump.ask(other));
    assertDose(DoseStatus.State.STATE_NEVER_SEEN, 0, 0, 0, ask(query(8)));
  }

  @Test
  void powerLossLeavesBoundsThatHoldAndNothingResumes() throws Exception {
    int epoch = session.getEpoch();
    long booted = session.getBootId();
    ask(prepare(7, 1_000_000, SLOW));
    ask(commit(7));
    awaitFlow(7);
    assertEquals("ok", pump.bench("power-cycle"));
    long delivered = pump.delivered();
    session = hello(1, LONG_LEASE);
    assertTrue(session.getEpoch() > epoch);
    assertNotEquals(booted, session.getBootId());
    DoseStatus lost = ask(query(7)).getDoseStatus();
    assertEquals(DoseStatus.State.STATE_POWER_LOST, lost.getState());
    assertTrue(lost.getDeliveredLowerNanoliters() <= delivered, lost + " but " + delivered);
    assertTrue(lost.getDeliveredUpperNanoliters() >= delivered, lost + " but " + delivered);
    assertEquals(250, lost.getDeliveredUpperNanoliters() - lost.getDeliveredLowerNanoliters());
    assertEquals(lost, ask(commit(7)).getDoseStatus());
    assertEquals(delivered, pump.delivered());
  }

  @Test
  void programKilledAtAnyInstantRemembersWhatItBegan() throws Exception {
    for (int i = 1; i <= 5; i++) {
      ask(prepare(i, 300_000, FAST));
      ask(commit(i));
      awaitFlow(i);
      pump.kill();
      pump.close();
      pump = new ReferencePump(program, folder.resolve("nvm"));
      int before = session.getEpoch();
      session = hello(1, LONG_LEASE);
      assertTrue(session.getEpoch() > before);
      DoseStatus.State state = ask(query(i)).getDoseStatus().getState();
      assertTrue(
          state == DoseStatus.State.STATE_POWER_LOST || state == DoseStatus.State.STATE_COMPLETE,
          "dose " + i + " is " + state);
    }
  }

  @Test
  void silentHostIsNoticedFlowStopsAndTheStateIsLatched() throws Exception {
    ask(prepare(7, 1_000_000, SLOW));
    ask(commit(7));
    session = hello(1, 250);
    HostMessage.Builder nothing = describe();
    long rounds = 0;
    while (!ask(nothing.setRequestId(++requestId)).hasRefused()) {
      rounds++;
      assertTrue(rounds < 1_000_000, "the lease never ended");
    }
    long delivered = pump.delivered();
    session = hello(2, LONG_LEASE);
    assertEquals(SafeState.Cause.CAUSE_HOST_SILENT, session.getSafeState().getCause());
    DoseStatus dose = ask(query(7)).getDoseStatus();
    assertEquals(DoseStatus.State.STATE_HOST_SILENT, dose.getState());
    assertEquals(delivered, dose.getDeliveredLowerNanoliters());
    assertRefused(Reason.REASON_SAFE_STATE, ask(prepare(8, 1_000, FAST)));
    assertTrue(ask(clear()).hasDone());
    assertTrue(ask(prepare(8, 1_000, FAST)).hasDoseStatus());
    assertEquals(delivered, pump.delivered());
  }

  @Test
  void occlusionEndsTheDoseWithBoundsAndTheStateOutlivesPower() throws Exception {
    ask(prepare(7, 1_000_000, SLOW));
    ask(commit(7));
    pump.bench("occlude");
    long delivered = pump.delivered();
    DoseStatus fault = pump.event().getDoseStatus();
    assertEquals(DoseStatus.State.STATE_FAULT, fault.getState());
    assertTrue(fault.getDeliveredLowerNanoliters() <= delivered);
    assertTrue(fault.getDeliveredUpperNanoliters() >= delivered);
    DeviceMessage alarm = pump.event();
    assertEquals("occlusion", alarm.getAlarm().getCode());
    assertEquals(SafeState.Cause.CAUSE_FAULT, alarm.getAlarm().getSafeState().getCause());
    assertEquals(2, alarm.getEventNumber());
    assertEquals(2, heartbeat().getHeartbeatReply().getLastEventNumber());
    assertRefused(Reason.REASON_FAULT, ask(clear()));
    pump.bench("power-cycle");
    session = hello(1, LONG_LEASE);
    assertEquals(SafeState.Cause.CAUSE_FAULT, session.getSafeState().getCause());
    assertRefused(Reason.REASON_SAFE_STATE, ask(prepare(8, 1_000, FAST)));
    pump.bench("free");
    assertTrue(ask(clear()).hasDone());
    assertTrue(ask(prepare(8, 1_000, FAST)).hasDoseStatus());
    assertEquals(delivered, pump.delivered());
  }

  @Test
  void whatCannotBeIsRefusedWithItsReason() throws Exception {
    assertRefused(Reason.REASON_OUT_OF_RANGE, ask(prepare(7, 24, FAST)));
    assertRefused(Reason.REASON_OUT_OF_RANGE, ask(prepare(7, 1_000_001, FAST)));
    assertRefused(Reason.REASON_OUT_OF_RANGE, ask(prepare(7, -1, FAST)));
    assertRefused(Reason.REASON_OUT_OF_RANGE, ask(prepare(7, 1_000, 999)));
    assertRefused(Reason.REASON_OUT_OF_RANGE, ask(prepare(7, 1_000, FAST + 1)));
    assertRefused(Reason.REASON_MALFORMED, ask(prepare(0, 1_000, FAST)));
    assertRefused(Reason.REASON_MALFORMED, ask(prepare(7, 1_000, FAST).setNotAfterMicros(0)));
    assertRefused(Reason.REASON_EXPIRED, ask(prepare(7, 1_000, FAST).setNotAfterMicros(1)));
    assertRefused(Reason.REASON_NO_SUCH_DEVICE, ask(prepare(7, 1_000, FAST).setDevice(1)));
    assertRefused(Reason.REASON_NOT_PREPARED, ask(commit(7)));
    assertRefused(Reason.REASON_UNSUPPORTED, ask(request()));
    var sensor = request().setReadSensor(ReadSensor.getDefaultInstance());
    assertRefused(Reason.REASON_UNSUPPORTED, ask(sensor));
    assertDose(DoseStatus.State.STATE_NEVER_SEEN, 0, 0, 0, ask(query(7)));
    ask(prepare(7, 1_000_000, SLOW));
    ask(commit(7));
    assertRefused(Reason.REASON_BUSY, ask(prepare(8, 1_000, FAST)));
  }

  @Test
  void preparedDoseIsDiscardedByStopByAnotherAndByTime() throws Exception {
    ask(prepare(7, 1_000, FAST));
    ask(prepare(8, 1_000, FAST));
    assertRefused(Reason.REASON_NOT_PREPARED, ask(commit(7)));
    assertTrue(ask(stopRequest()).hasDone());
    assertRefused(Reason.REASON_NOT_PREPARED, ask(commit(8)));
    assertDose(DoseStatus.State.STATE_NEVER_SEEN, 1_000, 0, 0, ask(query(8)));
    long now = heartbeat().getDeviceMicros();
    DeviceMessage brief = ask(prepare(9, 1_000, FAST).setNotAfterMicros(now + 300_000));
    if (brief.hasDoseStatus()) {
      while (ask(query(9)).getDoseStatus().getState() == DoseStatus.State.STATE_PREPARED) {
        assertTrue(heartbeat().getDeviceMicros() < now + 20_000_000, "still prepared");
      }
      assertRefused(Reason.REASON_NOT_PREPARED, ask(commit(9)));
    }
    assertEquals(0, pump.delivered());
  }

  @Test
  void stopIsObeyedFromAnyEpochAndInAnyState() throws Exception {
    ask(prepare(7, 1_000_000, SLOW));
    ask(commit(7));
    HostMessage stop = stopRequest().setEpoch(session.getEpoch() + 77).build();
    DeviceMessage done = pump.ask(stop);
    assertTrue(done.hasDone());
    assertEquals(session.getEpoch() + 77, done.getEpoch());
    assertEquals(DoseStatus.State.STATE_STOPPED, pump.event().getDoseStatus().getState());
    assertTrue(pump.ask(stop).hasDone());
    DoseStatus stopped = ask(query(7)).getDoseStatus();
    assertEquals(pump.delivered(), stopped.getDeliveredLowerNanoliters());
    assertEquals(pump.delivered(), stopped.getDeliveredUpperNanoliters());
  }

  @Test
  void hourlyLimitHoldsAcrossLossOfPower() throws Exception {
    for (int i = 1; i <= 4; i++) {
      deliver(i, 1_000_000);
    }
    pump.bench("power-cycle");
    session = hello(1, LONG_LEASE);
    deliver(5, 999_975);
    assertRefused(Reason.REASON_HOURLY_LIMIT, ask(prepare(6, 50, FAST)));
    deliver(7, 25);
    assertRefused(Reason.REASON_HOURLY_LIMIT, ask(prepare(8, 25, FAST)));
  }

  @Test
  void onceDosesAreForgottenUnknownOnesAreTooOld() throws Exception {
    deliver(1, 25);
    for (int i = 2; i <= 256; i++) {
      ask(prepare(i, 25, FAST));
    }
    assertDose(DoseStatus.State.STATE_COMPLETE, 25, 25, 25, ask(query(1)));
    assertDose(DoseStatus.State.STATE_NEVER_SEEN, 0, 0, 0, ask(query(999)));
    ask(prepare(257, 25, FAST));
    assertRefused(Reason.REASON_OPERATION_TOO_OLD, ask(query(1)));
    assertRefused(Reason.REASON_OPERATION_TOO_OLD, ask(commit(999)));
    assertDose(DoseStatus.State.STATE_NEVER_SEEN, 25, 0, 0, ask(query(2)));
    pump.bench("power-cycle");
    session = hello(1, LONG_LEASE);
    assertRefused(Reason.REASON_OPERATION_TOO_OLD, ask(query(1)));
    assertDose(DoseStatus.State.STATE_NEVER_SEEN, 25, 0, 0, ask(query(257)));
  }

  @Test
  void noiseOnTheLineIsSurvived() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      byte[] noise = new byte[random.nextInt(2_000)];
      random.nextBytes(noise);
      pump.sendRaw(noise);
      byte[] nonsense = new byte[1 + random.nextInt(100)];
      random.nextBytes(nonsense);
      // A frame that is intact but means nothing; request id 0 at best.
      nonsense[0] = 0x0F;
      pump.sendRaw(new byte[1]);
      pump.sendRaw(Received.bytes(Framing.cobs(512).wrap(ByteBuffer.wrap(nonsense))));
      assertTrue(ask(describe()).hasDescription(), "seed " + seed);
    }
    assertEquals(0, pump.delivered());
  }

  @Test
  void mutilatedMessagesWithinIntactFramesAreSurvived() throws Exception {
    List<Vector> vectors = Vector.all().stream().filter(Vector::fromHost).toList();
    for (int seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      String vector = vectors.get(random.nextInt(vectors.size())).message();
      byte[] message = HexFormat.of().parseHex(vector);
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt();
      }
      int length = 1 + random.nextInt(message.length);
      var cut = ByteBuffer.wrap(message, 0, random.nextInt(4) == 0 ? length : message.length);
      pump.sendRaw(Received.bytes(Framing.cobs(512).wrap(cut)));
      if (seed % 50 == 49) {
        session = pumpStillAnswers(seed);
      }
    }
  }

  /** A mutilated Hello may hold the lease, and a reply may answer something mutilated. */
  private Welcome pumpStillAnswers(int seed) throws Exception {
    pump.discardReplies();
    // Once Stop is answered, everything before it has been dealt with.
    assertTrue(pump.ask(stopRequest().build()).hasDone());
    pump.bench("power-cycle");
    DeviceMessage welcome = pump.ask(helloRequest(1, LONG_LEASE).build());
    assertTrue(welcome.hasWelcome(), "seed " + seed + ": " + welcome);
    return welcome.getWelcome();
  }

  private void deliver(long operation, int nanoliters) throws Exception {
    ask(prepare(operation, nanoliters, FAST));
    assertTrue(ask(commit(operation)).hasDoseStatus());
    DoseStatus end = pump.event().getDoseStatus();
    assertEquals(operation, end.getOperationId());
    assertEquals(DoseStatus.State.STATE_COMPLETE, end.getState());
  }

  private void awaitFlow(long operation) throws Exception {
    while (ask(query(operation)).getDoseStatus().getDeliveredLowerNanoliters() < 1_000) {
      heartbeat();
    }
  }

  private DeviceMessage heartbeat() throws Exception {
    return ask(request().setHeartbeat(Heartbeat.getDefaultInstance()));
  }

  private DeviceMessage ask(HostMessage.Builder request) throws IOException, InterruptedException {
    DeviceMessage reply = pump.ask(request.build());
    assertEquals(request.getEpoch(), reply.getEpoch());
    assertEquals(0, reply.getEventNumber());
    return reply;
  }

  private Welcome hello(long hostId, int leaseMillis) throws IOException, InterruptedException {
    DeviceMessage reply = pump.ask(helloRequest(hostId, leaseMillis).build());
    assertTrue(reply.hasWelcome(), reply.toString());
    assertEquals(reply.getEpoch(), reply.getWelcome().getEpoch());
    return reply.getWelcome();
  }

  private HostMessage.Builder helloRequest(long hostId, int leaseMillis) {
    Hello.Builder hello = Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setHostId(hostId);
    return HostMessage.newBuilder()
        .setRequestId(++requestId)
        .setHello(hello.setLeaseMillis(leaseMillis).setHostName("test"));
  }

  private HostMessage.Builder request() {
    return HostMessage.newBuilder().setRequestId(++requestId).setEpoch(session.getEpoch());
  }

  private HostMessage.Builder describe() {
    return request().setDescribe(Describe.getDefaultInstance());
  }

  private HostMessage.Builder clear() {
    return request().setClearSafeState(ClearSafeState.getDefaultInstance());
  }

  private HostMessage.Builder stopRequest() {
    return request().setStop(Stop.getDefaultInstance());
  }

  private HostMessage.Builder query(long operation) {
    return request().setQueryDose(QueryDose.newBuilder().setOperationId(operation));
  }

  private HostMessage.Builder prepare(long operation, int nanoliters, int rate) {
    Prepare.Builder prepare = Prepare.newBuilder().setOperationId(operation);
    prepare.setVolumeNanoliters(nanoliters).setRateNanolitersPerMinute(rate);
    return request().setNotAfterMicros(Long.MAX_VALUE).setPrepare(prepare);
  }

  private HostMessage.Builder commit(long operation) {
    Commit.Builder commit = Commit.newBuilder().setOperationId(operation);
    return request().setNotAfterMicros(Long.MAX_VALUE).setCommit(commit);
  }

  private static void assertRefused(Reason reason, DeviceMessage reply) {
    assertEquals(reason, reply.getRefused().getReason(), reply.toString());
  }

  private static void assertDose(
      DoseStatus.State state, int applied, int lower, int upper, DeviceMessage reply) {
    DoseStatus dose = reply.getDoseStatus();
    assertEquals(state, dose.getState(), reply.toString());
    assertEquals(applied, dose.getAppliedVolumeNanoliters());
    assertEquals(lower, dose.getDeliveredLowerNanoliters());
    assertEquals(upper, dose.getDeliveredUpperNanoliters());
  }
}
