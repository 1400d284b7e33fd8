package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.rig.Rigs;
import org.wetstack.lab.safety.Limit;
import org.wetstack.lab.safety.Refusal;

/** Another version of the rig file, while the rig runs. */
class ReloadTest {

  private static final Principal ANN = Bench.person("ann", Role.ADMIN);
  private static final String DRUG = "content: 50 mL, prepared: 1999-01-01, expires: 2099-01-01";

  @TempDir Path folder;
  private Bench bench;
  private String file = Bench.RIG;
  private int keys;

  @BeforeEach
  void start() {
    bench = new Bench(folder);
    from();
  }

  private void from() {
    bench.controller.reload().from(() -> Rigs.version(file));
  }

  private Reload.Outcome reload() {
    return reload("reload" + ++keys);
  }

  private Reload.Outcome reload(String key) {
    return bench.controller.reload().reload(bench.request(ANN, "ReloadRig", 0, key, ""));
  }

  private void change(String old, String by) {
    assertTrue(file.contains(old), old);
    file = file.replace(old, by);
  }

  private String refused(Lease lease, String key, long nanoliters) {
    return assertThrows(Refusal.class, () -> bench.give(lease, key, nanoliters)).rule();
  }

  @Test
  void aStricterLimitHoldsAtOnceAndIsInTheJournalBefore() {
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "before", 2_000);
    bench.pass(3_000);
    change("dose: 2 uL", "dose: 1 uL");
    List<String> hard = new ArrayList<>();
    bench.journal.before(
        what -> {
          if (what.equals(Kinds.RELOADED)) {
            hard.add("" + Limit.DOSE_VOLUME.of(bench.controller.limits().inForce("a")));
          }
        });
    Reload.Outcome outcome = reload();
    assertEquals(List.of("2000"), hard);
    assertTrue(outcome.applied(), outcome::toString);
    assertEquals("dose.volume", refused(lease, "after", 2_000));
    bench.give(lease, "less", 1_000);
    Entry entry = bench.journal.of(Kinds.RELOADED).get(0);
    assertEquals("ann", entry.who());
    assertEquals(bench.controller.rig().sha256(), entry.fact("file"));
    assertTrue(entry.fact("changes").contains("limits.dosing.dose"), entry::toString);
    bench.pass(2_000);
    assertEquals(List.of(), bench.alarms(), "the accountant goes by it too");
  }

  @Test
  void whatWasDoneUnderALooserFileIsNoFindingLater() {
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "before", 2_000);
    bench.pass(3_000);
    change("dose: 2 uL", "dose: 1 uL");
    assertTrue(reload().applied());
    bench.use(file);
    bench.restart();
    bench.pass(1_000);
    assertEquals(List.of(), bench.alarms());
    assertEquals(
        1_000, Limit.DOSE_VOLUME.of(bench.controller.limits().inForce("a")), "still stricter");
  }

  @Test
  void oneDifferenceThatNeedsARestartKeepsAllOthersOut() {
    change("dose: 2 uL", "dose: 1 uL");
    change("hour: 5 uL", "hour: 6 uL");
    change("tcp://h:1", "tcp://h:2");
    Reload.Outcome outcome = reload();
    assertFalse(outcome.applied());
    assertEquals(
        List.of(
            "2 instruments.toy.endpoint",
            "10 limits.dosing.hour",
            "7 cultures.a.limits.dosing.hour",
            "8 cultures.b.limits.dosing.hour"),
        placed(outcome));
    assertEquals(List.of(), bench.journal.of(Kinds.RELOADED));
    assertEquals("reload.restart", bench.journal.of(Kinds.REFUSED).get(0).fact("rule"));
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "k", 2_000);
    change("hour: 6 uL", "hour: 5 uL");
    change("tcp://h:2", "tcp://h:1");
    assertTrue(reload().applied(), "nothing of the one before was left");
  }

  private static List<String> placed(Reload.Outcome outcome) {
    return outcome.refused().stream()
        .map(one -> one.line() + " " + one.difference().path())
        .toList();
  }

  @Test
  void aRefilledReservoirIsFullAgain() {
    change(DRUG, "content: 1.5 uL, prepared: 1999-01-01, expires: 2099-01-01");
    assertTrue(reload().applied(), "less is stricter");
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "k1", 1_000);
    bench.pass(5_000);
    assertEquals("dose.content", refused(lease, "k2", 1_000));
    change("content: 1.5 uL, prepared: 1999-01-01", "content: 1.6 uL, prepared: 1999-01-01");
    assertFalse(reload().applied(), "more in the same filling");
    String now = bench.time.now().toString();
    change("content: 1.6 uL, prepared: 1999-01-01", "content: 1.5 uL, prepared: \"" + now + "\"");
    assertTrue(reload().applied());
    bench.give(lease, "k3", 1_000);
    bench.pass(5_000);
    assertEquals("dose.content", refused(lease, "k4", 1_000));
    assertEquals(List.of(), bench.alarms(), "the accountant counts the same");
  }

  @Test
  void whatCannotBePreparedKeepsAllOut() {
    change("dose: 2 uL", "dose: 1 uL");
    List<String> effects = new ArrayList<>();
    bench.controller.reload().follow(next -> () -> effects.add("first"));
    bench
        .controller
        .reload()
        .follow(
            next -> {
              throw new IOException("no such file of tokens");
            });
    Refusal refusal = assertThrows(Refusal.class, this::reload);
    assertEquals("reload.file", refusal.rule());
    assertEquals(List.of(), effects);
    assertEquals(List.of(), bench.journal.of(Kinds.RELOADED));
    assertEquals(2_000, Limit.DOSE_VOLUME.of(bench.controller.limits().inForce("a")));
  }

  @Test
  void aJournalThatFailsKeepsAllOut() {
    change("dose: 2 uL", "dose: 1 uL");
    List<String> effects = new ArrayList<>();
    bench.controller.reload().follow(next -> () -> effects.add("done"));
    bench.journal.fail();
    assertThrows(RuntimeException.class, this::reload);
    assertEquals(List.of(), effects);
    assertEquals(2_000, Limit.DOSE_VOLUME.of(bench.controller.limits().inForce("a")));
  }

  @Test
  void theSameKeyReadsNothingAgain() {
    change("dose: 2 uL", "dose: 1 uL");
    assertTrue(reload("k").applied());
    String hash = bench.controller.rig().sha256();
    file = "no rig at all";
    assertEquals(hash, reload("k").file());
    assertThrows(IllegalArgumentException.class, () -> reload("other"));
    assertEquals(1, bench.journal.of(Kinds.RELOADED).size());
  }

  @Test
  void aNarrowerInterlockJudgesTheLatestReadingAtOnce() {
    String lid = "interlocks: {lid: {reads: api, stop: 0-10, stale: 1 h}}\n";
    file = Bench.RIG + lid;
    bench = new Bench(folder, file);
    from();
    bench.controller.consent().reading("lid", 5);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "k1", 100);
    bench.pass(3_000);
    change("stop: 0-10", "stop: 0-4");
    assertTrue(reload().applied());
    assertEquals("interlock", refused(lease, "k2", 100));
    bench.pass(1_000);
    assertEquals("lid", bench.journal.of(Kinds.INTERLOCK_OPENED).get(0).fact("interlock"));
  }

  @Test
  void theAccountantJudgesByTheNewFile() {
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "before", 1_000);
    bench.pass(3_000);
    change("dose: 2 uL", "dose: 1 uL");
    assertTrue(reload().applied());
    Map<String, String> facts = new TreeMap<>(bench.journal.of(Kinds.DOSE_INTENDED).get(0).facts());
    facts.put("operation", "00000000000000ff");
    facts.put("nanoliters", "1001");
    bench.journal.append("ada", Kinds.DOSE_INTENDED, facts);
    bench.pass(1_000);
    assertTrue(bench.alarms().toString().contains("dose.volume"), bench.alarms()::toString);
  }

  @Test
  void theAccountantKnowsOfARefill() {
    change("content: 50 mL", "content: 1.5 uL");
    bench = new Bench(folder, file);
    from();
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    bench.give(lease, "k1", 1_000);
    bench.pass(5_000);
    change("prepared: 1999-01-01", "prepared: \"" + bench.time.now() + "\"");
    assertTrue(reload().applied());
    bench.give(lease, "k2", 1_000);
    bench.pass(5_000);
    assertEquals(List.of(), bench.alarms());
  }
}
