package org.wetstack.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.bridge.BenchHost.bounds;
import static org.wetstack.bridge.BenchHost.dose;
import static org.wetstack.bridge.BenchHost.refused;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused;

/**
 * The life of a dose behind the bridge: it begins once at most, and nothing is said of it but what
 * is known.
 */
class BridgedDoseTest {

  private static final Dose DOSE =
      new Dose(Volume.nanoliters(100), FlowRate.nanolitersPerMinute(1_000));

  @TempDir private Path folder = Path.of("");

  private BenchHost host(ScriptedPump... pumps) {
    return new BenchHost(folder.resolve("epochs"), pumps);
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
}
