package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.AppliedStimulus.Phase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.account.Accountant;
import org.wetstack.lab.safety.account.Finding;

/** What an accountant remembers, for how long, and to the last nanolitre, pulse and millisecond. */
class AccountedTest {

  private static final ElectrodeProfile NOBLE =
      new ElectrodeProfile("noble", "x", 10, 100_000, 100, Optional.empty(), Optional.empty());

  private final List<Finding> findings = new ArrayList<>();
  private Notebook book = new Notebook();

  @BeforeEach
  void begin() {
    begin(STIMULATION, List.of(DOPAMINE, MEDIUM));
  }

  private void begin(StimulationLimits stimulation, List<Reservoir> reservoirs) {
    var accountant =
        new Accountant(
            Map.of(CULTURE, new CultureLimits(stimulation, DOSING, ILLUMINATION)),
            reservoirs,
            Map.of(ARRAY, Map.of(1, PLATINUM, 2, PLATINUM, 4, NOBLE, 5, PLATINUM)));
    book = new Notebook(entry -> findings.addAll(accountant.check(entry)));
    book.lease("l1");
  }

  private void finds(String... rules) {
    assertEquals(List.of(rules), findings.stream().map(Finding::rule).toList(), findings::toString);
    findings.clear();
  }

  private void give(String operation, Reservoir from, long nanoliters) {
    book.dose(operation, from, nanoliters);
    book.doseBegun(operation, nanoliters);
    book.doseEnded(operation, nanoliters);
  }

  private void run(String operation, String stimulus) {
    book.fire(operation, stimulus, 0);
    book.begun(operation);
  }

  private static AppliedStimulus on(List<Integer> electrodes, int pulses, int period) {
    return stimulus(electrodes, 0, pulses, period, -100, 1, 100, 1);
  }

