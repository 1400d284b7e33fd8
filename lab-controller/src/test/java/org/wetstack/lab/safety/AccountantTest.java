package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.lab.safety.Notebook.ARRAY;
import static org.wetstack.lab.safety.Notebook.CULTURE;
import static org.wetstack.lab.safety.Notebook.DOPAMINE;
import static org.wetstack.lab.safety.Notebook.DOSING;
import static org.wetstack.lab.safety.Notebook.ILLUMINATION;
import static org.wetstack.lab.safety.Notebook.MEDIUM;
import static org.wetstack.lab.safety.Notebook.PLATINUM;
import static org.wetstack.lab.safety.Notebook.STIMULATION;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.AppliedStimulus.Phase;
import org.wetstack.hal.units.Current;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.account.Accountant;
import org.wetstack.lab.safety.account.Finding;

/** Each way to cheat is found, and what is at a limit is not called cheating. */
class AccountantTest {

  private static final ElectrodeProfile CHECKED =
      new ElectrodeProfile(
          "checked", "x", 50, 100, 50, Optional.empty(), Optional.of(Duration.ofDays(7)));
  private static final ElectrodeProfile NOBLE =
      new ElectrodeProfile("noble", "x", 10, 100_000, 100, Optional.empty(), Optional.empty());

  private final List<Finding> findings = new ArrayList<>();
  private Accountant accountant = accountant(STIMULATION);
  private Notebook book = new Notebook();

  private static Accountant accountant(StimulationLimits stimulation) {
    return new Accountant(
        Map.of(CULTURE, new CultureLimits(stimulation, DOSING, ILLUMINATION)),
        List.of(DOPAMINE, MEDIUM),
        Map.of(ARRAY, Map.of(1, PLATINUM, 2, PLATINUM, 3, CHECKED, 4, NOBLE, 5, PLATINUM)));
  }

  @BeforeEach
  void begin() {
    begin(STIMULATION);
  }

  private void begin(StimulationLimits stimulation) {
    accountant = accountant(stimulation);
    Instant now = book.now;
    book = new Notebook(entry -> findings.addAll(accountant.check(entry)));
    book.now = now;
    book.lease("l1");
  }

  /** That since the last call the rules of all findings are these, in order. */
  private void finds(String... rules) {
    List<String> found = findings.stream().map(Finding::rule).collect(Collectors.toList());
    assertEquals(List.of(rules), found, findings::toString);
    findings.clear();
  }

  private void give(String operation, Reservoir from, long nanoliters) {
    book.dose(operation, from, nanoliters);
    book.doseBegun(operation, nanoliters);
    book.doseEnded(operation, nanoliters);
  }

  private static AppliedStimulus stimulus(int electrode, int pulses, int period, int... phases) {
    return on(List.of(electrode), pulses, period, phases);
  }

