package org.wetstack.emulator.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.emulator.board.RawHost.ARRAY;
import static org.wetstack.emulator.board.RawHost.PUMP;
import static org.wetstack.emulator.board.RawHost.SENSOR;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.protocol.v1.ClearSafeState;
import org.wetstack.protocol.v1.Describe;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.Goodbye;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.ReadSensor;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;
import org.wetstack.protocol.v1.StartStream;
import org.wetstack.protocol.v1.Stop;

/** SPEC.md, sections 2 to 7 and 12, held against the emulated board by a host of few words. */
class SessionSpecTest {

  private final RawHost host = RawHost.inSession();

  @Test
  void aCommandThatWasHeldBackOnTheWayIsRefusedAndMovesNothing() {
    prepare(1, 1_000);
    HostMessage.Builder late = host.commit(1);
    host.live(Duration.ofMillis(RawHost.LEASE_MILLIS + 1));
    host.refused(Reason.REASON_EXPIRED, late);
    host.live(Duration.ofSeconds(5));
    assertEquals(0, host.board.pump("dopamine").pumpedNanoliters());
    assertEquals(DoseStatus.State.STATE_NEVER_SEEN, state(1), "and the prepared dose has expired");
  }

  @Test
  void anExpiryIsHeededWhereItIsNotRequiredAndRequiredWhereThingsMove() {
    host.time.advance(Duration.ofMillis(10));
    host.refused(
        Reason.REASON_EXPIRED,
        host.to(PUMP).setNotAfterMicros(1).setDescribe(Describe.getDefaultInstance()));
    host.refused(
        Reason.REASON_MALFORMED,
        host.to(PUMP).setNotAfterMicros(0).setPrepare(Prepare.newBuilder().setOperationId(1)));
  }

  @Test
  void expiryComesBeforeWhatIsWrongWithADoseNotBegunAndAnExpiredGoodbyeEndsNothing() {
    prepare(1, 1_000);
    host.refused(Reason.REASON_OPERATION_CONFLICT, host.prepare(1, 2_000));
    host.time.advance(Duration.ofMillis(10));
    host.refused(Reason.REASON_EXPIRED, host.prepare(1, 2_000).setNotAfterMicros(1));
    host.refused(
        Reason.REASON_EXPIRED,
        host.to(0).setNotAfterMicros(1).setGoodbye(Goodbye.getDefaultInstance()));
    assertEquals(DoseStatus.State.STATE_PREPARED, state(1), "the session goes on");
    host.ask(host.commit(1));
    host.refused(Reason.REASON_OPERATION_CONFLICT, host.prepare(1, 2_000).setNotAfterMicros(1));
  }

  @Test
  void aCommandOfAnEarlierSessionIsRefusedAndMovesNothing() {
    prepare(1, 1_000);
    HostMessage.Builder old = host.commit(1);
    host.hello();
    host.refused(Reason.REASON_STALE_EPOCH, old);
    assertEquals(DoseStatus.State.STATE_NEVER_SEEN, state(1));
  }

  @Test
  void aDoseGoesOnWhenItsHostOpensAnewAndEndsInTheNewSession() {
    prepare(1, 1_000_000);
    host.ask(host.commit(1));
    host.hello();
    assertEquals(DoseStatus.State.STATE_RUNNING, state(1));
    host.live(Duration.ofSeconds(60));
    assertEquals(DoseStatus.State.STATE_COMPLETE, state(1));
    DeviceMessage end = host.events().get(host.events().size() - 1);
    assertEquals(DoseStatus.State.STATE_COMPLETE, end.getDoseStatus().getState());
    assertEquals(host.epoch, end.getEpoch());
  }

  @Test
  void aRepeatIsAnsweredFromMemoryAndAnIdUsedTwiceIsRefused() {
    HostMessage first = host.prepare(1, 1_000).setRequestId(900).build();
    DeviceMessage answer = host.send(first);
    host.time.advance(Duration.ofMillis(5));
    assertEquals(answer, host.send(first), "even the time is that of the first answer");
    DeviceMessage other = host.send(host.commit(1).setRequestId(900).build());
    assertEquals(Reason.REASON_MALFORMED, other.getRefused().getReason());
    assertEquals(DoseStatus.State.STATE_PREPARED, state(1));
  }

