package org.wetstack.lab.safety;

import static org.wetstack.lab.safety.Notebook.ARRAY;
import static org.wetstack.lab.safety.Notebook.CULTURE;
import static org.wetstack.lab.safety.Notebook.DOPAMINE;
import static org.wetstack.lab.safety.Notebook.MEDIUM;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.AppliedStimulus.Phase;
import org.wetstack.hal.Dose;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.account.Accountant;
import org.wetstack.lab.safety.account.Finding;

/**
 * A rig in which things are asked for at random, in round numbers so that limits are met exactly.
 */
final class History {

  private static final DosingLimits DOSING =
      new DosingLimits(
          Volume.nanoliters(500),
          Volume.nanoliters(1_000),
          Volume.nanoliters(1_500),
          Volume.nanoliters(3_000),
          FlowRate.nanolitersPerMinute(6_000),
          Duration.ofSeconds(30),
          1_000);
  private static final StimulationLimits STIMULATION =
      new StimulationLimits(Current.nanoamps(3_000), 1_000, 20, 10, 4, 200, 30);
  private static final Reservoir SMALL =
      new Reservoir(
          "small",
          "pump-3",
          "dopamine",
          500_000,
          "water",
          Volume.nanoliters(900),
          DOPAMINE.prepared(),
          DOPAMINE.expires());
  private static final List<Reservoir> RESERVOIRS = List.of(DOPAMINE, MEDIUM, SMALL);
  private static final String OTHER_CULTURE = "organoid-2";

  private final Random random;
  private final boolean punctual;
  private final Map<Integer, ElectrodeProfile> profiles = new HashMap<>();
  private final LimitBook limits;
  private final Map<String, DosingEnvelope> dosing = new TreeMap<>();
  private final StimulationEnvelope stimulation;
  private final EmergencyStop stop = new EmergencyStop();
  private final Accountant accountant;
  private final Notebook book;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> doses = new ArrayList<>();
  private final List<String> trains = new ArrayList<>();
  private boolean open;
  private int operations;
  private int admitted;

  History(long seed, boolean punctual) {
    random = new Random(seed);
    this.punctual = punctual;
    CultureLimits rig = new CultureLimits(STIMULATION, DOSING, Notebook.ILLUMINATION);
    Map<String, CultureLimits> cultures = Map.of(CULTURE, rig, OTHER_CULTURE, rig);
    for (int electrode = 1; electrode <= 6; electrode++) {
      profiles.put(electrode, Notebook.PLATINUM);
    }
    profiles.put(
        6,
        new ElectrodeProfile(
            "checked",
            "platinum",
            50,
            100,
            50,
            Optional.empty(),
            Optional.of(Duration.ofMinutes(10))));
    limits = new LimitBook(cultures);
    for (String culture : cultures.keySet()) {
      dosing.put(culture, new DosingEnvelope(culture, RESERVOIRS, () -> limits.dosing(culture)));
    }
    stimulation = new StimulationEnvelope(ARRAY, profiles, () -> limits.stimulation(CULTURE));
    accountant = new Accountant(cultures, RESERVOIRS, Map.of(ARRAY, profiles));
    book = new Notebook(limits, this::book, stimulation, stop, this::audit);
    book.lease("l1");
    for (int i = 0; i < 4; i++) {
      book.load("s" + i, stimulus());
    }
    findings.clear();
  }

  private void book(Entry entry) {
    dosing.values().forEach(envelope -> envelope.accept(entry));
  }

  private void audit(Entry entry) {
    findings.addAll(accountant.check(entry));
  }

  int admitted() {
    return admitted;
  }

  String wrong() {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
  }

  Set<String> rules() {
    return findings.stream().map(Finding::rule).collect(Collectors.toSet());
  }

