package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.units.Power;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.desk.Operation.Progress;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.safety.Refusal;

/** A light is lit once for each wish, and the journal knows what became of it. */
class FlashesTest {

  private static final String RIG =
      Bench.RIG
          .replace("reservoirs: [drug]}\n  b:", "reservoirs: [drug], lights: toy/uv}\n  b:")
          .replace(
              "  dosing: {",
              "  illumination: {power: 2 mW, flash: 1 mJ, hour: 2 mJ, day: 5 mJ, pause: 1 s}\n"
                  + "  dosing: {");

  @TempDir Path folder;
  private Bench bench;
  private Lease lease;

  @BeforeEach
  void lease() {
    bench = new Bench(folder, RIG);
    lease = bench.lease(Bench.ADA, "culture:a");
  }

  private Operation shine(String key, long microwatts, long millis) {
    return shine(lease, key, "", microwatts, millis);
  }

  private Operation shine(Lease under, String key, String light, long microwatts, long millis) {
    return bench
        .desk()
        .shine(
            bench.request(
                Bench.person(under.holder(), Role.OPERATOR),
                "Flash",
                under.epoch(),
                key,
                microwatts + " " + millis),
            Bench.culture(under),
            light,
            new Flash(Power.microwatts(microwatts), Duration.ofMillis(millis)));
  }

  private Operation now(Operation operation) {
    return bench.desk().operation(operation.id());
  }

  private List<String> flashes() {
    return bench.journal.entries().stream()
        .map(Entry::what)
        .filter(what -> what.startsWith("flash."))
        .toList();
  }

  @Test
  void whatIsLitGoesOutAndIsWrittenDown() {
    Operation lit = shine("k1", 1_009, 100);
    assertEquals(Progress.BEGUN, lit.progress());
    assertEquals(100_000_000, lit.asked());
    bench.pass(200);
    assertEquals(Progress.ENDED, now(lit).progress());
    assertEquals("COMPLETE", now(lit).end());
    assertEquals(100_000_000, now(lit).atMost());
    assertEquals(List.of(Kinds.FLASH_INTENDED, Kinds.FLASH_BEGUN, Kinds.FLASH_ENDED), flashes());
    assertEquals("toy/uv", bench.journal.of(Kinds.FLASH_INTENDED).get(0).fact("light"));
    assertEquals(
        Power.microwatts(1_000), bench.toy.shines.values().iterator().next().flash.power());
    assertEquals(
        100_000_000, bench.controller.illumination("a").given(bench.time.now()).lastHour());
  }

  @Test
  void theSameKeyIsTheSameFlashAlsoAfterACrash() {
    Operation first = shine("k1", 1_000, 100);
    bench.pass(2_000);
    assertEquals(first.id(), shine("k1", 1_000, 100).id());
    bench.restart();
    assertEquals(first.id(), shine("k1", 1_000, 100).id());
    assertEquals(1, bench.toy.shines.size());
    Refusal refusal = assertThrows(Refusal.class, () -> shine("k1", 1_000, 90));
    assertEquals("key.used", refusal.rule());
  }

  @Test
  void limitsHoldAndNothingIsLitBeyondThem() {
    Refusal bright = assertThrows(Refusal.class, () -> shine("k1", 2_010, 10));
    assertEquals("flash.power", bright.rule());
    Refusal much = assertThrows(Refusal.class, () -> shine("k2", 2_000, 501));
    assertEquals("flash.energy", much.rule());
    shine("k3", 2_000, 500);
    bench.pass(2_000);
    shine("k4", 2_000, 500);
    bench.pass(2_000);
    Refusal more = assertThrows(Refusal.class, () -> shine("k5", 10, 1));
    assertEquals("flash.hour", more.rule());
    assertEquals(2, bench.toy.shines.size());
    assertEquals(List.of(), bench.alarms());
  }

  @Test
  void itNeedsTheLeaseAndALightOfTheCulture() {
    Refusal none = assertThrows(Refusal.class, () -> shine(lease, "k", "toy/lamp", 1_000, 10));
    assertEquals("unknown.light", none.rule());
    Lease other = bench.lease(Bench.BEN, "culture:b");
    assertEquals(
        "unknown.light",
        assertThrows(Refusal.class, () -> shine(other, "k", "toy/uv", 1_000, 10)).rule());
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    assertTrue(assertThrows(Refusal.class, () -> shine("k", 1_000, 10)).rule().startsWith("lease"));
    assertTrue(bench.toy.shines.isEmpty());
  }

  @Test
  void theEndOfTheLeasePutsItOut() {
    Operation lit = shine("k1", 100, 5_000);
    bench.pass(1_000);
    bench.controller.leaseDesk().release(Bench.ADA, "culture:a", lease.epoch());
    bench.pass(100);
    assertEquals("STOPPED", now(lit).end());
    assertEquals(100_000_000, now(lit).atMost());
  }

