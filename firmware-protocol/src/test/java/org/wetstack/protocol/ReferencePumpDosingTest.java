package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;

/** The C pump against SPEC.md, section 10, message by message. */
class ReferencePumpDosingTest extends PumpOnTheBench {

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
}
