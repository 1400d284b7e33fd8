package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.lab.desk.Operation.Progress;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.safety.Refusal;

/** A stimulus is fired once, by who may, and armed only while it may be fired. */
class StimuliTest {

  @TempDir Path folder;
  private Bench bench;
  private Lease lease;

  @BeforeEach
  void lease() {
    bench = new Bench(folder);
    lease = bench.lease(Bench.ADA, "culture:a");
  }

  private static String rule(Runnable refused) {
    return assertThrows(Refusal.class, refused::run).rule();
  }

  @Test
  void whatIsLoadedIsFiredOncePerKey() {
    String pulse = bench.load(lease, "l", 100);
    assertEquals(pulse, bench.load(lease, "l", 100));
    Operation fired = bench.fire(lease, "f", pulse);
    assertEquals(Progress.BEGUN, fired.progress());
    assertEquals(7, fired.sample());
    assertEquals(fired.id(), bench.fire(lease, "f", pulse).id());
    assertEquals(List.of(fired.id()), bench.toy.fired);
  }

  @Test
  void anElectrodeOfAnotherCultureIsRefused() {
    assertEquals("stimulus.electrode", rule(() -> bench.load(lease, "l", 102)));
  }

  @Test
  void anUnloadedStimulusIsNotFired() {
    String pulse = bench.load(lease, "l", 100);
    bench.desk().unload(bench.request(Bench.ADA, "unload", lease.epoch(), "u", pulse), "a", pulse);
    assertEquals("unknown.stimulus", rule(() -> bench.fire(lease, "f", pulse)));
    assertTrue(bench.toy.now().loaded.isEmpty());
  }

  @Test
  void anotherCulturesStimulusIsUnknown() {
    String pulse = bench.load(lease, "l", 100);
    Lease other = bench.lease(Bench.BEN, "culture:b");
    assertEquals("unknown.stimulus", rule(() -> bench.fire(other, "f", pulse)));
  }

  @Test
  void aRefusedTriggerIsAnEnd() {
    String pulse = bench.load(lease, "l", 100);
    bench.toy.mishap = new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, "no");
    assertEquals(Progress.NOT_DONE, bench.fire(lease, "f", pulse).progress());
  }

  @Test
  void aLostReceiptIsAskedForInTheNextSession() {
    String pulse = bench.load(lease, "l", 100);
    bench.toy.mishap = Toy.timeout();
    Operation fired = bench.fire(lease, "f", pulse);
    assertEquals(Progress.UNKNOWN, fired.progress());
    bench.toy.lose();
    bench.pass(1_000);
    assertEquals(Progress.BEGUN, bench.desk().operation(fired.id()).progress());
    assertEquals(1, bench.toy.fired.size());
  }

  @Test
  void aTrainThatADeviceMayHaveForgottenWithItsPowerStaysUnknown() {
    String pulse = bench.load(lease, "l", 100);
    bench.toy.mishap = Toy.timeout();
    Operation fired = bench.fire(lease, "f", pulse);
    bench.toy.boot++;
    bench.toy.forgetTrains();
    bench.toy.lose();
    bench.pass(1_000);
    assertEquals(Progress.UNKNOWN, bench.desk().operation(fired.id()).progress());
    bench.toy.lose();
    bench.pass(1_000);
    assertEquals(
        Progress.UNKNOWN,
        bench.desk().operation(fired.id()).progress(),
        "a later session of the same boot knows no more");
  }

  @Test
  void aNewSessionHasTheStimuliThatAreInForce() {
    String pulse = bench.load(lease, "l", 100);
    bench.toy.lose();
    assertEquals("instrument.not-ready", rule(() -> bench.fire(lease, "f", pulse)));
    bench.pass(1_000);
    assertEquals(Progress.BEGUN, bench.fire(lease, "f2", pulse).progress());
  }

  @Test
  void aRestartedControllerHasNone() {
    String pulse = bench.load(lease, "l", 100);
    bench.restart();
    assertEquals(pulse, bench.journal.of(Kinds.STIMULUS_UNLOADED).get(0).fact("stimulus"));
    assertEquals("unknown.stimulus", rule(() -> bench.fire(lease, "f", pulse)));
  }

  @Test
  void aStopBetweenAdmissionAndTriggerKeepsItFromFiring() {
    String pulse = bench.load(lease, "l", 100);
    bench.journal.before(
        what -> {
          if (what.equals(Kinds.TRAIN_INTENDED)) {
            bench.journal.before(again -> {});
            bench.desk().standStill();
          }
        });
    assertEquals(Progress.NOT_DONE, bench.fire(lease, "f", pulse).progress());
    assertTrue(bench.toy.fired.isEmpty());
  }

  @Test
  void aStopWhileItIsTriggeredIsSentAgainAfterIt() {
    String pulse = bench.load(lease, "l", 100);
    bench.toy.before =
        () -> {
          bench.toy.before = () -> {};
          bench.desk().standStill();
        };
    int stops = bench.toy.stops;
    bench.fire(lease, "f", pulse);
    assertTrue(bench.toy.stops > stops + 2, "the pump and the array once, and the array again");
  }

  @Test
  void afterAStandStillItIsArmedAgainWhenItIsFired() {
    String pulse = bench.load(lease, "l", 100);
    bench.desk().standStill();
    assertEquals(Progress.BEGUN, bench.fire(lease, "f", pulse).progress());
    assertEquals(1, bench.toy.now().arms);
    bench.pass(1_000);
    bench.fire(lease, "f2", pulse);
    assertEquals(1, bench.toy.now().arms, "not armed without need");
  }

  @Test
  void theEndOfALeaseDisarmsItsStimuliAndThoseOfOthersAreArmedWhenFired() {
    String mine = bench.load(lease, "l", 100);
    Lease other = bench.lease(Bench.BEN, "culture:b");
    String theirs = bench.load(other, "l", 102);
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    assertEquals(1, bench.toy.now().loaded.size());
    assertEquals(mine, bench.journal.of(Kinds.STIMULUS_UNLOADED).get(0).fact("stimulus"));
    assertEquals(0, bench.toy.now().arms, "nothing is armed that nobody fires");
    assertEquals(Progress.BEGUN, bench.fire(other, "f", theirs).progress());
  }

  @Test
  void underAnEmergencyStopTheEndOfALeaseArmsNothing() {
    bench.load(lease, "l", 100);
    Lease other = bench.lease(Bench.BEN, "culture:b");
    bench.load(other, "l", 102);
    bench.desk().emergencyStop(Bench.ADA, "smoke");
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    assertTrue(bench.toy.now().loaded.stream().noneMatch(one -> one.armed));
  }

  @Test
  void aDeviceThatDoesNotStopLosesItsStimuliAllTheSame() {
    bench.load(lease, "l", 100);
    bench.load(lease, "l2", 101);
    bench.toy.stopMishap = Toy.timeout();
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    assertEquals(2, bench.journal.of(Kinds.STIMULUS_UNLOADED).size());
    assertEquals(1, bench.journal.of(Kinds.LEASE_ENDED).size());
  }
}
