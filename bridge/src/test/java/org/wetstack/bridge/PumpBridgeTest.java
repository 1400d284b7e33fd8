package org.wetstack.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.protocol.v1.ClearSafeState;
import org.wetstack.protocol.v1.Describe;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.Goodbye;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused;
import org.wetstack.protocol.v1.SafeState;

/** Each rule of the device end that a pump in between can break. */
class PumpBridgeTest {

  private static final Dose DOSE =
      new Dose(Volume.nanoliters(100), FlowRate.nanolitersPerMinute(1_000));

  @TempDir private Path folder = Path.of("");

  private BenchHost host(ScriptedPump... pumps) {
    return new BenchHost(folder.resolve("epochs"), pumps);
  }

  private static DoseStatus dose(State state, DeviceMessage message) {
    assertTrue(message.hasDoseStatus(), message::toString);
    assertEquals(state, message.getDoseStatus().getState(), message::toString);
    return message.getDoseStatus();
  }

  private static void refused(Refused.Reason reason, DeviceMessage message) {
    assertEquals(reason, message.getRefused().getReason(), message::toString);
  }

  private static void bounds(int lower, int upper, DoseStatus status) {
    assertEquals(lower, status.getDeliveredLowerNanoliters());
    assertEquals(upper, status.getDeliveredUpperNanoliters());
  }

  private static DeviceException unclear() {
    return new DeviceException(Reason.TIMEOUT, Outcome.UNKNOWN, "no answer to the start");
  }

  @Test
  void aRepeatedCommitIsAnsweredAndBeginsNothing() {
    var pump = new ScriptedPump();
    BenchHost host = host(pump);
    host.begin();
    dose(State.STATE_PREPARED, host.ask(host.prepare(5, 105)));
    HostMessage commit = host.message(host.commit(5));
    host.send(commit);
    host.send(commit);
    host.pass(10);
    host.send(commit);
    assertEquals(2, host.answers(commit).size(), "the copy of one under way is dropped");
    bounds(0, 105, dose(State.STATE_RUNNING, host.answers(commit).get(1)));
    dose(State.STATE_RUNNING, host.ask(host.commit(5)));
    assertEquals(1, pump.times("dispense"));
    pump.end(
        new OperationId(5),
        DOSE,
        ScriptedPump.LIMITS.whole(DOSE.volume()),
        DoseReport.End.COMPLETE);
    bounds(95, 105, dose(State.STATE_COMPLETE, host.events().get(0)));
    dose(State.STATE_COMPLETE, host.ask(host.commit(5)));
    dose(State.STATE_COMPLETE, host.ask(host.prepare(5, 100)));
    refused(Refused.Reason.REASON_OPERATION_CONFLICT, host.ask(host.prepare(5, 90)));
    assertEquals(1, pump.times("dispense"));
  }

  @Test
  void aStartOfUnknownOutcomeIsToldWithBoundsAndNeverRepeated() {
    var pump = new ScriptedPump();
    BenchHost host = host(pump);
    host.begin();
    host.ask(host.prepare(5, 100));
    pump.onStart =
        () -> {
          throw unclear();
        };
    pump.onReport =
        () -> {
          throw unclear();
        };
    bounds(0, 105, dose(State.STATE_RUNNING, host.ask(host.commit(5))));
    host.live(2_000);
    bounds(0, 105, dose(State.STATE_RUNNING, host.ask(BenchHost.query(5))));
    assertTrue(host.ask(host.prepare(6, 100)).hasRefused(), "one dose at a time");
    pump.onReport = () -> {};
    pump.end(
        new OperationId(5),
        DOSE,
        new Delivered(Volume.nanoliters(20), Volume.nanoliters(60)),
        DoseReport.End.FAULT);
    host.live(1_000);
    bounds(20, 60, dose(State.STATE_FAULT, host.events().get(0)));
    assertEquals(1, pump.times("dispense"));
  }

  @Test
  void whatTheLedgerSaysNeverBeganEndsWithNothingDelivered() {
    var pump = new ScriptedPump();
    BenchHost host = host(pump);
    host.begin();
    host.ask(host.prepare(5, 100));
    pump.onStart =
        () -> {
          throw unclear();
        };
    dose(State.STATE_RUNNING, host.ask(host.commit(5)));
    host.live(1_000);
    bounds(0, 0, dose(State.STATE_STOPPED, host.events().get(0)));
    assertEquals(1, pump.times("dispense"));
  }

