package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.lab.safety.Notebook.ARRAY;
import static org.wetstack.lab.safety.Notebook.PLATINUM;
import static org.wetstack.lab.safety.Notebook.STIMULATION;
import static org.wetstack.lab.safety.Notebook.refuses;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.AppliedStimulus.Phase;
import org.wetstack.hal.units.Current;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.ElectrodeProfile.First;

/** Stimuli at each limit pass, and one more does not. 10,000 ticks are a second. */
class StimulationEnvelopeTest {

  private static final int TICKS = 10_000;

  private StimulationLimits limits = STIMULATION;
  private final Map<Integer, ElectrodeProfile> profiles = new HashMap<>();
  private StimulationEnvelope envelope = new StimulationEnvelope(ARRAY, profiles, () -> limits);
  private Notebook book = new Notebook(envelope);

  @BeforeEach
  void electrodes() {
    for (int electrode = 1; electrode <= 10; electrode++) {
      profiles.put(electrode, PLATINUM);
    }
    restart();
  }

  private void restart() {
    envelope = new StimulationEnvelope(ARRAY, profiles, () -> limits);
    book = new Notebook(envelope);
  }

  /** Phases are amplitudes and ticks by turns. */
  private static List<Phase> phases(int... numbers) {
    List<Phase> phases = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      phases.add(new Phase(Current.nanoamps(numbers[i]), numbers[i + 1]));
    }
    return phases;
  }

  private static AppliedStimulus pulse(List<Integer> electrodes, int... numbers) {
    return new AppliedStimulus(electrodes, phases(numbers), 0, 1, 0, 0, 0, TICKS);
  }

  private static AppliedStimulus train(List<Integer> electrodes, int pulses, int period) {
    return new AppliedStimulus(
        electrodes, phases(-1_000, 2, 1_000, 2), 1, pulses, period, 3, 5, TICKS);
  }

  private void admit(AppliedStimulus stimulus) {
    envelope.admitLoad(stimulus, book.now);
  }

  private void admit(String stimulus, long ahead) {
    envelope.admitTrain(stimulus, "next", book.now.toEpochMilli() + ahead, book.now);
  }

  /** It fires now and the device says so at once. */
  private void fire(String operation, String stimulus) {
    envelope.admitTrain(stimulus, operation, book.now.toEpochMilli(), book.now);
    book.fire(operation, stimulus, 0);
    book.begun(operation);
  }

  @Test
  void amplitudeOfEitherSign() {
    admit(pulse(List.of(1), -3_000, 1, 3_000, 1));
    refuses(
        "stimulus.current",
        "3000 nA",
        "-3001 nA",
        () -> admit(pulse(List.of(1), -3_001, 1, 3_001, 1)));
    refuses(
        "stimulus.current",
        "3000 nA",
        "3001 nA",
        () -> admit(pulse(List.of(1), -3_000, 1, 3_001, 1)));
  }

  @Test
  void chargeOfEachPhase() {
    limits = with(STIMULATION, 100_000, 1_000_000);
    admit(pulse(List.of(1), -1_090, 9, 1_090, 9));
    Refusal refusal =
        refuses(
            "stimulus.charge",
            "981 pC",
            "982 pC",
            () -> admit(pulse(List.of(1), -982, 10, 982, 10)));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("what its material reversibly takes binds"));
    refuses(
        "stimulus.charge",
        "981 pC",
        "981.1 pC",
        () -> admit(pulse(List.of(1), -9_811, 1, 9_810, 1)));
    refuses(
        "stimulus.charge",
        "981 pC",
        "981.1 pC",
        () -> admit(pulse(List.of(1), -9_810, 1, 9_811, 1)));
  }

  private static StimulationLimits with(StimulationLimits old, int current, long charge) {
    return new StimulationLimits(
        Current.nanoamps(current),
        charge,
        old.pulsesPerSecond(),
        old.dutyPerMille(),
        old.electrodesAtOnce(),
        old.pulsesPerTrain(),
        old.netChargePicocoulombs());
  }

  @Test
  void phasesOfOneSignThatFollowEachOtherAreOne() {
    limits = with(STIMULATION, 3_000, 500);
    admit(pulse(List.of(1), -1_000, 2, -1_000, 3, 1_000, 5));
    refuses(
        "stimulus.charge",
        "500 pC",
        "600 pC",
        () -> admit(pulse(List.of(1), -1_000, 3, -1_000, 3, 1_000, 6)));
    refuses(
        "stimulus.charge",
        "500 pC",
        "600 pC",
        () -> admit(pulse(List.of(1), -1_000, 3, 1_000, 6, -1_000, 3)));
    admit(pulse(List.of(1), -1_000, 2, 1_000, 5, -1_000, 3));
  }

  @Test
  void balanceWithinRoundingOrHalfAPerCent() {
    // 20 ticks: 20 nA·ticks by rounding, and 0.5 % of 4,000 are 20, too.
    admit(pulse(List.of(1), -200, 20, 201, 20));
    refuses(
        "stimulus.balance",
        "2 pC",
        "-4 pC left by each pulse",
        () -> admit(pulse(List.of(1), -202, 20, 200, 20)));
    // 2 ticks: 0.5 % of 6,000 are 30.
    admit(pulse(List.of(1), -3_000, 2, 2_985, 2));
    refuses(
        "stimulus.balance",
        "0.5 %",
        "-3.2 pC left by each pulse",
        () -> admit(pulse(List.of(1), -3_000, 2, 2_984, 2)));
    refuses(
        "stimulus.balance",
        "0.5 %",
        "-200 pC left by each pulse",
        () -> admit(pulse(List.of(1), -2_000, 1)));
  }

  @Test
  void netChargeOfATrainAndOfAllBefore() {
    // -2 pC a pulse; 30 pC are left over all pulses.
    AppliedStimulus leaves =
        new AppliedStimulus(List.of(1), phases(-200, 20, 199, 20), 0, 15, 1_000, 0, 0, TICKS);
    admit(leaves);
    AppliedStimulus more =
        new AppliedStimulus(List.of(1), phases(-200, 20, 199, 20), 0, 16, 1_000, 0, 0, TICKS);
    refuses("stimulus.net-charge", "30 pC", "-32 pC", () -> admit(more));
    book.load("s", leaves);
    fire("1", "s");
    book.pass(Duration.ofDays(10));
    refuses("stimulus.net-charge", "30 pC", "-60 pC", () -> admit("s", 0));
    AppliedStimulus back =
        new AppliedStimulus(List.of(1), phases(-199, 20, 200, 20), 0, 15, 1_000, 0, 0, TICKS);
    book.load("b", back);
    fire("2", "b");
    book.pass(Duration.ofDays(1));
    fire("3", "s");
  }

  @Test
  void aTenthOfTheChargePerPhaseIsTheNetLimitIfThatIsLess() {
    limits = with(STIMULATION, 3_000, 195);
    // 195 / 10 = 19.5 pC.
    admit(new AppliedStimulus(List.of(1), phases(-50, 39, 51, 38), 0, 16, 1_000, 0, 0, TICKS));
    AppliedStimulus leaves =
        new AppliedStimulus(List.of(1), phases(-49, 39, 50, 39), 0, 6, 1_000, 0, 0, TICKS);
    refuses("stimulus.net-charge", "19.5 pC", "23.4 pC", () -> admit(leaves));
    admit(new AppliedStimulus(List.of(1), phases(-49, 39, 50, 39), 0, 5, 1_000, 0, 0, TICKS));
  }

  @Test
  void whatMayHaveFlowedCountsOnTheWorseSide() {
    AppliedStimulus down =
        new AppliedStimulus(List.of(1), phases(-200, 20, 199, 20), 0, 10, 1_000, 0, 0, TICKS);
    AppliedStimulus up =
        new AppliedStimulus(List.of(1), phases(-199, 20, 200, 20), 0, 10, 1_000, 0, 0, TICKS);
    book.load("down", down);
    book.load("up", up);
    book.fire("1", "down", 0);
    book.outcome(Kinds.TRAIN_UNKNOWN, "1");
    book.pass(Duration.ofMinutes(1));
    fire("2", "up");
    book.pass(Duration.ofMinutes(1));
    refuses("stimulus.net-charge", "30 pC", "40 pC", () -> admit("up", 0));
    admit("down", 0);
    // Whether the first has flowed is still unknown, so the second frees nothing of it.
    fire("3", "down");
    book.pass(Duration.ofMinutes(1));
    refuses("stimulus.net-charge", "30 pC", "-40 pC", () -> admit("down", 0));
  }

  @Test
  void whatIsKnownLaterIsBookedRight() {
    AppliedStimulus down =
        new AppliedStimulus(List.of(1), phases(-200, 20, 199, 20), 0, 10, 1_000, 0, 0, TICKS);
    book.load("down", down);
    book.fire("1", "down", 0);
    book.outcome(Kinds.TRAIN_UNKNOWN, "1");
    book.outcome(Kinds.TRAIN_NOT_DONE, "1");
    book.fire("2", "down", 0);
    book.outcome(Kinds.TRAIN_UNKNOWN, "2");
    book.begun("2");
    book.begun("2");
    book.outcome(Kinds.TRAIN_NOT_DONE, "2");
    book.pass(Duration.ofMinutes(1));
    refuses("stimulus.net-charge", "30 pC", "-40 pC", () -> admit("down", 0));
    AppliedStimulus up =
        new AppliedStimulus(List.of(1), phases(-199, 20, 200, 20), 0, 25, 1_000, 0, 0, TICKS);
    admit(up);
  }

  @Test
  void whatWasStoppedMayHaveFlowedInPart() {
    AppliedStimulus down =
        new AppliedStimulus(List.of(1), phases(-200, 20, 199, 20), 0, 10, 1_000, 0, 0, TICKS);
    AppliedStimulus up =
        new AppliedStimulus(List.of(1), phases(-199, 20, 200, 20), 0, 15, 1_000, 0, 0, TICKS);
    book.load("down", down);
    fire("1", "down");
    book.passMillis(500);
    book.write(Kinds.STOP_LATCHED, "reason", "a test");
    book.write(Kinds.STIMULUS_UNLOADED, "stimulus", "down");
    book.passMillis(100_000);
    admit(up);
    book.load("up", up);
    fire("2", "up");
    book.passMillis(100_000);
    // Between -20 and 0 of the first, and 30 of the second.
    refuses(
        "stimulus.net-charge",
        "30 pC",
        "32 pC",
        () ->
            admit(
                new AppliedStimulus(List.of(1), phases(-199, 20, 200, 20), 0, 1, 0, 0, 0, TICKS)));
    admit(new AppliedStimulus(List.of(1), phases(-200, 20, 199, 20), 0, 5, 1_000, 0, 0, TICKS));
  }

  @Test
  void theOrderThatTheMaterialDemands() {
    refuses(
        "stimulus.order",
        "CATHODIC first",
        "ANODIC first",
        () -> admit(pulse(List.of(1), 100, 1, -100, 1)));
    profiles.put(
        1,
        new ElectrodeProfile("a", "x", 50, 100, 50, Optional.of(First.ANODIC), Optional.empty()));
    profiles.put(
        2, new ElectrodeProfile("b", "x", 50, 100, 50, Optional.empty(), Optional.empty()));
    restart();
    admit(pulse(List.of(1), 100, 1, -100, 1));
    refuses(
        "stimulus.order",
        "ANODIC first",
        "CATHODIC first",
        () -> admit(pulse(List.of(1), -100, 1, 100, 1)));
    admit(pulse(List.of(2), 100, 1, -100, 1));
    admit(pulse(List.of(2), -100, 1, 100, 1));
  }

  @Test
  void lengthOfATrain() {
    limits = new StimulationLimits(Current.nanoamps(3_000), 1_000, 20, 50, 4, 7, 30);
    admit(train(List.of(1), 7, 1_000));
    refuses("stimulus.pulses", "7 pulses", "8 pulses", () -> admit(train(List.of(1), 8, 1_000)));
  }

  @Test
  void rateOfATrainByItself() {
    admit(train(List.of(1), 200, 500));
    refuses(
        "stimulus.rate",
        "20 pulses in 1 s",
        "21 pulses in 1 s",
        () -> admit(train(List.of(1), 200, 499)));
    admit(train(List.of(1), 20, 10));
    refuses(
        "stimulus.rate",
        "20 pulses in 1 s",
        "21 pulses in 1 s",
        () -> admit(train(List.of(1), 21, 10)));
  }

  @Test
  void dutyOfATrainByItself() {
    // 50 ‰ of 10 s are 5,000 ticks: 100 pulses of 50 in 10 s.
    admit(new AppliedStimulus(List.of(1), phases(-100, 25, 100, 25), 40, 200, 1_000, 0, 0, TICKS));
    refuses(
        "stimulus.duty",
        "50 ‰ of 10 s",
        "5100 ticks of 1/10000 s in 10 s",
        () ->
            admit(
                new AppliedStimulus(
                    List.of(1), phases(-100, 26, 104, 25), 0, 200, 1_000, 0, 0, TICKS)));
    limits = new StimulationLimits(Current.nanoamps(3_000), 1_000, 20, 0, 4, 200, 30);
    refuses(
        "stimulus.duty",
        "0 ‰ of 10 s",
        "2 ticks of 1/10000 s in 10 s",
        () -> admit(pulse(List.of(1), -100, 1, 100, 1)));
  }

  @Test
  void electrodesOfOneStimulus() {
    admit(train(List.of(1, 2, 3, 4), 1, 0));
    refuses(
        "stimulus.electrodes",
        "4 electrodes",
        "5 electrodes",
        () -> admit(train(List.of(1, 2, 3, 4, 5), 1, 0)));
  }

  @Test
  void aPeriodHoldsAPulseAndItsRecovery() {
    // 2 + 1 + 2 and the longer of settling and recovery.
    limits = new StimulationLimits(Current.nanoamps(3_000), 1_000, 2_000, 1_000, 4, 200, 30);
    admit(train(List.of(1), 2, 10));
    refuses("stimulus.period", "10 ticks", "9 ticks", () -> admit(train(List.of(1), 2, 9)));
    AppliedStimulus settles =
        new AppliedStimulus(List.of(1), phases(-100, 2, 100, 2), 1, 2, 10, 6, 5, TICKS);
    refuses("stimulus.period", "11 ticks", "10 ticks", () -> admit(settles));
    admit(train(List.of(1), 1, 0));
  }

  @Test
  void withoutAProfileNothing() {
    refuses(
        "stimulus.profile", "", "electrode 11", () -> admit(pulse(List.of(1, 11), -1, 1, 1, 1)));
  }

  @Test
  void impedancesAreNotOlderThanTheProfileAsksFor() {
    profiles.put(
        1,
        new ElectrodeProfile(
            "i", "x", 50, 100, 50, Optional.empty(), Optional.of(Duration.ofDays(7))));
    restart();
    AppliedStimulus stimulus = pulse(List.of(1), -100, 1, 100, 1);
    refuses("stimulus.impedance", "604800000 ms", "never checked", () -> admit(stimulus));
    book.write(Kinds.IMPEDANCES_CHECKED, "instrument", "array-2", "electrodes", "1");
    book.write(Kinds.IMPEDANCES_CHECKED, "instrument", ARRAY, "electrodes", "2,3,99");
    refuses("stimulus.impedance", "604800000 ms", "never checked", () -> admit(stimulus));
    book.write(Kinds.IMPEDANCES_CHECKED, "instrument", ARRAY, "electrodes", "2,1");
    book.load("s", stimulus);
    book.pass(Duration.ofDays(7));
    admit(stimulus);
    admit("s", 0);
    book.passMillis(1);
    refuses("stimulus.impedance", "604800000 ms", "604800001 ms", () -> admit(stimulus));
    refuses("stimulus.impedance", "604800000 ms", "604800001 ms", () -> admit("s", 0));
  }

  @Test
  void aThousandStimuliAreLoadedAtMost() {
    AppliedStimulus stimulus = pulse(List.of(1), -100, 1, 100, 1);
    for (int i = 0; i < 999; i++) {
      book.load("s" + i, stimulus);
    }
    admit(stimulus);
    book.load("last", stimulus);
    refuses("stimulus.loaded", "1000 stimuli", "1001 stimuli", () -> admit(stimulus));
    book.write(Kinds.STIMULUS_UNLOADED, "stimulus", "s0");
    admit(stimulus);
  }

  @Test
  void onlyWhatIsLoadedFires() {
    refuses("train.stimulus", "", "stimulus s", () -> admit("s", 0));
    book.load("s", "array-2", train(List.of(1), 1, 0));
    refuses("train.stimulus", "", "stimulus s", () -> admit("s", 0));
    book.load("s", train(List.of(1), 1, 0));
    admit("s", 0);
    book.write(Kinds.STIMULUS_UNLOADED, "stimulus", "s");
    refuses("train.stimulus", "", "stimulus s", () -> admit("s", 0));
    book.load("s", train(List.of(1), 1, 0));
    book.write(Kinds.STARTED, "rig", "r", "file", "f", "version", "v");
    refuses("train.stimulus", "", "stimulus s", () -> admit("s", 0));
  }

  @Test
  void limitsThatWereLoweredSinceItWasLoadedHoldForIt() {
    book.load("s", train(List.of(1), 1, 0));
    limits = with(STIMULATION, 999, 1_000);
    refuses("stimulus.current", "999 nA", "-1000 nA", () -> admit("s", 0));
  }

  @Test
  void anOperationFiresOnce() {
    book.load("s", train(List.of(1), 1, 0));
    fire("next", "s");
    book.pass(Duration.ofSeconds(5));
    refuses("train.operation", "", "operation next", () -> admit("s", 0));
  }

  @Test
  void nearInTime() {
    book.load("s", train(List.of(1), 1, 0));
    admit("s", 3_600_000);
    refuses("train.from", "0 to 3600000 ms ahead", "3600001 ms", () -> admit("s", 3_600_001));
    refuses("train.from", "0 to 3600000 ms ahead", "-1 ms", () -> admit("s", -1));
  }

  @Test
  void oneTrainAtATimeOnAnElectrode() {
    // 2 pulses, 100 ms apart; the second takes 1 ms with its recovery: 101 ms.
    book.load("s", train(List.of(1), 2, 1_000));
    book.load("t", train(List.of(2, 1), 2, 1_000));
    book.load("other", train(List.of(3), 2, 1_000));
    fire("1", "s");
    book.passMillis(100);
    refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("t", 0));
    admit("other", 0);
    book.passMillis(1);
    admit("t", 0);
  }

  @Test
  void beforeOneThatIsScheduledThereIsRoomUntilItBegins() {
    book.load("s", train(List.of(1), 2, 1_000));
    book.fire("1", "s", 101);
    admit("s", 0);
    refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("s", 1));
    refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("s", 201));
    admit("s", 202);
  }

  @Test
  void aTrainThatMayNotHaveBegunMayBeginAnyMoment() {
    book.load("s", train(List.of(1), 1, 0));
    book.fire("1", "s", 0);
    assertEquals(List.of("1"), envelope.unresolved());
    book.pass(Duration.ofHours(1));
    Refusal refusal =
        refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("s", 0));
    assertTrue(String.valueOf(refusal.getMessage()).contains("ask the device"));
    book.outcome(Kinds.TRAIN_UNKNOWN, "1");
    assertEquals(List.of(), envelope.unresolved());
    refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("s", 0));
    book.passMillis(1);
    admit("s", 0);
  }

  @Test
  void unloadingEndsWhatPlays() {
    book.load("s", train(List.of(1), 200, 1_000));
    book.load("t", train(List.of(1), 1, 0));
    fire("1", "s");
    book.pass(Duration.ofSeconds(2));
    refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("t", 0));
    book.write(Kinds.STIMULUS_UNLOADED, "stimulus", "s");
    admit("t", 0);
    // The last may have begun at that very moment.
    limits = new StimulationLimits(Current.nanoamps(3_000), 1_000, 11, 50, 4, 200, 30);
    admit("t", 0);
    limits = new StimulationLimits(Current.nanoamps(3_000), 1_000, 10, 50, 4, 200, 30);
    refuses("stimulus.rate", "10 pulses in 1 s", "11 pulses in 1 s", () -> admit("t", 0));
    // And none after it.
    book.passMillis(100);
    admit("t", 0);
    limits = new StimulationLimits(Current.nanoamps(3_000), 1_000, 9, 50, 4, 200, 30);
    refuses("stimulus.rate", "9 pulses in 1 s", "10 pulses in 1 s", () -> admit("t", 0));
  }

  @Test
  void pulsesOfSeveralTrainsInAnySecond() {
    book.load("ten", train(List.of(1), 10, 500));
    book.load("ten of others", train(List.of(2), 10, 500));
    fire("1", "ten");
    fire("2", "ten of others");
    book.passMillis(500);
    fire("3", "ten");
    book.passMillis(499);
    refuses("stimulus.rate", "20 pulses in 1 s", "21 pulses in 1 s", () -> admit("ten", 0));
    book.passMillis(1);
    fire("4", "ten");
  }

  @Test
  void pulsesBeforeOneThatIsScheduled() {
    book.load("ten", train(List.of(1), 10, 500));
    book.fire("1", "ten", 1_000);
    book.fire("2", "ten", 1_499);
    refuses("stimulus.rate", "20 pulses in 1 s", "21 pulses in 1 s", () -> admit("ten", 500));
    admit("ten", 499);
    admit("ten", 2_000);
    refuses("stimulus.rate", "20 pulses in 1 s", "21 pulses in 1 s", () -> admit("ten", 1_999));
    refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("ten", 1_949));
  }

  @Test
  void pulsesOfALongTrainMeetOthersAtItsEnds() {
    // 20 pulses a second for 50 s.
    limits = new StimulationLimits(Current.nanoamps(3_000), 1_000, 20, 50, 4, 1_000, 30);
    book.load("long", train(List.of(1), 1_000, 500));
    book.load("one", train(List.of(1), 1, 0));
    fire("1", "one");
    book.passMillis(49);
    refuses("stimulus.rate", "20 pulses in 1 s", "21 pulses in 1 s", () -> admit("long", 0));
    book.passMillis(1);
    fire("2", "long");
    book.passMillis(49_999);
    refuses("stimulus.rate", "20 pulses in 1 s", "21 pulses in 1 s", () -> admit("one", 0));
    book.passMillis(1);
    admit("one", 0);
    refuses(
        "stimulus.rate",
        "20 pulses in 1 s",
        "21 pulses in 1 s",
        () -> {
          book.fire("3", "one", 10);
          admit("long", 30);
        });
  }

  @Test
  void dutyOfSeveralTrainsInAnyTenSeconds() {
    // 50 pulses of 50 ticks are half of what is allowed in 10 s.
    AppliedStimulus half =
        new AppliedStimulus(List.of(1), phases(-100, 25, 100, 25), 0, 50, 800, 0, 0, TICKS);
    AppliedStimulus one = pulse(List.of(1), -100, 1, 100, 1);
    book.load("half", half);
    book.load("one", one);
    fire("1", "half");
    book.pass(Duration.ofSeconds(5));
    fire("2", "half");
    book.passMillis(4_999);
    refuses(
        "stimulus.duty", "50 ‰ of 10 s", "5002 ticks of 1/10000 s in 10 s", () -> admit("one", 0));
    book.passMillis(1);
    admit("one", 0);
  }

  @Test
  void dutyOfTrainsInOtherTicksIsRoundedUp() {
    AppliedStimulus thirds =
        new AppliedStimulus(List.of(1), phases(-100, 1, 100, 1), 0, 1, 0, 0, 0, 30_000);
    limits = new StimulationLimits(Current.nanoamps(3_000), 1_000, 20, 50, 4, 200, 30);
    book.load("thirds", thirds);
    // 2 ticks of 1/30,000 s are 1 of 1/10,000 s, rounded up.
    AppliedStimulus rest =
        new AppliedStimulus(List.of(1), phases(-1, 2500, 1, 2499), 0, 1, 0, 0, 0, TICKS);
    book.load("rest", rest);
    AppliedStimulus more =
        new AppliedStimulus(List.of(1), phases(-1, 2500, 1, 2500), 0, 1, 0, 0, 0, TICKS);
    book.load("more", more);
    fire("1", "thirds");
    book.passMillis(1);
    admit("rest", 0);
    refuses(
        "stimulus.duty", "50 ‰ of 10 s", "5001 ticks of 1/10000 s in 10 s", () -> admit("more", 0));
  }

  @Test
  void electrodesOfAllTrainsThatPlayAtOnce() {
    book.load("two", train(List.of(1, 2), 2, 1_000));
    book.load("one", train(List.of(3), 2, 1_000));
    book.load("later", train(List.of(4, 5), 2, 1_000));
    book.load("fits", train(List.of(4), 2, 1_000));
    fire("1", "two");
    fire("2", "one");
    admit("fits", 0);
    refuses("stimulus.electrodes", "4 electrodes", "5 electrodes", () -> admit("later", 0));
    refuses("stimulus.electrodes", "4 electrodes", "5 electrodes", () -> admit("later", 100));
    admit("later", 101);
    book.fire("3", "two", 5_000);
    book.fire("4", "one", 5_050);
    refuses("stimulus.electrodes", "4 electrodes", "5 electrodes", () -> admit("later", 4_950));
    admit("later", 4_949);
  }

  @Test
  void aClockSetBackFreesNothing() {
    book.load("ten", train(List.of(1), 10, 1_000));
    fire("1", "ten");
    book.pass(Duration.ofMinutes(-1));
    refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("ten", 0));
    book.pass(Duration.ofMinutes(1));
    refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("ten", 900));
    admit("ten", 901);
  }

  @Test
  void aTrainThatIsMeantToHaveBegunEarlierBeginsNow() {
    book.load("s", train(List.of(1), 2, 1_000));
    book.fire("1", "s", -5_000);
    book.begun("1");
    refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("s", 100));
    admit("s", 101);
  }

  @Test
  void whatIsTooLargeToComputeIsRefused() {
    limits =
        new StimulationLimits(
            Current.nanoamps(Integer.MAX_VALUE),
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            1_000,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE);
    int max = Integer.MAX_VALUE;
    refuses(
        "stimulus.arithmetic",
        "",
        "numbers too large to be checked",
        () -> admit(pulse(List.of(1), -max, max, -max, max, -max, max)));
  }

  /** What ends a train in the middle leaves between nothing and all of its charge. */
  @ParameterizedTest
  @ValueSource(strings = {Kinds.STARTED, Kinds.STOP_LATCHED, Kinds.INSTRUMENT_LOST})
  void whatEndsATrainInTheMiddle(String what) {
    AppliedStimulus down =
        new AppliedStimulus(List.of(1), phases(-200, 20, 199, 20), 0, 10, 1_000, 0, 0, TICKS);
    AppliedStimulus up =
        new AppliedStimulus(List.of(1), phases(-199, 20, 200, 20), 0, 16, 1_000, 0, 0, TICKS);
    book.load("down", down);
    fire("1", "down");
    book.passMillis(500);
    book.write(Kinds.INSTRUMENT_LOST, "instrument", "array-2", "reason", "a test");
    admit(up);
    book.write(what, "instrument", ARRAY, "reason", "a test");
    refuses("stimulus.net-charge", "30 pC", "32 pC", () -> admit(up));
  }

  @Test
  void whatHasEndedIsNotCut() {
    AppliedStimulus down =
        new AppliedStimulus(List.of(1), phases(-200, 20, 199, 20), 0, 10, 1_000, 0, 0, TICKS);
    AppliedStimulus up =
        new AppliedStimulus(List.of(1), phases(-199, 20, 200, 20), 0, 16, 1_000, 0, 0, TICKS);
    book.load("down", down);
    fire("1", "down");
    book.passMillis(904);
    book.write(Kinds.STOP_LATCHED, "reason", "a test");
    admit(up);
  }

  @Test
  void unloadingAnotherStimulusEndsNothing() {
    book.load("s", train(List.of(1), 200, 1_000));
    book.load("t", train(List.of(1), 1, 0));
    book.load("u", train(List.of(1), 1, 0));
    fire("1", "s");
    book.pass(Duration.ofSeconds(2));
    book.write(Kinds.STIMULUS_UNLOADED, "stimulus", "t");
    refuses("train.overlap", "1 train", "2 trains on electrode 1", () -> admit("u", 0));
  }

  @Test
  void trainsAreForgottenTenSecondsAfterTheirEnd() {
    book.load("s", train(List.of(1), 1, 0));
    book.load("t", train(List.of(2), 1, 0));
    book.fire("next", "s", 0);
    book.pass(Duration.ofDays(1));
    book.fire("2", "t", 0);
    refuses("train.operation", "", "operation next", () -> admit("t", 0));
    book.begun("2");
    book.begun("next");
    // 1 ms of pulse and recovery, and the longest window.
    book.passMillis(10_000);
    book.fire("3", "t", 0);
    refuses("train.operation", "", "operation next", () -> admit("s", 0));
    book.begun("3");
    book.passMillis(1);
    book.fire("4", "t", 0);
    admit("s", 0);
  }

  @Test
  void netChargeInTicksOfSeveralLengths() {
    AppliedStimulus down =
        new AppliedStimulus(List.of(1), phases(-200, 20, 199, 20), 0, 10, 1_000, 0, 0, TICKS);
    book.load("down", down);
    fire("1", "down");
    // 20 pC are left; each of these leaves 2/3 pC.
    admit(new AppliedStimulus(List.of(1), phases(-200, 20, 199, 20), 0, 15, 3_000, 0, 0, 30_000));
    refuses(
        "stimulus.net-charge",
        "30 pC",
        "-30.667 pC",
        () ->
            admit(
                new AppliedStimulus(
                    List.of(1), phases(-200, 20, 199, 20), 0, 16, 3_000, 0, 0, 30_000)));
  }

  @Test
  void limitsMakeSense() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new StimulationLimits(Current.nanoamps(-1), 0, 0, 0, 0, 0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StimulationLimits(Current.nanoamps(0), -1, 0, 0, 0, 0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StimulationLimits(Current.nanoamps(0), 0, -1, 0, 0, 0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StimulationLimits(Current.nanoamps(0), 0, 0, 1_001, 0, 0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StimulationLimits(Current.nanoamps(0), 0, 0, 0, -1, 0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StimulationLimits(Current.nanoamps(0), 0, 0, 0, 0, -1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StimulationLimits(Current.nanoamps(0), 0, 0, 0, 0, 0, -1));
    new StimulationLimits(Current.nanoamps(0), 0, 0, 0, 0, 0, 0);
    new StimulationLimits(Current.nanoamps(0), 0, 0, 1_000, 0, 0, 0);
  }
}