  @Test
  void aRepeatedHelloOpensNoSecondSession() {
    HostMessage hello = host.helloRequest().setRequestId(901).build();
    DeviceMessage welcome = host.send(hello);
    assertEquals(welcome, host.send(hello));
    DeviceMessage next = host.send(hello.toBuilder().setRequestId(902).build());
    assertTrue(next.getWelcome().getEpoch() > welcome.getWelcome().getEpoch());
  }

  @Test
  void theHighestCommonVersionIsChosenAndNoneIsRefusedNamingOurs() {
    Hello hello = host.helloRequest().getHello();
    assertEquals(1, welcome(hello.toBuilder().setMaxVersion(9)).getWelcome().getVersion());
    DeviceMessage newer = welcome(hello.toBuilder().setMinVersion(2).setMaxVersion(9));
    assertEquals(Reason.REASON_UNSUPPORTED_VERSION, newer.getRefused().getReason());
    assertTrue(newer.getRefused().getDetail().contains("1"), newer::toString);
    for (Hello.Builder wrong :
        new Hello.Builder[] {
          hello.toBuilder().setMinVersion(0),
          hello.toBuilder().setMinVersion(2).setMaxVersion(1),
          hello.toBuilder().setHostId(0)
        }) {
      assertEquals(Reason.REASON_MALFORMED, welcome(wrong).getRefused().getReason());
    }
  }

  private DeviceMessage welcome(Hello.Builder hello) {
    return host.ask(HostMessage.newBuilder().setHello(hello));
  }

  @Test
  void anotherHostIsRefusedWhileTheLeaseLivesAndDisturbsNothing() {
    prepare(1, 1_000_000);
    host.ask(host.commit(1));
    RawHost other = host.other(8);
    other.refused(Reason.REASON_LEASE_HELD, other.helloRequest());
    assertEquals(DoseStatus.State.STATE_RUNNING, state(1));
    host.ask(host.to(PUMP).setGoodbye(Goodbye.getDefaultInstance()));
    other.hello();
    assertEquals(DoseStatus.State.STATE_STOPPED, state(other, 1));
    assertEquals(
        SafeState.Cause.CAUSE_NONE,
        other.heartbeat().getHeartbeatReply().getSafeState().getCause());
  }

  @Test
  void onlyHeartbeatsRenewTheLeaseAndItsEndIsLatched() {
    prepare(1, 1_000_000);
    host.ask(host.commit(1));
    for (int i = 0; i < 30; i++) {
      host.time.advance(Duration.ofMillis(100));
      host.ask(host.to(PUMP).setDescribe(Describe.getDefaultInstance()));
    }
    host.refused(Reason.REASON_STALE_EPOCH, host.to(PUMP).setHeartbeat(beat()));
    RawHost other = host.other(8);
    other.hello();
    assertEquals(DoseStatus.State.STATE_HOST_SILENT, state(other, 1));
    long pumped = host.board.pump("dopamine").pumpedNanoliters();
    assertTrue(pumped > 0 && pumped < 1_000_000, "stopped on the way: " + pumped);
    other.refused(
        Reason.REASON_SAFE_STATE,
        other.to(PUMP).setPrepare(Prepare.newBuilder().setOperationId(2)));
    other.ask(other.to(0).setClearSafeState(ClearSafeState.getDefaultInstance()));
    assertEquals(
        SafeState.Cause.CAUSE_NONE,
        other.heartbeat().getHeartbeatReply().getSafeState().getCause());
  }

  @Test
  void anOpenInterlockEndsTheDoseOutlivesPowerAndIsClearedOnlyWhenClosed() {
    prepare(1, 1_000_000);
    host.ask(host.commit(1));
    host.board.bench().openInterlock();
    DeviceMessage alarm = host.events().get(host.events().size() - 1);
    assertEquals("interlock", alarm.getAlarm().getCode());
    assertEquals(SafeState.Cause.CAUSE_INTERLOCK, alarm.getAlarm().getSafeState().getCause());
    assertEquals(DoseStatus.State.STATE_FAULT, state(1));
    host.board.bench().powerCycle(Duration.ofMillis(50));
    host.time.advance(Duration.ofMillis(60));
    host.hello();
    assertEquals(
        SafeState.Cause.CAUSE_INTERLOCK,
        host.heartbeat().getHeartbeatReply().getSafeState().getCause());
    host.refused(Reason.REASON_FAULT, clear());
    host.board.bench().closeInterlock();
    assertTrue(host.ask(clear()).hasDone());
    prepare(2, 1_000);
  }

