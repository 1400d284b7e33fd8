package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Light;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.Pump;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.units.Volume;

/** Rules i1 to i11: what every instrument must do, whatever devices it carries. */
abstract class InstrumentRules extends Procedure {

  private static final long STRAY_SEED = 20260702;

  /** Short, as long as messages are, and longer than any may be. */
  private static final int[] STRAY_SIZES = {1, 3, 17, 64, 200, 511, 600, 1_500, 5, 90};

  @Test
  void i1_theSameInstrumentSaysWhoItIsAndKeepsItsBootIdBetweenSessions() {
    Instrument first = open();
    DeviceInfo info = first.info();
    assertFalse(info.model().isBlank(), "model is blank");
    first.close();
    assertEquals(info, reopen().info());
  }

  @Test
  void i2_deviceNamesAreUniqueAndAnUnknownOneIsRefusedNamingThoseThereAre() {
    Instrument instrument = open();
    List<String> names = instrument.devices().stream().map(Device::name).toList();
    assertFalse(names.isEmpty(), "an instrument carries something");
    assertEquals(names.size(), new HashSet<>(names).size(), "unique: " + names);
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> instrument.device(Device.class, "no-such-name"));
    assertTrue(
        String.valueOf(refused.getMessage()).contains(names.get(0)),
        () -> "names what there is: " + refused.getMessage());
  }

  @Test
  void i3_closeEndsTheSessionOnceAndMayBeRepeated() {
    Instrument instrument = open();
    var ends = new AtomicInteger();
    instrument.ended().thenAccept(reason -> ends.incrementAndGet());
    instrument.close();
    instrument.close();
    assertEquals(Optional.empty(), await(instrument.ended()));
    until("the end is heard of", () -> ends.get() == 1);
  }

  @Test
  void i4_afterCloseEveryCallFailsAndHadNoEffect() {
    Instrument instrument = open();
    instrument.close();
    expect(Reason.LINK_LOST, Outcome.NOT_DONE, instrument::clearSafeState);
    for (Device device : instrument.devices()) {
      if (device instanceof Pump pump) {
        expect(Reason.LINK_LOST, Outcome.NOT_DONE, () -> pump.dispense(Doses.brief(pump.limits())));
        expect(Reason.LINK_LOST, Outcome.NOT_DONE, pump::stop);
      } else if (device instanceof Light light) {
        expect(
            Reason.LINK_LOST, Outcome.NOT_DONE, () -> light.flash(Flashes.brief(light.limits())));
        expect(Reason.LINK_LOST, Outcome.NOT_DONE, light::stop);
      } else if (device instanceof ElectrodeArray array) {
        expect(Reason.LINK_LOST, Outcome.NOT_DONE, () -> array.record(1, block -> {}));
      }
    }
  }

  @Test
  void i5_aCutLinkEndsTheSessionOnceSayingWhy() {
    Bench.Wire wire = need(bench().wire(), "a wire to cut");
    Instrument instrument = open();
    var ends = new AtomicInteger();
    instrument.ended().thenAccept(reason -> ends.incrementAndGet());
    wire.cut();
    DeviceException reason = await(instrument.ended()).orElseThrow();
    assertEquals(Reason.LINK_LOST, reason.reason(), reason::getMessage);
    expect(Reason.LINK_LOST, Outcome.NOT_DONE, instrument::clearSafeState);
    instrument.close();
    until("the end is heard of", () -> ends.get() > 0);
    pass(Duration.ofMillis(50));
    assertEquals(1, ends.get(), "ended() completes once");
    assertEquals(reason, await(instrument.ended()).orElseThrow(), "and keeps its reason");
    reopen();
  }

  @Test
  void i6_aSilentLinkIsNoticedThoughItLooksHealthy() {
    Bench.Wire wire = need(bench().wire(), "a wire to silence");
    Instrument instrument = open();
    wire.silence();
    DeviceException reason = await(instrument.ended()).orElseThrow();
    assertTrue(
        reason.reason() == Reason.LINK_LOST || reason.reason() == Reason.TIMEOUT,
        reason::getMessage);
  }

  @Test
  void i7_afterARebootTheSessionEndsAndTheNextOneHasAnotherBootId() {
    Bench.Power power = need(bench().power(), "a power switch");
    Instrument instrument = open();
    DeviceInfo before = instrument.info();
    power.cycle();
    assertTrue(await(instrument.ended()).isPresent(), "a reboot is a loss, not a close");
    Instrument again = reopen();
    DeviceInfo after = again.info();
    if (again.abilities().contains(Ability.TELLS_ITS_BOOTS)) {
      assertNotEquals(before.bootId(), after.bootId());
    } else {
      assertEquals(0, after.bootId(), "no boot id is better than one that is made up");
    }
    assertEquals(before.serialNumber(), after.serialNumber());
  }

  @Test
  void i8_hostSilenceIsLatchedUntilSomebodyClearsIt() {
    Bench.Wire wire = need(bench().wire(), "a wire to silence");
    Instrument instrument = open();
    need(instrument, Ability.STOPS_WHEN_HOST_IS_SILENT);
    assertEquals(Optional.empty(), instrument.safeState());
    wire.silence();
    await(instrument.ended());
    Instrument again = reopen();
    assertEquals(Optional.of(SafeState.Cause.HOST_SILENT), again.safeState().map(SafeState::cause));
    again.close();
    Instrument later = open();
    assertTrue(later.safeState().isPresent(), "a new session does not clear it");
    later.clearSafeState();
    assertEquals(Optional.empty(), later.safeState());
    later.close();
    assertEquals(Optional.empty(), open().safeState(), "cleared for good");
  }

  @Test
  void i9_theDeviceClockRunsWithTheHosts() {
    Instrument instrument = open();
    DeviceClock first = instrument.clock();
    pass(Duration.ofMillis(400));
    DeviceClock second = instrument.clock();
    long now = time().nanoTime();
    long apart = Math.abs(first.deviceMicrosAt(now) - second.deviceMicrosAt(now));
    long allowed =
        first.uncertainty().plus(second.uncertainty()).toNanos() / 1_000 + 2_000; // and 0.5 % drift
    assertTrue(apart <= allowed, "two estimates are " + apart + " µs apart, not " + allowed);
  }

  @Test
  void i10_clearingNoSafeStateIsHarmlessAndTrafficIsCounted() {
    Instrument instrument = open();
    LinkHealth before = instrument.health();
    instrument.clearSafeState();
    instrument.clearSafeState();
    assertEquals(Optional.empty(), instrument.safeState());
    LinkHealth after = instrument.health();
    assertTrue(after.framesReceived() >= before.framesReceived() + 2, "two answers: " + after);
  }

  @Test
  void i11_nonsenseOnTheWireMovesNothingAndIsSurvived() {
    Bench.StrayWire wire = need(bench().strayWire(), "a wire that others can speak on");
    Instrument instrument = open();
    Optional<Volume> poured = bench().beaker().map(Bench.Beaker::volume);
    Optional<Integer> pulses = bench().scope().map(scope -> scope.pulses().size());
    Optional<Integer> flashes = bench().photodiode().map(seen -> seen.shines().size());
    var random = new Random(STRAY_SEED);
    for (int size : STRAY_SIZES) {
      if (instrument.ended().toCompletableFuture().isDone()) {
        break;
      }
      stray(wire, random, size);
      pass(Duration.ofMillis(20));
    }
    // Promised to be intact, such bytes can only be of somebody else: then the session must end.
    boolean mayCorrupt = bench().lossyWire().isPresent();
    if (!mayCorrupt) {
      DeviceException reason = await(instrument.ended()).orElseThrow();
      assertTrue(
          reason.reason() == Reason.PROTOCOL || reason.reason() == Reason.LINK_LOST,
          reason::getMessage);
    }
    Instrument after = mayCorrupt ? instrument : reopen();
    after.clearSafeState();
    assertEquals(Optional.empty(), after.safeState());
    assertEquals(poured, bench().beaker().map(Bench.Beaker::volume), "nothing flowed");
    assertEquals(pulses, bench().scope().map(scope -> scope.pulses().size()), "nothing played");
    assertEquals(flashes, bench().photodiode().map(seen -> seen.shines().size()), "nothing shone");
  }

  private static void stray(Bench.StrayWire wire, Random random, int size) {
    byte[] nonsense = new byte[size];
    random.nextBytes(nonsense);
    try {
      wire.strayToHost(nonsense);
      random.nextBytes(nonsense);
      wire.strayToDevice(nonsense);
    } catch (DeviceException e) {
      assertEquals(Reason.LINK_LOST, e.reason(), e::getMessage);
    }
  }
}
