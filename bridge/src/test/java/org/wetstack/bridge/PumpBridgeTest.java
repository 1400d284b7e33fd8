package org.wetstack.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.bridge.BenchHost.dose;
import static org.wetstack.bridge.BenchHost.refused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.Ability;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.protocol.v1.ClearSafeState;
import org.wetstack.protocol.v1.Describe;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.Goodbye;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Refused;
import org.wetstack.protocol.v1.SafeState;

/** Each rule of the device end that a pump in between can break. */
class PumpBridgeTest {

  @TempDir private Path folder = Path.of("");

  private BenchHost host(ScriptedPump... pumps) {
    return new BenchHost(folder.resolve("epochs"), pumps);
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