  @Test
  void whoeverPutsItOutNeedsNoLease() {
    Operation lit = shine("k1", 100, 5_000);
    bench.pass(500);
    bench.desk().putOut(Bench.BEN, "a", "toy/uv", "too long");
    bench.pass(100);
    assertEquals("STOPPED", now(lit).end());
    assertEquals("light toy/uv", bench.journal.of(Kinds.CULTURE_STOPPED).get(0).fact("what"));
  }

  @Test
  void theEmergencyStopPutsItOutAndKeepsItDark() {
    Operation lit = shine("k1", 100, 5_000);
    bench.pass(500);
    bench.desk().emergencyStop(Bench.BEN, "smoke");
    bench.pass(100);
    assertEquals("STOPPED", now(lit).end());
    assertThrows(Refusal.class, () -> shine("k2", 100, 10));
    assertEquals(1, bench.toy.shines.size());
  }

  @Test
  void aRefusalOfTheLightIsAnEnd() {
    bench.toy.mishap = new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, "too hot");
    Operation given = shine("k1", 100, 100);
    assertEquals(Progress.NOT_DONE, given.progress());
    assertEquals(0, bench.controller.illumination("a").given(bench.time.now()).lastHour());
  }

  /** It counts whole until the light has told. */
  @Test
  void anAnswerThatIsLostIsAskedForInTheNextSession() {
    bench.toy.mishap = Toy.timeout();
    Operation given = shine("k1", 1_000, 100);
    assertEquals(Progress.UNKNOWN, given.progress());
    bench.toy.lose();
    bench.pass(10_000);
    assertEquals(Progress.ENDED, now(given).progress());
    assertEquals(1, bench.toy.shines.size());
  }

  @Test
  void aFlashThatRunsIsHeardOfAfterTheLineWasCut() {
    Operation lit = shine("k1", 100, 4_000);
    bench.pass(100);
    bench.toy.lose();
    bench.pass(3_000);
    assertEquals(Progress.UNKNOWN, now(lit).progress());
    bench.pass(4_000);
    assertEquals("COMPLETE", now(lit).end());
  }

  @Test
  void aControllerThatCrashedAsks() {
    Operation lit = shine("k1", 1_000, 100);
    bench.restart();
    bench.pass(3_000);
    assertEquals(Progress.ENDED, now(lit).progress());
    bench.toy.before =
        () -> {
          throw new Error("killed");
        };
    assertThrows(Error.class, () -> shine("k2", 1_000, 100));
    bench.toy.before = () -> {};
    bench.restart();
    bench.pass(100);
    // It remembers this boot only, and the controller does not know which boot that was.
    assertEquals(Progress.UNKNOWN, shine("k2", 1_000, 100).progress());
    assertEquals(1, bench.toy.shines.size());
  }

  @Test
  void aDriverThatFailsUnexpectedlyIsAskedAtOnce() {
    bench.toy.before =
        () -> {
          bench.toy.before = () -> {};
          throw new IllegalStateException("a defect");
        };
    Operation given = shine("k1", 1_000, 100);
    assertEquals(Progress.NOT_DONE, given.progress());
    assertEquals("the light was never lit for it", given.reason());
  }

  /** A light forgets when it loses power: then nobody knows. */
  @Test
  void aLightThatWasRestartedIsNotBelievedThatItWasNeverLit() {
    bench.toy.mishap = Toy.timeout();
    Operation given = shine("k1", 1_000, 100);
    bench.toy.lose();
    bench.toy.shines.clear();
    bench.toy.boot++;
    bench.pass(10_000);
    assertEquals(Progress.UNKNOWN, now(given).progress());
    assertEquals(
        100_000_000, bench.controller.illumination("a").given(bench.time.now()).lastHour());
    bench.toy.lose();
    bench.pass(10_000);
    assertEquals(Progress.UNKNOWN, now(given).progress());
  }

  @Test
  void inATransactionAllOrNoneIsLit() {
    var dose = new Desk.Step.Give("drug", Bench.dose(500));
    var bright = new Desk.Step.Shine("", new Flash(Power.microwatts(3_000), Duration.ofMillis(10)));
    Request wish =
        bench.request(Bench.ADA, "Transact", lease.epoch(), "t1", "a dose and too much light");
    assertThrows(Refusal.class, () -> bench.desk().transact(wish, "a", List.of(dose, bright)));
    bench.pass(1_000);
    assertTrue(bench.toy.shines.isEmpty() && bench.toy.flows.isEmpty());
    var lit = new Desk.Step.Shine("", new Flash(Power.microwatts(1_000), Duration.ofMillis(10)));
    Request good = bench.request(Bench.ADA, "Transact", lease.epoch(), "t2", "both");
    List<Operation> both = bench.desk().transact(good, "a", List.of(dose, lit));
    bench.pass(2_000);
    assertEquals("COMPLETE", now(both.get(0)).end());
    assertEquals(FlashReport.End.COMPLETE.name(), now(both.get(1)).end());
  }
}
