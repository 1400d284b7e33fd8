package org.wetstack.emulator.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.emulator.board.RawHost.LIGHT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.protocol.v1.ClearSafeState;
import org.wetstack.protocol.v1.Describe;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Flash;
import org.wetstack.protocol.v1.FlashStatus;
import org.wetstack.protocol.v1.FlashStatus.State;
import org.wetstack.protocol.v1.Goodbye;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.QueryFlash;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.Stop;

/** SPEC.md, section 14, held against the emulated board by a host of few words. */
class LightSpecTest {

  private final RawHost host = RawHost.inSession();
  private final LightBench light = host.board.light("uv");

  @Test
  void aFlashLightsUpAtOnceAndGoesOutByItselfAtItsEnd() {
    List<Long> powers = new ArrayList<>();
    light.onPower(powers::add);
    host.time.advance(Duration.ofMillis(3));
    FlashStatus began = host.ask(flash(1, 2_500, 40_000)).getFlashStatus();
    assertEquals(State.STATE_RUNNING, began.getState());
    assertEquals(3_000, began.getBeganMicros());
    assertEquals(2_500, light.microwatts());
    host.time.advance(Duration.ofNanos(39_999_000));
    assertEquals(2_500, light.microwatts());
    assertEquals(39_999, query(1).getLitMicros());
    host.time.advance(Duration.ofNanos(1_000));
    assertEquals(0, light.microwatts());
    DeviceMessage end = lastEvent();
    assertEquals(LIGHT, end.getDevice());
    assertEquals(State.STATE_COMPLETE, end.getFlashStatus().getState());
    assertEquals(40_000, end.getFlashStatus().getLitMicros());
    assertEquals(List.of(2_500L, 0L), powers);
    assertEquals(List.of(new LightBench.Shine(1, 2_500, 3_000_000, 43_000_000)), light.shines());
  }

  @Test
  void aFlashShinesOnceAndAnotherUnderItsIdIsAConflict() {
    host.ask(flash(1, 2_500, 40_000));
    assertEquals(
        State.STATE_RUNNING, host.ask(flash(1, 2_500, 40_000)).getFlashStatus().getState());
    host.refused(Reason.REASON_OPERATION_CONFLICT, flash(1, 2_501, 40_000));
    host.refused(Reason.REASON_OPERATION_CONFLICT, flash(1, 2_500, 40_001));
    host.live(Duration.ofSeconds(1));
    // Known before expired: a repeat may come late.
    FlashStatus repeated = host.ask(flash(1, 2_500, 40_000).setNotAfterMicros(1)).getFlashStatus();
    assertEquals(State.STATE_COMPLETE, repeated.getState());
    assertEquals(repeated, query(1));
    assertEquals(1, light.timesBegun(1));
  }

  @Test
  void whatIsSenselessOrBeyondALimitIsRefusedAndNothingShines() {
    host.refused(Reason.REASON_MALFORMED, flash(0, 2_500, 40_000));
    host.refused(Reason.REASON_MALFORMED, flash(1, 2_500, 40_000).setNotAfterMicros(0));
    host.refused(Reason.REASON_MALFORMED, to().setQueryFlash(QueryFlash.getDefaultInstance()));
    for (int power : new int[] {0, 7, 10_010, -10}) {
      host.refused(Reason.REASON_OUT_OF_RANGE, flash(1, power, 40_000));
    }
    for (int micros : new int[] {0, 1_000_001, -1}) {
      host.refused(Reason.REASON_OUT_OF_RANGE, flash(1, 10, micros));
    }
    host.refused(Reason.REASON_OUT_OF_RANGE, flash(1, 10_000, 500_001));
    host.time.advance(Duration.ofMillis(10));
    host.refused(Reason.REASON_EXPIRED, flash(1, 2_500, 40_000).setNotAfterMicros(1));
    assertEquals(State.STATE_NEVER_SEEN, query(1).getState(), "a refused flash leaves no trace");
    assertEquals(List.of(), light.shines());
    assertEquals(
        State.STATE_RUNNING, host.ask(flash(1, 10_000, 500_000)).getFlashStatus().getState());
  }

  @Test
  void aSecondFlashWaitsForNothingAndIsRefusedWhileOneRuns() {
    host.ask(flash(1, 2_500, 40_000));
    host.refused(Reason.REASON_BUSY, flash(2, 2_500, 40_000));
    host.time.advance(Duration.ofMillis(40));
    host.ask(flash(2, 2_500, 40_000));
    assertEquals(State.STATE_COMPLETE, query(1).getState());
    assertEquals(2, light.shines().size());
  }