  private static AppliedStimulus on(
      List<Integer> electrodes, int pulses, int period, int... numbers) {
    List<Phase> phases = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      phases.add(new Phase(Current.nanoamps(numbers[i]), numbers[i + 1]));
    }
    return new AppliedStimulus(electrodes, phases, 0, pulses, period, 2, 1, 10_000);
  }

  private void load(AppliedStimulus stimulus) {
    book.load("s", stimulus);
  }

  @Test
  void aFindingSaysWhatAndWhere() {
    book.dose("1", DOPAMINE, 501);
    assertEquals(
        List.of(
            new Finding(
                2, "dose.volume", "500 nL", "501 nL", "dose.intended: 501 nL is more than 500")),
        findings);
  }

  @Test
  void dosesTooLargeTooFastOrTooMany() {
    give("1", MEDIUM, 500);
    book.pass(Duration.ofSeconds(30));
    give("2", MEDIUM, 500);
    finds();
    book.pass(Duration.ofSeconds(30));
    book.dose("3", MEDIUM, 1);
    finds("dose.hour");
    book.doseEnded("3", 1);
    book.pass(Duration.ofHours(1));
    for (int i = 0; i < 4; i++) {
      give("a" + i, MEDIUM, 500);
      book.pass(Duration.ofHours(1));
    }
    finds("dose.day");
    book.pass(Duration.ofDays(2));
    for (int i = 0; i < 9; i++) {
      give("b" + i, MEDIUM, 500);
      book.pass(Duration.ofHours(6));
    }
    book.pass(Duration.ofDays(2));
    give("c", MEDIUM, 499);
    finds();
    book.pass(Duration.ofDays(2));
    give("d", MEDIUM, 1);
    finds("dose.total");
  }

  @Test
  void theRateOfADose() {
    Map<String, String> facts = new java.util.TreeMap<>(book.dose("1", MEDIUM, 1).facts());
    facts.put("operation", "2");
    facts.put("nanolitersPerMinute", "6001");
    book.doseEnded("1", 1);
    book.pass(Duration.ofMinutes(1));
    book.write(Kinds.DOSE_INTENDED, facts);
    finds("dose.rate");
  }

  @Test
  void aPauseCutShort() {
    give("1", MEDIUM, 1);
    book.passMillis(29_999);
    book.dose("2", MEDIUM, 1);
    finds("dose.pause");
    book.pass(Duration.ofHours(1));
    book.dose("3", DOPAMINE, 1);
    finds("dose.pause");
  }

  @Test
  void tooMuchOfASubstance() {
    for (int i = 0; i < 5; i++) {
      give("" + i, DOPAMINE, 500);
      book.pass(Duration.ofHours(1));
    }
    give("m", MEDIUM, 499);
    finds();
    book.pass(Duration.ofMinutes(1));
    give("d", DOPAMINE, 1);
    finds("dose.substance");
  }

  @Test
  void anotherConcentrationAnotherReservoirAnotherCulture() {
    Reservoir stronger =
        new Reservoir(
            "dopamine",
            "p",
            "dopamine",
            1_000_001,
            "",
            DOPAMINE.content(),
            DOPAMINE.prepared(),
            DOPAMINE.expires());
    give("1", stronger, 1);
    finds("dose.reservoir");
    Reservoir other =
        new Reservoir(
            "other", "p", "x", 1, "", DOPAMINE.content(), DOPAMINE.prepared(), DOPAMINE.expires());
    book.pass(Duration.ofMinutes(1));
    give("2", other, 1);
    finds("dose.reservoir");
    book.dose("3", "nobody", MEDIUM, 1);
    finds("culture");
  }

  @Test
  void tooOldTooEarlyOrEmpty() {
    book.now = DOPAMINE.prepared().minusMillis(1);
    begin();
    give("1", DOPAMINE, 1);
    finds("dose.prepared");
    book.now = DOPAMINE.expires();
    book.dose("2", DOPAMINE, 1);
    finds("dose.expired");
  }

  @Test
  void aReservoirIsEmptiedByDosesLongAgo() {
    Reservoir small =
        new Reservoir(
            "small",
            "p",
            "x",
            0,
            "",
            org.wetstack.hal.units.Volume.nanoliters(1_000),
            DOPAMINE.prepared(),
            DOPAMINE.expires());
    Accountant one =
        new Accountant(
            Map.of(CULTURE, new CultureLimits(STIMULATION, DOSING, ILLUMINATION)),
            List.of(small),
            Map.of());
    book = new Notebook(entry -> findings.addAll(one.check(entry)));
    book.lease("l1");
    give("1", small, 500);
    book.pass(Duration.ofDays(3));
    give("2", small, 500);
    finds();
    book.pass(Duration.ofDays(3));
    give("3", small, 1);
    finds("dose.content");
  }

  @Test
  void twoDosesOfOneReservoir() {
    book.dose("1", DOPAMINE, 1);
    book.dose("2", "nobody", DOPAMINE, 1);
    finds("culture", "dose.running");
    book.outcome(Kinds.DOSE_NOT_DONE, "2");
    book.outcome(Kinds.DOSE_UNKNOWN, "1");
    book.dose("3", "nobody", DOPAMINE, 1);
    finds("culture", "dose.unknown");
  }

  @Test
  void whatIsUnknownCountsWhole() {
    book.dose("1", DOPAMINE, 500);
    book.outcome(Kinds.DOSE_UNKNOWN, "1");
    book.pass(Duration.ofDays(3));
    book.dose("2", MEDIUM, 500);
    finds("dose.pause");
    book.dose("3", MEDIUM, 1);
    finds("dose.running", "dose.pause", "dose.hour");
    book.doseEnded("1", 499);
    book.dose("4", MEDIUM, 0);
    finds("dose.running", "dose.running", "dose.pause");
  }

  @Test
  void effectsThatNobodyIntended() {
    book.doseBegun("1", 1);
    book.doseEnded("1", 1);
    book.outcome(Kinds.DOSE_UNKNOWN, "1");
    book.outcome(Kinds.DOSE_NOT_DONE, "1");
    book.begun("2");
    book.outcome(Kinds.TRAIN_UNKNOWN, "2");
    book.outcome(Kinds.TRAIN_NOT_DONE, "2");
    finds("effect", "effect", "effect", "effect", "effect", "effect", "effect");
  }

  @Test
  void twoEffectsOfOneOperation() {
    give("1", DOPAMINE, 1);
    book.doseBegun("1", 1);
    finds("effect.twice");
    book.pass(Duration.ofMinutes(1));
    book.dose("2", DOPAMINE, 1);
    book.doseBegun("2", 1);
    book.doseBegun("2", 1);
    finds("effect.twice");
    book.doseEnded("2", 1);
    book.pass(Duration.ofMinutes(1));
    book.dose("3", DOPAMINE, 1);
    book.outcome(Kinds.DOSE_NOT_DONE, "3");
    book.doseBegun("3", 1);
    finds("effect.twice");
    book.doseEnded("3", 1);
    book.pass(Duration.ofMinutes(1));
    book.dose("4", DOPAMINE, 1);
    book.outcome(Kinds.DOSE_NOT_DONE, "4");
    book.doseEnded("4", 1);
    finds("effect.twice");
    book.dose("4", DOPAMINE, 1);
    finds("operation");
  }

  @Test
  void whatWasRefusedIsFreeAndWhatWasDeniedIsNot() {
    book.dose("1", DOPAMINE, 500);
    book.outcome(Kinds.DOSE_NOT_DONE, "1");
    book.dose("2", DOPAMINE, 500);
    book.doseBegun("2", 500);
    finds();
    book.outcome(Kinds.DOSE_NOT_DONE, "2");
    finds("effect.denied");
    book.pass(Duration.ofMinutes(1));
    give("3", DOPAMINE, 500);
    finds();
    book.pass(Duration.ofMinutes(1));
    give("4", DOPAMINE, 1);
    finds("dose.hour");
  }

  @Test
  void aDoseThatBeganLargerThanItMay() {
    book.dose("1", DOPAMINE, 500);
    book.doseBegun("1", 501);
    finds("dose.volume");
    book.dose("2", "nobody", MEDIUM, 1);
    findings.clear();
    book.doseBegun("2", 501);
    finds();
  }

  @Test
  void intendedWhileTheStopWasPressed() {
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    book.write(Kinds.STOP_LATCHED, "reason", "a test");
    book.dose("1", DOPAMINE, 1);
    book.fire("2", "s", 0);
    finds("stop.latched", "stop.latched");
    book.write(Kinds.STOP_RELEASED, "by", "anna,Anna");
    finds("stop.release");
    book.dose("3", MEDIUM, 1);
    finds("stop.latched", "dose.pause");
    book.write(Kinds.STOP_RELEASED, "by", "anna,ben");
    book.doseEnded("1", 1);
    book.doseEnded("3", 1);
    book.pass(Duration.ofMinutes(1));
    book.dose("4", MEDIUM, 1);
    finds();
  }

  @Test
  void begunWhileTheStopWasPressed() {
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    book.dose("1", DOPAMINE, 1);
    book.dose("x", "nobody", MEDIUM, 1);
    book.fire("2", "s", 0);
    findings.clear();
    book.write(Kinds.STOP_LATCHED, "reason", "a test");
    book.passMillis(2_000);
    book.doseBegun("1", 1);
    finds();
    book.write(Kinds.STOP_LATCHED, "reason", "again");
    book.passMillis(1);
    book.doseBegun("x", 1);
    book.begun("2");
    finds("stop.latched", "stop.latched");
  }

  @Test
  void whatIsHeardOfAfterItWasLostMayHaveBegunBefore() {
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    book.dose("1", DOPAMINE, 1);
    book.fire("2", "s", 0);
    book.write(Kinds.STOP_LATCHED, "reason", "a test");
    book.outcome(Kinds.DOSE_UNKNOWN, "1");
    book.write(Kinds.STARTED, "rig", "r", "file", "f", "version", "v");
    book.pass(Duration.ofMinutes(5));
    book.doseBegun("1", 1);
    book.begun("2");
    finds();
  }

  @Test
  void interlocks() {
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    book.fire("1", "s", 0);
    book.write(Kinds.INTERLOCK_OPENED, "interlock", "door", "reason", "a test");
    book.passMillis(2_000);
    book.write(Kinds.INTERLOCK_OPENED, "interlock", "door", "reason", "a test");
    book.passMillis(1);
    book.dose("2", DOPAMINE, 1);
    finds("interlock");
    book.begun("1");
    finds("interlock");
    book.write(Kinds.INTERLOCK_CLOSED, "interlock", "door", "by", " ");
    finds("interlock.close");
    book.doseBegun("2", 1);
    finds();
  }

  @Test
  void leases() {
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    book.fire("1", "s", 0);
    book.write(Kinds.LEASE_ENDED, "lease", "rig", "epoch", "l1", "reason", "a test");
    book.dose("2", DOPAMINE, 1);
    finds("lease");
    book.passMillis(2_000);
    book.doseBegun("2", 1);
    finds();
    book.passMillis(1);
    book.begun("1");
    finds("lease");
    book.lease("l1");
    book.pass(Duration.ofMinutes(1));
    book.dose("3", MEDIUM, 1);
    finds("dose.pause");
  }

  @Test
  void theLeaseIsOfTheCultureAndTheRig() {
    Instant end = book.now.plus(Duration.ofDays(9));
    book.lease("l1", "culture:" + CULTURE, "anna", end);
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    book.fire("1", "s", 0);
    book.begun("1");
    give("2", MEDIUM, 1);
    finds();
    book.pass(Duration.ofMinutes(1));
    book.lease("l1", "culture:another", "anna", end);
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    finds("lease");
    book.fire("3", "s", 0);
    finds("lease");
    book.dose("4", MEDIUM, 1);
    assertEquals("culture:another", findings.get(0).limit());
    assertEquals("culture:" + CULTURE, findings.get(0).value());
    finds("lease");
  }

  @Test
  void aStimulusCountsForTheCultureItWasLoadedFor() {
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    Map<String, String> fire = new java.util.TreeMap<>(book.fire("1", "s", 0).facts());
    book.begun("1");
    finds();
    book.pass(Duration.ofMinutes(1));
    book.lease("l2", "culture:another", "anna", book.now.plus(Duration.ofDays(9)));
    fire.putAll(Map.of("operation", "2", "culture", "another", "lease", "l2"));
    book.write(Kinds.TRAIN_INTENDED, fire);
    finds("lease");
  }

  @Test
  void theLeaseIsOfWhoeverActs() {
    Map<String, String> dose = book.dose("1", MEDIUM, 1).facts();
    finds();
    book.doseEnded("1", 1);
    book.pass(Duration.ofMinutes(1));
    Map<String, String> again = new java.util.TreeMap<>(dose);
    again.put("operation", "2");
    book.write("eve", Kinds.DOSE_INTENDED, again);
    assertEquals("anna", findings.get(0).limit());
    assertEquals("eve", findings.get(0).value());
    finds("lease");
  }

  @Test
  void theTimeOfALeaseIsOver() {
    book.lease("l1", "rig", "anna", book.now.plus(Duration.ofMinutes(1)));
    book.pass(Duration.ofSeconds(62));
    give("1", MEDIUM, 1);
    finds();
    book.pass(Duration.ofMillis(1));
    book.dose("2", DOPAMINE, 1);
    finds("lease", "dose.pause");
  }

  @Test
  void limitsInTheJournal() {
    book.set("dose.hour", 400, "anna");
    book.dose("1", MEDIUM, 401);
    finds("dose.hour");
    book.set("dose.hour", 401, "anna,ANNA");
    finds("limit.approval");
    book.set("dose.hour", 1_001, "anna,sue");
    finds("limit.hard");
    book.set("dose.hour", 1, "");
    finds("limit.approval");
    book.set("dose.pause", 30_001, "anna");
    finds();
    book.set("dose.pause", 30_000, "anna");
    finds("limit.approval");
    book.set("dose.pause", 29_999, "anna,sue");
    finds("limit.hard");
    book.set("dose.year", 1, "anna");
    finds("entry");
    book.write(Kinds.LIMIT_SET, "culture", "x", "limit", "dose.hour", "value", "9", "by", "");
    finds();
    book.doseEnded("1", 1);
    book.passMillis(29_999);
    book.dose("2", MEDIUM, 0);
    finds("dose.pause");
  }

  @Test
  void everyLimitCanBeSet() {
    for (Limit limit : Limit.values()) {
      long rig = limit.of(new CultureLimits(STIMULATION, DOSING, ILLUMINATION));
      book.set(limit.rule(), rig, "anna");
      finds();
      book.set(limit.rule(), limit.rule().endsWith(".pause") ? rig - 1 : rig + 1, "anna,sue");
      finds("limit.hard");
    }
  }

  @Test
  void amplitudeChargeAndBalance() {
    load(stimulus(1, 1, 0, -3_000, 3, 3_000, 3));
    finds();
    load(stimulus(1, 1, 0, -3_001, 3, 3_001, 3));
    finds("stimulus.current", "stimulus.current");
    load(stimulus(1, 1, 0, -1_000, 9, 1_000, 9));
    finds();
    load(stimulus(1, 1, 0, -500, 10, -500, 10, 1_000, 10));
    finds("stimulus.charge");
    load(stimulus(1, 1, 0, -2_000, 1, 1_989, 1));
    finds("stimulus.balance");
    load(stimulus(1, 1, 0, -2_000, 1, 1_990, 1));
    finds();
    load(stimulus(1, 1, 0, -20, 20, 21, 20));
    finds();
    load(stimulus(1, 1, 0, -20, 20, 22, 20));
    finds("stimulus.balance");
  }

  /** 10 µm: Shannon's rule allows 4,983.6 pC. */
  @Test
  void shannon() {
    begin(new StimulationLimits(Current.nanoamps(60_000), 10_000, 20, 50, 4, 200, 30));
    load(stimulus(4, 1, 0, -49_836, 1, 49_836, 1));
    finds();
    load(stimulus(4, 1, 0, -49_837, 1, 49_837, 1));
    finds("stimulus.charge");
  }

  @Test
  void ratesDutyAndPeriods() {
    load(stimulus(1, 200, 500, -100, 1, 100, 1));
    finds();
    load(stimulus(1, 200, 499, -100, 1, 100, 1));
    finds("stimulus.rate");
    load(stimulus(1, 201, 500, -100, 1, 100, 1));
    finds("stimulus.pulses");
    load(stimulus(1, 100, 1_000, -100, 25, 100, 25));
    finds();
    load(stimulus(1, 100, 1_000, -100, 26, 104, 25));
    finds("stimulus.duty");
    load(stimulus(1, 2, 4, -100, 1, 100, 1));
    finds();
    load(stimulus(1, 2, 3, -100, 1, 100, 1));
    finds("stimulus.period");
  }

  @Test
  void electrodesAndTheirProfiles() {
    load(stimulus(1, 1, 0, 100, 1, -100, 1));
    finds("stimulus.order");
    load(stimulus(9, 1, 0, -100, 1, 100, 1));
    finds("stimulus.profile");
    load(on(List.of(1, 2, 4, 5, 9), 1, 0, -100, 1, 100, 1));
    finds("stimulus.electrodes", "stimulus.profile");
    load(stimulus(3, 1, 0, -100, 1, 100, 1));
    finds("stimulus.impedance");
    book.write(Kinds.IMPEDANCES_CHECKED, "instrument", ARRAY, "electrodes", "2,3");
    load(stimulus(3, 1, 0, -100, 1, 100, 1));
    book.pass(Duration.ofDays(7));
    book.fire("1", "s", 0);
    finds();
    book.begun("1");
    book.passMillis(1);
    book.fire("2", "s", 0);
    finds("stimulus.impedance");
  }

  @Test
  void trainsOfNoStimulusAndTwice() {
    book.fire("1", "s", 0);
    finds("train.stimulus");
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    book.fire("2", "s", 0);
    book.begun("2");
    book.begun("2");
    finds("effect.twice");
    book.fire("2", "s", 0);
    finds("operation");
    book.passMillis(10);
    book.fire("3", "s", 0);
    book.outcome(Kinds.TRAIN_NOT_DONE, "3");
    book.fire("4", "s", 0);
    book.begun("4");
    finds();
    book.outcome(Kinds.TRAIN_NOT_DONE, "4");
    finds("effect.denied");
    book.begun("3");
    finds("effect.twice");
    book.write(Kinds.STIMULUS_UNLOADED, "stimulus", "s");
    book.fire("5", "s", 0);
    finds("train.stimulus");
  }

  @Test
  void trainsThatMeet() {
    load(stimulus(1, 2, 1_000, -100, 1, 100, 1));
    book.load("b", on(List.of(2, 4, 5), 2, 1_000, -100, 1, 100, 1));
    book.load("c", on(List.of(2, 4), 2, 1_000, -100, 1, 100, 1));
    book.fire("1", "s", 0);
    book.begun("1");
    book.fire("2", "b", 0);
    book.begun("2");
    finds();
    book.passMillis(100);
    book.fire("3", "s", 0);
    finds("train.overlap", "stimulus.electrodes");
    book.outcome(Kinds.TRAIN_NOT_DONE, "3");
    book.passMillis(1);
    book.fire("4", "s", 0);
    finds();
    book.fire("5", "c", 0);
    book.load("d", on(List.of(5, 1), 1, 0, -100, 1, 100, 1));
    book.fire("6", "d", 50);
    finds("train.overlap", "stimulus.electrodes");
  }

  @Test
  void pulsesAndDutyOfSeveralTrains() {
    load(stimulus(1, 20, 500, -100, 1, 100, 1));
    book.load("one", stimulus(1, 1, 0, -100, 1, 100, 1));
    book.fire("1", "s", 0);
    book.begun("1");
    book.passMillis(999);
    book.fire("2", "one", 0);
    finds("stimulus.rate");
    book.outcome(Kinds.TRAIN_NOT_DONE, "2");
    book.passMillis(1);
    book.fire("3", "one", 0);
    book.begun("3");
    finds();
    book.load("duty", stimulus(2, 100, 990, -100, 25, 100, 25));
    book.load("more", stimulus(2, 1, 0, -100, 1, 100, 1));
    book.fire("4", "duty", 0);
    book.begun("4");
    book.passMillis(9_900);
    book.fire("5", "more", 0);
    finds("stimulus.duty");
    book.outcome(Kinds.TRAIN_NOT_DONE, "5");
    book.passMillis(100);
    book.fire("6", "more", 0);
    finds();
  }

  @Test
  void chargeLeftBehind() {
    AppliedStimulus leaves = stimulus(1, 15, 1_000, -200, 20, 199, 20);
    load(leaves);
    finds();
    load(stimulus(1, 16, 1_000, -200, 20, 199, 20));
    finds("stimulus.net-charge");
    load(leaves);
    book.fire("1", "s", 0);
    book.begun("1");
    finds();
    book.pass(Duration.ofDays(2));
    book.fire("2", "s", 0);
    finds("stimulus.net-charge");
    book.outcome(Kinds.TRAIN_NOT_DONE, "2");
    book.pass(Duration.ofDays(2));
    book.load("b", stimulus(1, 15, 1_000, -199, 20, 200, 20));
    book.fire("3", "b", 0);
    book.write(Kinds.INSTRUMENT_LOST, "instrument", "array-2", "reason", "a test");
    book.begun("3");
    book.pass(Duration.ofDays(2));
    book.fire("4", "s", 0);
    book.begun("4");
    finds();
    book.write(Kinds.INSTRUMENT_LOST, "instrument", ARRAY, "reason", "a test");
    book.pass(Duration.ofDays(2));
    // Between -30 and 0 may be left, so neither direction is free.
    book.load("b", stimulus(1, 16, 1_000, -199, 20, 200, 20));
    finds("stimulus.net-charge");
    book.load("s", stimulus(1, 1, 0, -200, 20, 199, 20));
    finds("stimulus.net-charge");
  }

  @Test
  void whatCannotBeReadIsAFinding() {
    book.write(Kinds.DOSE_INTENDED, "operation", "1");
    book.write(Kinds.STIMULUS_LOADED, Map.of());
    Map<String, String> facts = new java.util.TreeMap<>();
    facts.putAll(StimulusFacts.of(stimulus(1, 1, 0, -100, 1, 100, 1)));
    facts.putAll(Map.of("stimulus", "s", "culture", CULTURE, "instrument", ARRAY, "lease", "l1"));
    for (String[] wrong :
        new String[][] {
          {"phases", "5"}, {"phases", "axb"}, {"pulses", "0"}, {"ticksPerSecond", "0"}
        }) {
      Map<String, String> changed = new java.util.TreeMap<>(facts);
      changed.put(wrong[0], wrong[1]);
      book.write(Kinds.STIMULUS_LOADED, changed);
    }
    finds("entry", "entry", "entry", "entry", "entry", "entry");
    assertTrue(findings.isEmpty());
  }

  @Test
  void aClockSetBackHidesNothing() {
    give("1", MEDIUM, 500);
    book.pass(Duration.ofMinutes(1));
    give("2", MEDIUM, 500);
    finds();
    book.pass(Duration.ofDays(-2));
    give("3", MEDIUM, 1);
    finds("dose.pause", "dose.hour");
  }

  @Test
  void eachCultureAndEachReservoirHasItsOwnSums() {
    Reservoir weak =
        new Reservoir(
            "weak",
            "p",
            "glutamate",
            1_000_000,
            "",
            DOPAMINE.content(),
            DOPAMINE.prepared(),
            DOPAMINE.expires());
    CultureLimits limits = new CultureLimits(STIMULATION, DOSING, ILLUMINATION);
    Accountant one =
        new Accountant(
            Map.of(CULTURE, limits, "organoid-2", limits), List.of(DOPAMINE, weak), Map.of());
    book = new Notebook(entry -> findings.addAll(one.check(entry)));
    book.lease("l1");
    for (int i = 0; i < 5; i++) {
      give("" + i, DOPAMINE, 500);
      book.dose("b" + i, "organoid-2", weak, 500);
      book.doseEnded("b" + i, 500);
      book.pass(Duration.ofHours(1));
    }
    give("g", weak, 500);
    finds();
    book.pass(Duration.ofHours(1));
    book.dose("d", "organoid-2", DOPAMINE, 500);
    finds();
  }

  @Test
  void whatWasUnderWayAtARestartMayBeHeardOfLater() {
    book.dose("1", DOPAMINE, 1);
    book.write(Kinds.STARTED, "rig", "r", "file", "f", "version", "v");
    book.write(Kinds.STOP_LATCHED, "reason", "a test");
    book.pass(Duration.ofMinutes(5));
    book.doseBegun("1", 1);
    finds();
  }

  @Test
  void dosesAreForgottenADayAfterTheirEnd() {
    give("1", DOPAMINE, 1);
    book.pass(Duration.ofDays(1).minusMillis(1));
    give("1", DOPAMINE, 1);
    finds("operation", "effect.twice");
    book.pass(Duration.ofDays(1));
    give("1", DOPAMINE, 1);
    finds();
  }

  @Test
  void aDoseThatBeganLargerCountsAsThat() {
    book.dose("1", MEDIUM, 400);
    book.doseBegun("1", 450);
    book.outcome(Kinds.DOSE_NOT_DONE, "1");
    finds("effect.denied");
    book.pass(Duration.ofMinutes(1));
    give("2", MEDIUM, 500);
    book.pass(Duration.ofMinutes(1));
    give("3", MEDIUM, 50);
    finds();
    book.pass(Duration.ofMinutes(1));
    give("4", MEDIUM, 1);
    finds("dose.hour");
  }

  @Test
  void longTrainsMeetOthersAtTheirEnds() {
    begin(new StimulationLimits(Current.nanoamps(3_000), 1_000, 20, 50, 4, 1_000, 30));
    load(stimulus(1, 1_000, 500, -100, 1, 100, 1));
    book.load("one", stimulus(1, 1, 0, -100, 1, 100, 1));
    book.fire("1", "one", 0);
    book.begun("1");
    book.passMillis(49);
    book.fire("2", "s", 0);
    finds("stimulus.rate");
    book.outcome(Kinds.TRAIN_NOT_DONE, "2");
    book.passMillis(1);
    book.fire("3", "s", 0);
    book.begun("3");
    book.passMillis(49_999);
    book.fire("4", "one", 0);
    finds("stimulus.rate");
    book.outcome(Kinds.TRAIN_NOT_DONE, "4");
    book.passMillis(1);
    book.fire("5", "one", 0);
    finds();
  }

  @Test
  void aThousandEndedLeasesAreRemembered() {
    load(stimulus(1, 1, 0, -100, 1, 100, 1));
    book.fire("1", "s", 0);
    book.write(Kinds.LEASE_ENDED, "lease", "rig", "epoch", "l1", "reason", "a test");
    for (int i = 0; i < 999; i++) {
      book.lease("x" + i);
      book.write(Kinds.LEASE_ENDED, "lease", "rig", "epoch", "x" + i, "reason", "a test");
    }
    book.pass(Duration.ofMinutes(1));
    book.begun("1");
    finds("lease");
  }
}