  /** Does something; also what is refused by {@code anyway}, and then tells so. */
  boolean step(String anyway) {
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> {
        return dose(anyway);
      }
      case 4, 5, 6, 7 -> {
        return train(anyway);
      }
      case 8 -> settleDose();
      case 9 -> settleTrain();
      case 10 -> somethingElse();
      default -> pass();
    }
    return false;
  }

  private void pass() {
    switch (random.nextInt(9)) {
      case 0 -> book.pass(Duration.ofHours(random.nextInt(25)));
      case 1 -> book.pass(Duration.ofMinutes(10L * random.nextInt(7)));
      case 2, 3 -> book.pass(Duration.ofSeconds(10L * random.nextInt(5)));
      case 4 -> book.pass(Duration.ofSeconds(-random.nextInt(100)));
      default -> book.passMillis(50L * random.nextInt(30));
    }
  }

  private boolean dose(String anyway) {
    String culture = random.nextInt(4) == 0 ? OTHER_CULTURE : CULTURE;
    Reservoir from = RESERVOIRS.get(random.nextInt(3));
    long volume = 50L * (1 + random.nextInt(anyway.equals("dose.volume") ? 12 : 10));
    long rate = anyway.equals("dose.rate") ? 6_001 : 6_000;
    DosingEnvelope envelope = dosing.get(culture);
    if (envelope == null) {
      throw new IllegalStateException(culture);
    }
    Refusal refusal =
        refusal(
            () ->
                envelope.admit(
                    from,
                    new Dose(Volume.nanoliters(volume), FlowRate.nanolitersPerMinute(rate)),
                    book.now));
    if (refusal != null && !refusal.rule().equals(anyway)) {
      return false;
    }
    String operation = "d" + ++operations;
    Map<String, String> facts = new TreeMap<>();
    facts.putAll(Map.of("operation", operation, "culture", culture, "reservoir", from.name()));
    facts.putAll(Map.of("pump", from.pump(), "nanoliters", "" + volume));
    facts.putAll(Map.of("nanolitersPerMinute", "" + rate, "nanomolar", "" + from.nanomolar()));
    facts.put("lease", "l1");
    findings.clear();
    book.write(Kinds.DOSE_INTENDED, facts);
    if (refusal != null) {
      return true;
    }
    admitted++;
    if (random.nextInt(4) == 0) {
      doses.add(operation);
      return false;
    }
    if (random.nextBoolean()) {
      book.doseBegun(operation, volume);
      pass();
    }
    book.doseEnded(operation, random.nextInt(5) == 0 ? volume / 2 : volume);
    return false;
  }

  private boolean train(String anyway) {
    String stimulus = "s" + random.nextInt(4);
    long ahead = random.nextInt(4) == 0 ? 50L * random.nextInt(60) : 0;
    String operation = "t" + ++operations;
    Refusal refusal =
        refusal(
            () ->
                stimulation.admitTrain(
                    stimulus, operation, book.now.toEpochMilli() + ahead, book.now));
    if (refusal != null && !refusal.rule().equals(anyway)) {
      return false;
    }
    findings.clear();
    book.fire(operation, stimulus, ahead);
    if (refusal != null) {
      return true;
    }
    admitted++;
    if (ahead == 0 && random.nextInt(6) > 0) {
      if (!punctual) {
        book.passMillis(random.nextInt(40));
      }
      book.begun(operation);
    } else {
      trains.add(operation);
    }
    return false;
  }

  private @Nullable Refusal refusal(Runnable asking) {
    try {
      stop.requireReleased();
      if (open) {
        throw Refusal.of("interlock", "", "", "");
      }
      asking.run();
      return null;
    } catch (Refusal refusal) {
      return refusal;
    }
  }

  private void settleDose() {
    if (doses.isEmpty()) {
      return;
    }
    String operation = doses.get(random.nextInt(doses.size()));
    switch (random.nextInt(3)) {
      case 0 -> book.outcome(Kinds.DOSE_UNKNOWN, operation);
      case 1 -> {
        book.outcome(Kinds.DOSE_NOT_DONE, operation);
        doses.remove(operation);
      }
      default -> {
        book.doseEnded(operation, 50L * random.nextInt(10));
        doses.remove(operation);
      }
    }
  }

  /** What the device says late makes the envelope stricter than the accountant. */
  private void settleTrain() {
    if (trains.isEmpty()) {
      return;
    }
    String operation = trains.remove(random.nextInt(trains.size()));
    if (punctual) {
      book.outcome(Kinds.TRAIN_NOT_DONE, operation);
      return;
    }
    if (stop.pressed().isPresent() || open || random.nextInt(3) == 0) {
      book.outcome(Kinds.TRAIN_UNKNOWN, operation);
    }
    if (random.nextBoolean()) {
      book.outcome(Kinds.TRAIN_NOT_DONE, operation);
    } else {
      book.begun(operation);
    }
  }

  private void somethingElse() {
    switch (random.nextInt(7)) {
      case 0 -> book.set("dose.hour", 100L * random.nextInt(11), "anna,sue");
      case 1 -> book.set("stimulus.rate", 10 + random.nextInt(11), "anna,sue");
      case 2 -> {
        book.write(Kinds.STOP_LATCHED, "reason", "a test");
        book.pass(Duration.ofSeconds(1));
        if (random.nextInt(4) > 0) {
          book.write(Kinds.STOP_RELEASED, "by", "anna,sue");
        }
      }
      case 3 -> book.write(Kinds.STOP_RELEASED, "by", "anna,sue");
      case 4 -> {
        open = random.nextInt(4) == 0;
        book.write(
            open ? Kinds.INTERLOCK_OPENED : Kinds.INTERLOCK_CLOSED,
            "interlock",
            "door",
            open ? "reason" : "by",
            "anna");
      }
      case 5 -> {
        book.write(Kinds.IMPEDANCES_CHECKED, "instrument", ARRAY, "electrodes", "5,6");
      }
      default -> reload();
    }
  }

  /** What is unloaded before the device has answered makes the envelope stricter, too. */
  private void reload() {
    if (punctual && !trains.isEmpty()) {
      return;
    }
    String name = "s" + random.nextInt(4);
    book.write(Kinds.STIMULUS_UNLOADED, "stimulus", name);
    AppliedStimulus stimulus = stimulus();
    List<Finding> before = List.copyOf(findings);
    Refusal refusal = null;
    try {
      stimulation.admitLoad(stimulus, book.now);
    } catch (Refusal refused) {
      refusal = refused;
    }
    book.load(name, stimulus);
    if (refusal != null) {
      String rule = refusal.rule();
      if (findings.stream().noneMatch(finding -> finding.rule().equals(rule))) {
        throw new AssertionError("loaded though refused by " + rule + ", found " + findings);
      }
      findings.clear();
      findings.addAll(before);
    }
  }

  private AppliedStimulus stimulus() {
    List<Integer> electrodes = new ArrayList<>();
    for (int electrode = 1; electrode <= 6; electrode++) {
      if (random.nextInt(3) == 0) {
        electrodes.add(electrode);
      }
    }
    if (electrodes.isEmpty()) {
      electrodes.add(1);
    }
    int ticks = random.nextBoolean() ? 20 : 4;
    int usual = ticks == 20 ? 4 : 12;
    int amplitude = 100 * (1 + random.nextInt(random.nextInt(12) == 0 ? 34 : usual));
    int left = random.nextInt(3) - 1;
    int perSecond = random.nextInt(5) == 0 ? 30_000 : 10_000;
    int pulses = 1 + random.nextInt(12);
    return new AppliedStimulus(
        electrodes,
        List.of(
            new Phase(Current.nanoamps(-amplitude), ticks),
            new Phase(Current.nanoamps(amplitude + left), ticks)),
        random.nextInt(2),
        pulses,
        pulses == 1 ? 0 : perSecond / 20 * (1 + random.nextInt(3)),
        5,
        random.nextInt(10) * (random.nextInt(20) == 0 ? 100 : 1),
        perSecond);
  }
}