  @Test
  void stopPutsItOutFromAnyEpochAndGoodbyeDoes() {
    host.ask(flash(1, 2_500, 40_000));
    host.time.advance(Duration.ofMillis(10));
    RawHost other = host.other(8);
    assertTrue(other.ask(other.to(LIGHT).setEpoch(0).setStop(Stop.newBuilder())).hasDone());
    assertEquals(0, light.microwatts());
    assertEquals(State.STATE_STOPPED, lastEvent().getFlashStatus().getState());
    assertEquals(10_000, lastEvent().getFlashStatus().getLitMicros());
    assertTrue(host.ask(to().setStop(Stop.newBuilder())).hasDone(), "a repeat is harmless");
    host.ask(flash(2, 2_500, 40_000));
    host.ask(to().setGoodbye(Goodbye.newBuilder()));
    assertEquals(0, light.microwatts());
    assertEquals(2, lastEvent().getFlashStatus().getOperationId());
  }

  @Test
  void aHostThatFallsSilentLeavesTheLightDarkAndTheNextOneIsToldWhy() {
    host.ask(flash(1, 1_000, 1_000_000));
    host.live(Duration.ofMillis(900));
    // The flash would be over by itself long before the lease: so it takes one begun just before.
    host.time.advance(Duration.ofMillis(RawHost.LEASE_MILLIS - 500));
    host.ask(flash(2, 1_000, 1_000_000));
    host.time.advance(Duration.ofMillis(499));
    assertEquals(1_000, light.microwatts());
    host.time.advance(Duration.ofMillis(1));
    assertEquals(0, light.microwatts());
    RawHost other = host.other(8);
    other.hello();
    FlashStatus cut = query(other, 2);
    assertEquals(State.STATE_HOST_SILENT, cut.getState());
    assertEquals(500_000, cut.getLitMicros());
    other.refused(Reason.REASON_SAFE_STATE, other.to(LIGHT).setFlash(wanted(3, 1_000, 1_000)));
    assertEquals(State.STATE_COMPLETE, query(other, 1).getState());
  }

  @Test
  void aFlashGoesOnWhenItsHostOpensAnewAndEndsInTheNewSession() {
    host.ask(flash(1, 2_500, 40_000));
    host.hello();
    assertEquals(2_500, light.microwatts());
    host.time.advance(Duration.ofMillis(40));
    assertEquals(State.STATE_COMPLETE, lastEvent().getFlashStatus().getState());
    assertEquals(host.epoch, lastEvent().getEpoch());
  }

  @Test
  void aFaultOrAnOpenLidEndsTheFlashAndNoneBeginsInTheSafeState() {
    host.ask(flash(1, 2_500, 400_000));
    host.time.advance(Duration.ofMillis(100));
    light.overheat();
    assertEquals(0, light.microwatts());
    assertEquals("overheated", lastEvent().getAlarm().getCode());
    assertEquals(State.STATE_FAULT, query(1).getState());
    assertEquals(100_000, query(1).getLitMicros());
    host.refused(Reason.REASON_SAFE_STATE, flash(2, 2_500, 40_000));
    host.refused(Reason.REASON_FAULT, clear());
    light.cool();
    assertTrue(host.ask(clear()).hasDone());
    host.ask(flash(2, 2_500, 40_000));
    host.board.bench().openInterlock();
    assertEquals(0, light.microwatts());
    assertEquals(State.STATE_FAULT, query(2).getState());
  }

  @Test
  void powerLossLeavesItDarkAndTheLedgerSpeaksForThisBootOnly() {
    host.ask(flash(1, 2_500, 400_000));
    host.time.advance(Duration.ofMillis(100));
    host.board.bench().powerCycle(Duration.ofMillis(50));
    assertEquals(0, light.microwatts());
    host.time.advance(Duration.ofMillis(60));
    host.hello();
    assertEquals(State.STATE_NEVER_SEEN, query(1).getState());
    host.live(Duration.ofSeconds(1));
    assertEquals(1, light.shines().size());
    assertEquals(100_000_000, light.shines().get(0).endedNanos());
  }

  @Test
  void theLastSixtyFourAreRememberedAndOlderOnesAreTooOld() {
    for (int operation = 1; operation <= 65; operation++) {
      assertTrue(host.ask(flash(operation, 10, 1_000)).hasFlashStatus());
      host.time.advance(Duration.ofMillis(1));
    }
    assertEquals(State.STATE_COMPLETE, query(2).getState());
    assertEquals(Reason.REASON_OPERATION_TOO_OLD, host.ask(asking(1)).getRefused().getReason());
  }