  @Test
  void aStartThatThePumpRefusesIsRefusedAndLeavesTheNameFree() {
    var pump = new ScriptedPump();
    BenchHost host = host(pump);
    host.begin();
    host.ask(host.prepare(5, 100));
    pump.onStart =
        () -> {
          throw new DeviceException(
              Reason.REJECTED, Outcome.NOT_DONE, "moved by a person ".repeat(20));
        };
    DeviceMessage refusal = host.ask(host.commit(5));
    refused(Refused.Reason.REASON_BUSY, refusal);
    assertTrue(refusal.getRefused().getDetail().endsWith("…"), "what is cut off is marked");
    dose(State.STATE_NEVER_SEEN, host.ask(BenchHost.query(5)));
    pump.onStart = () -> {};
    dose(State.STATE_PREPARED, host.ask(host.prepare(5, 100)));
    dose(State.STATE_RUNNING, host.ask(host.commit(5)));
  }

  @Test
  void aSlowStartIsAnsweredInTimeAndAStopIsNotDoneBeforeIt() {
    var pump = new ScriptedPump();
    BenchHost host = host(pump);
    host.begin();
    host.ask(host.prepare(5, 100));
    HostMessage commit = host.message(host.commit(5));
    HostMessage stop = host.message(BenchHost.stop());
    var seen = new boolean[2];
    pump.onStart =
        () -> {
          waitFor(host, 260);
          seen[0] = host.answers(commit).size() == 1;
          host.send(stop);
          waitFor(host, 300);
          seen[1] = host.answers(stop).isEmpty() && pump.times("stop") == 2;
        };
    host.send(commit);
    host.pass(700);
    assertTrue(seen[0], "answered within 250 ms");
    assertTrue(seen[1], "stopped at once, but Done must wait: the start may come after that stop");
    dose(State.STATE_RUNNING, host.answer(commit));
    assertEquals(3, pump.times("stop"), "on opening, at once, and after the start");
    assertTrue(host.answer(stop).hasDone());
    bounds(0, 50, dose(State.STATE_STOPPED, host.events().get(0)));
  }

  private static void waitFor(BenchHost host, int millis) {
    try {
      host.time.await(new CompletableFuture<>(), Duration.ofMillis(millis));
    } catch (TimeoutException e) {
      // As long as that.
    }
  }

  @Test
  void aCommitThatWaitedPastItsTimeBeginsNothing() {
    var pump = new ScriptedPump();
    BenchHost host = host(pump);
    host.begin();
    host.ask(host.prepare(5, 100));
    pump.onReport = () -> waitFor(host, 700);
    host.send(host.message(BenchHost.query(77)));
    HostMessage commit =
        host.message(host.commit(5).setNotAfterMicros(host.time.nanoTime() / 1_000 + 500_000));
    host.send(commit);
    host.pass(800);
    dose(State.STATE_RUNNING, host.answer(commit));
    bounds(0, 0, dose(State.STATE_STOPPED, host.events().get(0)));
    assertEquals("dose-not-begun", host.events().get(1).getAlarm().getCode());
    assertEquals(0, pump.times("dispense"));
    refused(Refused.Reason.REASON_EXPIRED, host.ask(host.prepare(6, 100).setNotAfterMicros(1)));
  }

  @Test
  void aSilentHostFindsThePumpStoppedAndSafe() {
    var pump = new ScriptedPump();
    BenchHost host = host(pump);
    host.begin();
    host.ask(host.prepare(5, 100));
    host.ask(host.commit(5));
    host.pass(900);
    assertEquals(1, pump.times("stop"), "not yet");
    host.pass(100);
    assertEquals(2, pump.times("stop"));
    SafeState safe = host.begin().getSafeState();
    assertEquals(SafeState.Cause.CAUSE_HOST_SILENT, safe.getCause());
    dose(State.STATE_HOST_SILENT, host.ask(BenchHost.query(5)));
    refused(Refused.Reason.REASON_SAFE_STATE, host.ask(host.prepare(6, 100)));
    HostMessage.Builder clear =
        HostMessage.newBuilder().setClearSafeState(ClearSafeState.getDefaultInstance());
    assertTrue(host.ask(clear).hasDone());
    dose(State.STATE_PREPARED, host.ask(host.prepare(6, 100)));
  }

  @Test
  void aLostPumpIsToldComesBackStoppedAndItsDoseIsSettled() {
    var pump = new ScriptedPump();
    var again = new ScriptedPump(pump.ledger);
    BenchHost host = host(pump);
    long boot = host.begin().getBootId();
    host.ask(host.prepare(5, 100));
    host.ask(host.commit(5));
    pump.ended.complete(
        Optional.of(new DeviceException(Reason.LINK_LOST, Outcome.UNKNOWN, "unplugged")));
    assertEquals("pump-lost", host.events().get(0).getAlarm().getCode());
    refused(Refused.Reason.REASON_STALE_EPOCH, host.ask(BenchHost.query(5)));
    refused(Refused.Reason.REASON_FAULT, host.hello(BenchHost.HOST));
    host.pass(2_000);
    host.pumps.add(again);
    host.pass(1_100);
    assertEquals(List.of("stop"), again.told.subList(0, 1), "a device boots with flow stopped");
    assertNotEquals(boot, host.begin().getBootId());
    dose(State.STATE_STOPPED, host.ask(BenchHost.query(5)));
    assertEquals(0, again.times("dispense"));
  }