  private static AppliedStimulus stimulus(
      List<Integer> electrodes, int gap, int pulses, int period, int... numbers) {
    List<Phase> phases = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      phases.add(new Phase(Current.nanoamps(numbers[i]), numbers[i + 1]));
    }
    return new AppliedStimulus(electrodes, phases, gap, pulses, period, 2, 1, 10_000);
  }

  private static AppliedStimulus leaving(int pulses, boolean more) {
    return more
        ? stimulus(List.of(1), 0, pulses, 1_000, -199, 20, 200, 20)
        : stimulus(List.of(1), 0, pulses, 1_000, -200, 20, 199, 20);
  }

  private void restart() {
    book.write(Kinds.STARTED, "rig", "r", "file", "f", "version", "v");
  }

  private void press() {
    book.write(Kinds.STOP_LATCHED, "reason", "a test");
  }

  /** 10 pC are left; of 30 less, nobody knows how much. So 24 more may be 34, or 4. */
  private void leave(Runnable event, long afterMillis) {
    book.load("up", leaving(5, true));
    run("1", "up");
    book.pass(Duration.ofSeconds(10));
    book.load("down", leaving(15, false));
    run("2", "down");
    finds();
    book.passMillis(afterMillis);
    event.run();
    book.pass(Duration.ofSeconds(10));
    book.load("more", leaving(12, true));
  }

  private void event(String what) {
    switch (what) {
      case Kinds.STARTED -> restart();
      case Kinds.STOP_LATCHED -> press();
      case Kinds.INSTRUMENT_LOST -> book.write(what, "instrument", ARRAY, "reason", "a test");
      default -> book.write(what, "stimulus", "down");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {Kinds.STARTED, Kinds.STOP_LATCHED, Kinds.INSTRUMENT_LOST, Kinds.STIMULUS_UNLOADED})
  void aTrainThatWasCutMayHaveLeftAnyPartOfItsCharge(String what) {
    leave(() -> event(what), 1_404);
    finds("stimulus.net-charge");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {Kinds.STARTED, Kinds.STOP_LATCHED, Kinds.INSTRUMENT_LOST, Kinds.STIMULUS_UNLOADED})
  void aTrainThatWasOverHasLeftAllOfIt(String what) {
    leave(() -> event(what), 1_405);
    finds();
  }

  @Test
  void anotherStimulusIsUnloaded() {
    leave(() -> book.write(Kinds.STIMULUS_UNLOADED, "stimulus", "up"), 100);
    finds();
  }

  @Test
  void stimuliAreGoneAfterARestart() {
    book.load("s", on(List.of(1), 1, 0));
    restart();
    book.fire("1", "s", 0);
    finds("train.stimulus");
  }

  @Test
  void onlyWhatHadNotBegunMayBeHeardOfAfterARestart() {
    book.load("s", on(List.of(1), 1, 0));
    book.load("t", on(List.of(2), 1, 0));
    run("1", "s");
    book.fire("2", "t", 0);
    give("3", MEDIUM, 1);
    restart();
    press();
    book.pass(Duration.ofMinutes(5));
    book.begun("2");
    finds();
    book.begun("1");
    finds("effect.twice", "stop.latched");
    book.doseBegun("3", 1);
    finds("effect.twice", "stop.latched");
  }

  @Test
  void anInterlockMayOpenWhileADeviceAnswers() {
    book.load("s", on(List.of(1), 1, 0));
    book.load("t", on(List.of(2), 1, 0));
    book.fire("1", "s", 0);
    book.fire("2", "t", 0);
    book.write(Kinds.INTERLOCK_OPENED, "interlock", "lid", "reason", "a test");
    book.passMillis(2_000);
    book.begun("1");
    finds();
    book.passMillis(1);
    book.begun("2");
    finds("interlock");
  }

  @Test
  void trainsAreRememberedAMinuteAndUnknownOnesADay() {
    book.load("s", on(List.of(1), 1, 0));
    run("1", "s");
    book.passMillis(60_001);
    book.fire("1", "s", 0);
    finds("operation");
    book.passMillis(1);
    book.fire("1", "s", 0);
    finds();
    book.outcome(Kinds.TRAIN_UNKNOWN, "1");
    book.passMillis(86_400_001);
    book.fire("1", "s", 0);
    finds("operation");
    book.passMillis(1);
    book.fire("1", "s", 0);
    finds();
    book.pass(Duration.ofDays(3));
    book.fire("1", "s", 0);
    finds("operation");
  }

  @Test
  void whatIsNotHeardOfMayBeginAtAnyTime() {
    book.load("s", on(List.of(1), 1, 0));
    book.fire("1", "s", 0);
    book.pass(Duration.ofSeconds(5));
    book.fire("2", "s", 0);
    finds("train.overlap");
    book.outcome(Kinds.TRAIN_NOT_DONE, "2");
    book.outcome(Kinds.TRAIN_UNKNOWN, "1");
    book.fire("3", "s", 0);
    finds();
  }

  @Test
  void oneTrainBeginsAsAnotherEnds() {
    book.load("s", on(List.of(1), 1, 0));
    book.fire("1", "s", 1);
    book.fire("2", "s", 0);
    finds();
  }

  @Test
  void electrodesThatCarryCurrentAtOneMoment() {
    book.set("stimulus.electrodes", 3, "anna");
    book.load("two", on(List.of(4, 5), 1, 0));
    book.load("other", on(List.of(1, 2), 1, 0));
    book.fire("1", "two", 50);
    book.fire("2", "other", 50);
    finds("stimulus.electrodes");
  }

  @Test
  void electrodesThatCarryCurrentOneAfterTheOther() {
    book.set("stimulus.electrodes", 3, "anna");
    book.load("two", on(List.of(4, 5), 1, 0));
    book.load("one", on(List.of(2), 1, 0));
    book.load("long", on(List.of(1), 2, 1_000));
    run("1", "two");
    book.fire("2", "one", 1);
    book.fire("3", "long", 0);
    finds();
  }

  /** Pulses every 50 ms, at most 20 a second. */
  @ParameterizedTest
  @ValueSource(ints = {449, 450, 475})
  void anUnloadedTrainPlaysNoMore(int millis) {
    book.load("s", on(List.of(1), 20, 500));
    run("1", "s");
    book.passMillis(millis);
    book.write(Kinds.STIMULUS_UNLOADED, "stimulus", "s");
    book.load("ten", on(List.of(1), 10, 500));
    book.fire("2", "ten", 0);
    finds();
    book.outcome(Kinds.TRAIN_NOT_DONE, "2");
    book.load("eleven", on(List.of(1), 11, 500));
    book.fire("3", "eleven", 0);
    finds(millis < 450 ? new String[] {} : new String[] {"stimulus.rate"});
  }

  @Test
  void onlySpansWithANewPulseCount() {
    book.load("s", on(List.of(1), 20, 500));
    book.load("one", on(List.of(1), 1, 0));
    run("1", "s");
    book.pass(Duration.ofSeconds(5));
    book.fire("2", "s", 5_000);
    finds();
    book.set("stimulus.rate", 10, "anna");
    book.fire("3", "one", 0);
    finds();
  }

  @Test
  void aGapBetweenPhasesIsPartOfAPulse() {
    book.load("s", stimulus(List.of(1), 5, 2, 9, -100, 1, 100, 1));
    finds();
    book.load("s", stimulus(List.of(1), 5, 2, 8, -100, 1, 100, 1));
    finds("stimulus.period");
  }

  @Test
  void theChargeThatTheLimitsAllow() {
    book.load("s", stimulus(List.of(4), 0, 1, 0, -1_000, 10, 1_000, 10));
    finds();
    book.load("s", stimulus(List.of(4), 0, 1, 0, -1_001, 10, 1_001, 10));
    finds("stimulus.charge");
  }

  /** 10 µm: a tenth of what Shannon's rule allows is 498.36 pC. */
  @Test
  void whatMayBeLeftByShannon() {
    begin(new StimulationLimits(Current.nanoamps(60_000), 10_000, 20, 50, 4, 200, 600), List.of());
    book.load("s", stimulus(List.of(4), 0, 199, 1_000, -200, 25, 199, 25));
    finds();
    book.load("s", stimulus(List.of(4), 0, 200, 1_000, -200, 25, 199, 25));
    finds("stimulus.net-charge");
  }

  @Test
  void aStimulusOfNoCulture() {
    Map<String, String> facts = new TreeMap<>(StimulusFacts.of(on(List.of(1), 1, 0)));
    facts.putAll(Map.of("stimulus", "s", "culture", "x", "instrument", ARRAY, "lease", "l1"));
    book.write(Kinds.STIMULUS_LOADED, facts);
    finds("culture");
  }

  @Test
  void anHourIsOver() {
    give("1", MEDIUM, 500);
    book.pass(Duration.ofSeconds(30));
    give("2", MEDIUM, 500);
    book.pass(Duration.ofHours(1).minusSeconds(30));
    give("3", MEDIUM, 500);
    finds();
  }

  private static Reservoir small(Instant prepared) {
    return new Reservoir(
        "small",
        "pump-3",
        "dopamine",
        1,
        "water",
        Volume.nanoliters(900),
        prepared,
        DOPAMINE.expires());
  }

  @Test
  void aReservoirHoldsWhatItHeld() {
    Reservoir small = small(DOPAMINE.prepared());
    begin(STIMULATION, List.of(small, MEDIUM));
    give("1", small, 500);
    book.pass(Duration.ofHours(1));
    give("2", MEDIUM, 500);
    book.pass(Duration.ofHours(1));
    give("3", small, 400);
    finds();
    book.pass(Duration.ofHours(1));
    give("4", small, 1);
    finds("dose.content");
  }

  @Test
  void aReservoirMayBeUsedOnceItIsPrepared() {
    Reservoir small = small(Notebook.START.plusMillis(1));
    begin(STIMULATION, List.of(small));
    give("1", small, 1);
    finds("dose.prepared");
    begin(STIMULATION, List.of(small));
    book.passMillis(1);
    give("1", small, 1);
    finds();
  }

  @Test
  void aDoseThatWasRefusedAndBeganLargerCountsAsThat() {
    book.dose("1", MEDIUM, 400);
    book.outcome(Kinds.DOSE_NOT_DONE, "1");
    book.doseBegun("1", 450);
    finds("effect.twice");
    book.pass(Duration.ofMinutes(1));
    give("2", MEDIUM, 500);
    book.pass(Duration.ofMinutes(1));
    give("3", MEDIUM, 50);
    finds();
    book.pass(Duration.ofMinutes(1));
    give("4", MEDIUM, 1);
    finds("dose.hour");
  }
}