  @Test
  void aLightWithoutFlashesIsOnlyDescribed() {
    var described =
        host.ask(host.to(RawHost.LAMP).setDescribe(Describe.newBuilder())).getDescription();
    assertEquals(0, described.getLight().getMaxFlashMicros());
    host.refused(Reason.REASON_UNSUPPORTED, host.to(RawHost.LAMP).setFlash(wanted(1, 10, 1_000)));
    host.refused(
        Reason.REASON_UNSUPPORTED,
        host.to(RawHost.LAMP).setQueryFlash(QueryFlash.newBuilder().setOperationId(1)));
    host.refused(Reason.REASON_UNSUPPORTED, host.to(RawHost.LAMP).setStop(Stop.newBuilder()));
    host.refused(Reason.REASON_UNSUPPORTED, host.to(RawHost.PUMP).setFlash(wanted(1, 10, 1_000)));
    assertEquals(
        1_000_000,
        host.ask(to().setDescribe(Describe.newBuilder()))
            .getDescription()
            .getLight()
            .getMaxFlashMicros());
  }

  @Test
  void theDurationIsThatOfTheBoardsOwnClock() {
    host.board.bench().driftPpm(-1_000);
    host.ask(flash(1, 10, 1_000_000));
    host.time.advance(Duration.ofSeconds(1));
    assertEquals(10, light.microwatts());
    host.time.advance(Duration.ofMillis(2));
    assertEquals(0, light.microwatts());
  }

  @Test
  void mutilatedFlashesNeverShineBrighterOrLongerThanTheLimits() {
    long seed = 20261126;
    var random = new Random(seed);
    for (int i = 1; i <= 3_000; i++) {
      byte[] bytes = flash(i, 2_500, 40_000).setRequestId(1_000 + i).build().toByteArray();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      host.bytes(bytes);
      host.live(Duration.ofMillis(20));
    }
    host.live(Duration.ofSeconds(2));
    for (LightBench.Shine shine : light.shines()) {
      long nanos = shine.endedNanos() - shine.beganNanos();
      assertTrue(shine.microwatts() <= 10_000 && shine.microwatts() % 10 == 0, "seed " + seed);
      assertTrue(nanos > 0 && nanos <= 1_000_000_000L, "seed " + seed + ": " + shine);
      assertTrue(shine.microwatts() * (nanos / 1_000) <= 5_000_000_000L, "seed " + seed);
    }
    assertTrue(light.shines().size() > 50, light.shines().size() + " flashes; seed " + seed);
  }

  @Test
  void aLightThatMakesNoSenseIsRefused() {
    for (LightMaker maker :
        List.<LightMaker>of(
            () -> new LightSpec("uv", 405, 100, 0, 1, 1),
            () -> new LightSpec("uv", 405, 100, 101, 1, 1),
            () -> new LightSpec("uv", 405, 100, 1, -1, 1),
            () -> new LightSpec("uv", 405, 100, 1, 1, 0))) {
      var refused = assertThrows(IllegalArgumentException.class, maker::make);
      assertTrue(String.valueOf(refused.getMessage()).contains("of light 'uv'"), refused::toString);
    }
  }

  private interface LightMaker {
    LightSpec make();
  }

  private HostMessage.Builder to() {
    return host.to(LIGHT);
  }

  private HostMessage.Builder flash(long operation, int microwatts, int micros) {
    return to().setFlash(wanted(operation, microwatts, micros));
  }

  private static Flash wanted(long operation, int microwatts, int micros) {
    return Flash.newBuilder()
        .setOperationId(operation)
        .setPowerMicrowatts(microwatts)
        .setDurationMicros(micros)
        .build();
  }

  private HostMessage.Builder asking(long operation) {
    return to().setQueryFlash(QueryFlash.newBuilder().setOperationId(operation));
  }

  private FlashStatus query(long operation) {
    return query(host, operation);
  }

  private static FlashStatus query(RawHost asking, long operation) {
    return asking
        .ask(asking.to(LIGHT).setQueryFlash(QueryFlash.newBuilder().setOperationId(operation)))
        .getFlashStatus();
  }

  private HostMessage.Builder clear() {
    return host.to(0).setClearSafeState(ClearSafeState.getDefaultInstance());
  }

  private DeviceMessage lastEvent() {
    return host.events().get(host.events().size() - 1);
  }
}