  @Test
  void aDoseOfAnEarlierBridgeIsKnownFromTheLedgerAndNotRepeated() {
    var pump = new ScriptedPump();
    pump.end(new OperationId(5), DOSE, Delivered.exactly(DOSE.volume()), DoseReport.End.COMPLETE);
    BenchHost host = host(pump);
    host.begin();
    dose(State.STATE_COMPLETE, host.ask(host.prepare(5, 100)));
    dose(State.STATE_COMPLETE, host.ask(host.commit(5)));
    refused(Refused.Reason.REASON_OPERATION_CONFLICT, host.ask(host.prepare(5, 200)));
    dose(State.STATE_NEVER_SEEN, host.ask(BenchHost.query(6)));
    refused(Refused.Reason.REASON_NOT_PREPARED, host.ask(host.commit(6)));
    assertEquals(0, pump.times("dispense"));
  }

  @Test
  void theHourlyLimitCountsTheToleranceToo() {
    var pump = new ScriptedPump();
    BenchHost host = host(pump);
    host.begin();
    for (int operation = 1; operation <= 2; operation++) {
      host.ask(host.prepare(operation, 1_000));
      host.ask(host.commit(operation));
      var thousand = new Dose(Volume.nanoliters(1_000), DOSE.rate());
      pump.end(
          new OperationId(operation),
          thousand,
          ScriptedPump.LIMITS.whole(thousand.volume()),
          DoseReport.End.COMPLETE);
    }
    refused(Refused.Reason.REASON_HOURLY_LIMIT, host.ask(host.prepare(3, 490)));
    dose(State.STATE_PREPARED, host.ask(host.prepare(3, 480)));
  }

  @Test
  void anotherHostWaitsUntilTheFirstHasGone() {
    var pump = new ScriptedPump();
    BenchHost host = host(pump);
    host.begin();
    refused(Refused.Reason.REASON_LEASE_HELD, host.hello(18));
    host.ask(host.prepare(5, 100));
    host.ask(host.commit(5));
    HostMessage.Builder goodbye = HostMessage.newBuilder().setGoodbye(Goodbye.getDefaultInstance());
    assertTrue(host.ask(goodbye).hasDone());
    dose(State.STATE_STOPPED, host.events().get(0));
    assertTrue(host.hello(18).hasWelcome());
  }

  @Test
  void limitsAreTheNumbersOfThePumpOrItIsNotBridged() {
    var pump = new ScriptedPump();
    BenchHost host = host(pump);
    host.begin();
    HostMessage.Builder describe =
        HostMessage.newBuilder().setDescribe(Describe.getDefaultInstance());
    var said = host.ask(describe).getDescription().getPump();
    assertEquals(2_500, said.getMaxVolumePerHourNanoliters());
    assertEquals(5, said.getToleranceNanoliters());
    var large = new ScriptedPump();
    large.limits =
        new PumpLimits(
            Volume.nanoliters(1),
            Volume.nanoliters(1_000),
            Volume.nanoliters(1L << 32),
            FlowRate.nanolitersPerMinute(1),
            FlowRate.nanolitersPerMinute(1),
            FlowRate.nanolitersPerMinute(1));
    var wrong = assertThrows(IllegalArgumentException.class, () -> host(large));
    assertTrue(String.valueOf(wrong.getMessage()).contains("max-per-hour"), wrong::getMessage);
    assertEquals(1, large.times("close"));
    var forgetful = new ScriptedPump();
    forgetful.abilities = EnumSet.noneOf(Ability.class);
    wrong = assertThrows(IllegalArgumentException.class, () -> host(forgetful));
    assertTrue(String.valueOf(wrong.getMessage()).contains("ledger=FILE"), wrong::getMessage);
  }

  @Test
  void aBridgeThatIsClosedDoesNotComeBack() {
    var pump = new ScriptedPump();
    var again = new ScriptedPump();
    BenchHost host = host(pump, again);
    host.begin();
    host.bridge.close();
    host.pass(5_000);
    assertEquals(1, pump.times("close"));
    assertEquals(List.of(), again.told, "a pump that was given up is not taken again");
    assertEquals(List.of(), host.events(), "closing is no loss");
  }

  @Test
  void epochsGrowAcrossRestarts() throws Exception {
    BenchHost first = host(new ScriptedPump());
    int before = first.begin().getEpoch();
    assertTrue(first.begin().getEpoch() > before);
    BenchHost second = host(new ScriptedPump());
    assertTrue(second.begin().getEpoch() > before + 1);
    Files.writeString(folder.resolve("epochs"), "a diary");
    assertThrows(IllegalArgumentException.class, () -> Epochs.in(folder.resolve("epochs")));
  }
}