  @Test
  void stopIsObeyedFromAnyEpochAndWithoutASession() {
    prepare(1, 1_000_000);
    host.ask(host.commit(1));
    RawHost other = host.other(8);
    assertTrue(other.ask(other.to(PUMP).setEpoch(0).setStop(Stop.getDefaultInstance())).hasDone());
    assertEquals(DoseStatus.State.STATE_STOPPED, state(1));
    host.refused(Reason.REASON_UNSUPPORTED, host.to(SENSOR).setStop(Stop.getDefaultInstance()));
    host.refused(Reason.REASON_NO_SUCH_DEVICE, host.to(99).setStop(Stop.getDefaultInstance()));
  }

  @Test
  void whatADeviceCannotDoIsRefusedByDeviceAndByKind() {
    host.refused(
        Reason.REASON_NO_SUCH_DEVICE, host.to(99).setDescribe(Describe.getDefaultInstance()));
    host.refused(Reason.REASON_UNSUPPORTED, host.to(PUMP).setStartStream(StartStream.newBuilder()));
    host.refused(
        Reason.REASON_UNSUPPORTED, host.to(ARRAY).setReadSensor(ReadSensor.getDefaultInstance()));
    host.refused(Reason.REASON_UNSUPPORTED, host.to(PUMP));
  }

  @Test
  void eventsAreNumberedAndAHeartbeatTellsTheLast() {
    assertEquals(0, host.heartbeat().getHeartbeatReply().getLastEventNumber());
    for (int i = 1; i <= 3; i++) {
      prepare(i, 25);
      host.ask(host.commit(i));
      host.live(Duration.ofMillis(500));
    }
    assertEquals(3, host.heartbeat().getHeartbeatReply().getLastEventNumber());
    assertEquals(
        java.util.List.of(1, 2, 3),
        host.events().stream().map(DeviceMessage::getEventNumber).toList());
  }

  @Test
  void theClockOnTheWireDriftsAsTheBoardDoes() {
    host.board.bench().driftPpm(200);
    long before = host.heartbeat().getHeartbeatReply().getReceivedMicros();
    host.live(Duration.ofSeconds(10));
    long after = host.heartbeat().getHeartbeatReply().getReceivedMicros();
    assertEquals(10_002_000, after - before);
  }

  @Test
  void noiseAndMessagesTooLongMoveNothingAndAreNotAnswered() {
    prepare(1, 1_000);
    int heard = host.heard.size();
    var random = new Random(20260702);
    byte[] commit = host.commit(1).setRequestId(903).build().toByteArray();
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[1 + random.nextInt(600)];
      random.nextBytes(noise);
      // No valid field begins so: the rest cannot be understood by accident.
      noise[0] = 0x07;
      host.bytes(noise);
    }
    byte[] tooLong = java.util.Arrays.copyOf(commit, 513);
    host.bytes(tooLong);
    host.bytes(java.util.Arrays.copyOf(commit, commit.length - 1));
    assertEquals(heard, host.heard.size(), "nothing was said to noise");
    assertEquals(DoseStatus.State.STATE_PREPARED, state(1));
    assertEquals(0, host.board.pump("dopamine").pumpedNanoliters());
  }

  private void prepare(long operation, int nanoliters) {
    DeviceMessage answer = host.ask(host.prepare(operation, nanoliters));
    assertEquals(
        DoseStatus.State.STATE_PREPARED, answer.getDoseStatus().getState(), answer::toString);
  }

  private HostMessage.Builder clear() {
    return host.to(0).setClearSafeState(ClearSafeState.getDefaultInstance());
  }

  private static org.wetstack.protocol.v1.Heartbeat beat() {
    return org.wetstack.protocol.v1.Heartbeat.getDefaultInstance();
  }

  private DoseStatus.State state(long operation) {
    return state(host, operation);
  }

  private static DoseStatus.State state(RawHost asking, long operation) {
    return asking.queryDose(operation).getDoseStatus().getState();
  }
}
