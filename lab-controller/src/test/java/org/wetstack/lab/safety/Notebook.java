package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/** A journal on paper, with a clock that tests move, and followers. */
final class Notebook {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final String CULTURE = "organoid-1";
  static final String ARRAY = "array-1";

  static final Reservoir DOPAMINE =
      new Reservoir(
          "dopamine",
          "pump-1",
          "dopamine",
          1_000_000,
          "water",
          Volume.nanoliters(100_000),
          START.minus(Duration.ofHours(1)),
          START.plus(Duration.ofDays(30)));
  static final Reservoir MEDIUM =
      new Reservoir(
          "medium",
          "pump-2",
          "medium",
          0,
          "",
          Volume.nanoliters(1_000_000),
          START.minus(Duration.ofHours(1)),
          START.plus(Duration.ofDays(30)));

  static final StimulationLimits STIMULATION =
      new StimulationLimits(Current.nanoamps(3_000), 1_000, 20, 50, 4, 200, 30);
  static final DosingLimits DOSING =
      new DosingLimits(
          Volume.nanoliters(500),
          Volume.nanoliters(1_000),
          Volume.nanoliters(3_000),
          Volume.nanoliters(8_000),
          FlowRate.nanolitersPerMinute(6_000),
          Duration.ofSeconds(30),
          2_500);

  static final IlluminationLimits ILLUMINATION =
      new IlluminationLimits(1_000, 100_000, 250_000, 600_000, Duration.ofSeconds(2));

  /** Charge density binds: 981 pC. */
  static final ElectrodeProfile PLATINUM =
      new ElectrodeProfile(
          "pt-50",
          "platinum",
          50,
          100,
          50,
          Optional.of(ElectrodeProfile.First.CATHODIC),
          Optional.empty());

  Instant now = START;
  final List<Entry> entries = new ArrayList<>();
  private final List<Consumer<Entry>> followers;

  @SafeVarargs
  @SuppressWarnings("varargs")
  Notebook(Consumer<Entry>... followers) {
    this.followers = List.of(followers);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void passMillis(long millis) {
    now = now.plusMillis(millis);
  }

  /** {@code facts} are names and values by turns. */
  Entry write(String what, String... facts) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < facts.length; i += 2) {
      map.put(facts[i], facts[i + 1]);
    }
    return write(what, map);
  }

  Entry write(String what, Map<String, String> facts) {
    return write("anna", what, facts);
  }

  Entry write(String who, String what, Map<String, String> facts) {
    Entry entry = new Entry(entries.size() + 1, now, who, what, facts);
    entries.add(entry);
    followers.forEach(follower -> follower.accept(entry));
    return entry;
  }

  Entry dose(String operation, Reservoir from, long nanoliters) {
    return dose(operation, CULTURE, from, nanoliters);
  }

  Entry dose(String operation, String culture, Reservoir from, long nanoliters) {
    return write(
        Kinds.DOSE_INTENDED,
        "operation",
        operation,
        "culture",
        culture,
        "reservoir",
        from.name(),
        "pump",
        from.pump(),
        "nanoliters",
        "" + nanoliters,
        "nanolitersPerMinute",
        "6000",
        "nanomolar",
        "" + from.nanomolar(),
        "lease",
        "l1");
  }

  Entry doseBegun(String operation, long nanoliters) {
    return write(Kinds.DOSE_BEGUN, "operation", operation, "nanoliters", "" + nanoliters);
  }

  Entry doseEnded(String operation, long atMost) {
    return write(
        Kinds.DOSE_ENDED,
        "operation",
        operation,
        "atLeast",
        "0",
        "atMost",
        "" + atMost,
        "end",
        "COMPLETE");
  }

  Entry outcome(String what, String operation) {
    return write(what, "operation", operation, "reason", "a test");
  }

  Entry load(String name, AppliedStimulus stimulus) {
    return load(name, ARRAY, stimulus);
  }

  Entry load(String name, String array, AppliedStimulus stimulus) {
    Map<String, String> facts = new TreeMap<>(StimulusFacts.of(stimulus));
    facts.putAll(Map.of("stimulus", name, "culture", CULTURE, "instrument", array, "lease", "l1"));
    return write(Kinds.STIMULUS_LOADED, facts);
  }

  Entry fire(String operation, String stimulus, long aheadMillis) {
    return write(
        Kinds.TRAIN_INTENDED,
        "operation",
        operation,
        "stimulus",
        stimulus,
        "culture",
        CULTURE,
        "lease",
        "l1",
        "from",
        "" + (now.toEpochMilli() + aheadMillis));
  }

  Entry begun(String operation) {
    return write(Kinds.TRAIN_BEGUN, "operation", operation, "sample", "0");
  }

  Entry lease(String name) {
    return lease(name, "rig", "anna", START.plus(Duration.ofDays(365)));
  }

  Entry lease(String name, String resource, String holder, Instant until) {
    return write(
        holder,
        Kinds.LEASE_GRANTED,
        new TreeMap<>(
            Map.of(
                "lease",
                resource,
                "epoch",
                name,
                "until",
                "" + until.toEpochMilli(),
                "purpose",
                "a test")));
  }

  Entry set(String limit, long value, String by) {
    return write(
        Kinds.LIMIT_SET, "culture", CULTURE, "limit", limit, "value", "" + value, "by", by);
  }

  /** That it is refused by this rule, and the message says so with the limit and the value. */
  static Refusal refuses(String rule, String limit, String value, Executable asking) {
    Refusal refusal = assertThrows(Refusal.class, asking);
    assertEquals(rule, refusal.rule(), refusal::getMessage);
    assertEquals(limit, refusal.limit());
    assertEquals(value, refusal.value());
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(rule), message);
    assertTrue(message.contains(limit), message);
    assertTrue(message.contains(value), message);
    return refusal;
  }
}
