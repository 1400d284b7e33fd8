package org.wetstack.drivers.intanrhx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.units.Current;

/** Loading, triggering and stopping stimuli. */
class StimulationTest extends RhxTest {

  private static Stimulus train(int pulses, int periodMillis, Integer... electrodes) {
    return pulse(electrodes).train(pulses, Duration.ofMillis(periodMillis));
  }

  @Test
  void theReceiptAndTheMarkNameTheSampleInWhichThePulseBegan() {
    RhxInstrument instrument = open("");
    LoadedStimulus loaded = stimulator(instrument).load(pulse(1, 130));
    var tape = new Tape();
    array(instrument).record(100, tape);
    passMillis(50);
    Receipt receipt = await(loaded.trigger());
    passMillis(100);
    assertEquals(2, rhx.board.pulses.size());
    assertEquals(rhx.board.pulses.get(0).stamp(), receipt.firstSample());
    assertEquals(
        List.of(new Tape.Mark(receipt.operation().value(), receipt.firstSample())), tape.marks);
    assertEquals(
        stimulator(instrument).limits().quantise(pulse(1, 130)),
        loaded.applied(),
        "what was read back is what was agreed");
  }

  @Test
  void aTrainIsMarkedPulseByPulseAndOthersAreRefusedMeanwhile() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    LoadedStimulus train = stimulator.load(train(5, 20, 2));
    LoadedStimulus other = stimulator.load(pulse(3));
    var tape = new Tape();
    array(instrument).record(1, tape);
    Receipt receipt = await(train.trigger());
    refused(() -> await(other.trigger()));
    refused(() -> await(train.trigger()));
    passMillis(200);
    var expected = new ArrayList<Tape.Mark>();
    for (int i = 0; i < 5; i++) {
      expected.add(new Tape.Mark(receipt.operation().value(), receipt.firstSample() + i * 600L));
    }
    assertEquals(expected, tape.marks);
    assertEquals(5, rhx.board.pulses.size());
    assertEquals(receipt.firstSample(), await(train.trigger(receipt.operation())).firstSample());
    assertTrue(await(other.trigger()).firstSample() > receipt.firstSample());
    assertEquals(6, rhx.board.pulses.size(), "the same operation again played nothing");
  }

  @Test
  void aPulseWithAnInterphaseDelayIsOnePulse() {
    var alarms = new ArrayList<Alarm>();
    RhxInstrument instrument = open("");
    instrument.onAlarm(alarms::add);
    Stimulus wanted = pulse(0).withInterphaseDelay(Duration.ofMillis(1));
    LoadedStimulus loaded = stimulator(instrument).load(wanted);
    var tape = new Tape();
    array(instrument).record(64, tape);
    await(loaded.trigger());
    passMillis(50);
    assertEquals(1, tape.marks.size());
    assertEquals(List.of(), alarms);
    assertTrue(rhx.says("a-000.shape", "BiphasicWithInterphaseDelay"));
  }

  @Test
  void stimuliThatShareAnElectrodeAreUploadedWhenTheyAreTriggered() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    LoadedStimulus weak = stimulator.load(pulse(0));
    Stimulus strongWanted =
        Stimulus.biphasic(List.of(0), Current.nanoamps(-3_000), Duration.ofNanos(100_000));
    LoadedStimulus strong = stimulator.load(strongWanted);
    int uploads = rhx.board.uploads.size();
    await(strong.trigger());
    passMillis(20);
    assertEquals(uploads, rhx.board.uploads.size(), "it was uploaded last");
    await(weak.trigger());
    passMillis(20);
    await(weak.trigger());
    assertEquals(uploads + 1, rhx.board.uploads.size());
    assertEquals(
        List.of("3", "2", "2"),
        rhx.board.pulses.stream().map(FakeBoard.Pulse::firstMicroamps).toList());
  }

  @Test
  void aParameterThatReadsBackDifferentlyIsNotArmed() {
    RhxInstrument instrument = open("");
    rhx.setting =
        text ->
            text.equals("a-001.secondphaseamplitudemicroamps 2")
                ? "a-001.secondphaseamplitudemicroamps 1.5"
                : text;
    DeviceException failure =
        fails(Reason.PROTOCOL, Outcome.NOT_DONE, () -> stimulator(instrument).load(pulse(0, 1)));
    tells(failure, "A-001");
    assertEquals(List.of(), rhx.board.enabled(), "neither channel stays enabled");
    rhx.setting = text -> text;
    for (int i = 0; i < 8; i++) {
      stimulator(instrument).load(pulse(i % 4));
    }
  }

  @Test
  void everyParameterIsComparedNotOnlyTheWaveform() {
    RhxInstrument instrument = open("");
    for (String kept :
        List.of(
            "source keypressf2",
            "triggeredgeorlevel Level",
            "triggerhighorlow Low",
            "posttriggerdelaymicroseconds 100",
            "refractoryperiodmicroseconds 0",
            "maintainampsettle True",
            "stimenabled False")) {
      String parameter = "a-001." + kept.substring(0, kept.indexOf(' '));
      rhx.setting = text -> text.startsWith(parameter + " ") ? "a-001." + kept : text;
      DeviceException failure =
          fails(Reason.PROTOCOL, Outcome.NOT_DONE, () -> stimulator(instrument).load(pulse(1)));
      tells(failure, "A-001");
    }
  }

  @Test
  void anUploadIsAbandonedWhenSomebodyStops() {
    RhxInstrument instrument = open("");
    rhx.board.uploadPolls = 10;
    var unused = time.after(Duration.ofMillis(400), stimulator(instrument)::stop);
    refused(() -> stimulator(instrument).load(pulse(0, 1, 2, 3, 128, 129, 130, 131)));
    assertEquals(List.of(), rhx.board.enabled());
  }

  @Test
  void afterATrainThatWasNotSeenNothingElseIsPlayedUntilItMustBeOver() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    LoadedStimulus train = stimulator.load(train(200, 50, 0));
    LoadedStimulus other = stimulator.load(pulse(1));
    rhx.board.keysWork = false;
    fails(Reason.TIMEOUT, Outcome.UNKNOWN, () -> await(train.trigger()));
    rhx.board.keysWork = true;
    refused(() -> await(other.trigger()));
    refused(() -> stimulator.load(pulse(0)));
    pass(Duration.ofSeconds(11));
    await(other.trigger());
  }

  @Test
  void aStepThatSomebodyChangedIsNoticedWhenLoading() {
    RhxInstrument instrument = open("");
    rhx.define("StimStepSizeMicroAmps 1");
    DeviceException failure =
        fails(Reason.PROTOCOL, Outcome.NOT_DONE, () -> stimulator(instrument).load(pulse(0)));
    tells(failure, "step");
  }

  @Test
  void whatRhxCannotPlayIsRefusedBeforeAnythingIsSent() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    int messages = rhx.messages.size();
    Current two = Current.nanoamps(2_000);
    var same =
        List.of(
            new Stimulus.Phase(two, Duration.ofMillis(1)),
            new Stimulus.Phase(Current.nanoamps(-1_000), Duration.ofMillis(1)),
            new Stimulus.Phase(Current.nanoamps(-1_000), Duration.ofMillis(1)));
    List<Stimulus> impossible =
        List.of(
            new Stimulus(
                List.of(0), same, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO),
            Stimulus.biphasic(List.of(0), Current.nanoamps(-500), Duration.ofMillis(6)),
            train(2, 1_200, 0),
            pulse(0).withInterphaseDelay(Duration.ofMillis(6)),
            pulse(0).withRecovery(Duration.ofMillis(600), Duration.ZERO),
            train(2, 20, 0).withRecovery(Duration.ZERO, Duration.ofMillis(5)),
            train(257, 20, 0),
            pulse(77));
    for (Stimulus each : impossible) {
      assertThrows(IllegalArgumentException.class, () -> stimulator.load(each), each::toString);
    }
    assertEquals(messages, rhx.messages.size());
  }

  @Test
  void aTriphasicPulseComesBackFromItsParameters() {
    RhxInstrument instrument = open("");
    var first = new Stimulus.Phase(Current.nanoamps(1_000), Duration.ofNanos(233_333));
    var middle = new Stimulus.Phase(Current.nanoamps(-2_000), Duration.ofNanos(233_333));
    var wanted =
        new Stimulus(
            List.of(0, 129),
            List.of(first, middle, first),
            Duration.ZERO,
            1,
            Duration.ZERO,
            Duration.ofMillis(2),
            Duration.ofMillis(7));
    AppliedStimulus applied = stimulator(instrument).load(wanted).applied();
    assertEquals(3, applied.phases().size());
    assertEquals(7, applied.phases().get(0).ticks());
    assertEquals("233.333", rhx.value("b-001.firstphasedurationmicroseconds"));
    assertEquals("triphasic", rhx.value("b-001.shape").toLowerCase(Locale.ROOT));
    assertEquals("7000", rhx.value("b-001.refractoryperiodmicroseconds"));
  }

  @Test
  void aLongUploadIsAwaited() {
    rhx.board.uploadPolls = 10;
    RhxInstrument instrument = open("");
    LoadedStimulus loaded = stimulator(instrument).load(pulse(0));
    assertTrue(rhx.says("uploadinprogress", "False"));
    await(loaded.trigger());
  }

  @Test
  void stopEndsATrainAtOnceDisarmsAndRunsOnWithoutGoingBack() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    LoadedStimulus train = stimulator.load(train(200, 50, 0));
    LoadedStimulus other = stimulator.load(pulse(1));
    var alarms = new ArrayList<Alarm>();
    instrument.onAlarm(alarms::add);
    var tape = new Tape();
    array(instrument).record(50, tape);
    await(train.trigger());
    passMillis(120);
    int played = rhx.board.pulses.size();
    assertTrue(played >= 2, "it plays");
    long before = rhx.time.nanoTime();
    stimulator.stop();
    assertTrue(rhx.time.nanoTime() - before < 3_000_000_000L, "stop() is quick");
    passMillis(500);
    assertEquals(played, rhx.board.pulses.size());
    assertEquals(List.of(), rhx.board.enabled());
    assertEquals(2, rhx.board.runs);
    refused(() -> await(other.trigger()));
    refused(() -> await(train.trigger()));
    tape.checkCounter();
    assertTrue(tape.missed() > 0.6 * FakeRhx.FS, "the pause is announced: " + tape.missed());
    assertEquals(List.of(), alarms);
    other.arm();
    other.arm();
    Receipt receipt = await(other.trigger());
    passMillis(50);
    assertEquals(receipt.firstSample(), tape.marks.get(tape.marks.size() - 1).sample());
    assertEquals(played + 1, rhx.board.pulses.size());
  }

  @Test
  void stopWithoutATrainDoesNotInterruptTheSamples() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    stimulator.stop();
    LoadedStimulus loaded = stimulator.load(pulse(0));
    stimulator.stop();
    stimulator.stop();
    assertEquals(1, rhx.board.runs);
    assertEquals(List.of(), rhx.board.enabled());
    refused(() -> await(loaded.trigger()));
  }

  @Test
  void stopFromAnotherCallDuringAStopIsHarmless() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    LoadedStimulus train = stimulator.load(train(200, 50, 0));
    await(train.trigger());
    for (int millis : new int[] {1, 50, 400, 720, 760, 800}) {
      var unused = rhx.time.after(Duration.ofMillis(millis), stimulator::stop);
    }
    stimulator.stop();
    passMillis(3_000);
    assertTrue(rhx.says("runmode", "run"));
    assertTrue(!instrument.ended().toCompletableFuture().isDone(), "the session lives");
  }

  @Test
  void closingAStimulusFreesItsSlotAndDisablesItsChannels() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    var all = new ArrayList<LoadedStimulus>();
    for (int i = 0; i < 8; i++) {
      all.add(stimulator.load(pulse(i < 4 ? i : 128 + i - 4)));
    }
    assertThrows(IllegalStateException.class, () -> stimulator.load(pulse(0)));
    all.get(3).close();
    all.get(3).close();
    assertEquals(7, rhx.board.enabled().size());
    assertTrue(!rhx.board.enabled().contains("a-003"));
    refused(() -> await(all.get(3).trigger()));
    await(stimulator.load(pulse(0)).trigger());
  }

  @Test
  void aPulseThatIsNeverSeenIsUnknownAndNotRepeated() {
    RhxInstrument instrument = open("");
    LoadedStimulus loaded = stimulator(instrument).load(pulse(0));
    rhx.board.keysWork = false;
    OperationId operation = OperationId.random();
    CompletionStage<Receipt> trigger = loaded.trigger(operation);
    fails(Reason.TIMEOUT, Outcome.UNKNOWN, () -> await(trigger));
    rhx.board.keysWork = true;
    passMillis(100);
    fails(Reason.TIMEOUT, Outcome.UNKNOWN, () -> await(loaded.trigger(operation)));
    fails(Reason.TIMEOUT, Outcome.UNKNOWN, () -> stimulator(instrument).receipt(operation));
    assertEquals(0, rhx.board.pulses.size());
    await(loaded.trigger());
  }

  @Test
  void aGapBeforeThePulseMakesItsReceiptUnknown() {
    RhxInstrument instrument = open("");
    LoadedStimulus loaded = stimulator(instrument).load(pulse(0));
    CompletionStage<Receipt> trigger = loaded.trigger();
    rhx.board.lose(10);
    fails(Reason.TIMEOUT, Outcome.UNKNOWN, () -> await(trigger));
  }

  @Test
  void theLedgerTellsWhatWasPlayedAndWhatIsNotKnown() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    LoadedStimulus loaded = stimulator.load(pulse(0));
    LoadedStimulus other = stimulator.load(pulse(1));
    Receipt receipt = await(loaded.trigger());
    assertEquals(Optional.of(receipt), stimulator.receipt(receipt.operation()));
    refused(() -> await(other.trigger(receipt.operation())));
    passMillis(50);
    stimulator.stop();
    OperationId never = OperationId.random();
    refused(() -> await(loaded.trigger(never)));
    assertEquals(Optional.empty(), stimulator.receipt(never));
    fails(Reason.REJECTED, Outcome.UNKNOWN, () -> stimulator.receipt(OperationId.random()));
    loaded.arm();
    assertEquals(never, await(loaded.trigger(never)).operation());
  }

  @Test
  void schedulingIsRefused() {
    RhxInstrument instrument = open("");
    LoadedStimulus loaded = stimulator(instrument).load(pulse(0));
    refused(() -> await(loaded.triggerAt(1_000_000)));
    instrument.close();
    fails(Reason.LINK_LOST, Outcome.NOT_DONE, () -> await(loaded.triggerAt(1_000_000)));
    fails(Reason.LINK_LOST, Outcome.NOT_DONE, () -> await(loaded.trigger()));
  }

  @Test
  void complianceAndForeignCurrentRaiseAlarms() {
    RhxInstrument instrument = open("");
    var codes = new ArrayList<String>();
    instrument.onAlarm(alarm -> codes.add(alarm.code()));
    LoadedStimulus loaded = stimulator(instrument).load(pulse(0));
    await(loaded.trigger());
    passMillis(50);
    assertEquals(List.of(), codes);
    rhx.board.complianceBit = 0x8000;
    passMillis(500);
    assertEquals(List.of("compliance"), codes, "once a second");
    rhx.board.complianceBit = 0;
    assertEquals("", rhx.board.execute("manualstimtriggerpulse f1"), "an operator's finger");
    passMillis(50);
    assertEquals(List.of("compliance", "foreign-stimulus"), codes);
  }

  @Test
  void stopEndsATrainThatSomebodyElseBegan() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    LoadedStimulus train = stimulator.load(train(200, 50, 0));
    LoadedStimulus other = stimulator.load(pulse(1));
    assertEquals("", rhx.board.execute("manualstimtriggerpulse f1"), "an operator's finger");
    passMillis(120);
    refused(() -> stimulator.load(pulse(0)));
    refused(() -> await(other.trigger()));
    refused(() -> await(train.trigger()));
    int played = rhx.board.pulses.size();
    assertTrue(played >= 2, "it plays");
    stimulator.stop();
    passMillis(500);
    assertEquals(played, rhx.board.pulses.size());
    other.arm();
    await(other.trigger());
  }

  @Test
  void aForeignTrainIsOverWhenNothingFlowedForItsLongestPeriod() {
    RhxInstrument instrument = open("");
    Stimulator stimulator = stimulator(instrument);
    LoadedStimulus loaded = stimulator.load(pulse(0));
    assertEquals("", rhx.board.execute("manualstimtriggerpulse f1"), "an operator's finger");
    passMillis(2_100);
    refused(() -> await(loaded.trigger()));
    passMillis(200);
    await(loaded.trigger());
    assertEquals(1, rhx.board.runs, "it was waited for");
  }

  @Test
  void aSentenceBesideATriggerDoesNotMakeItNotDone() {
    RhxInstrument instrument = open("");
    LoadedStimulus loaded = stimulator(instrument).load(pulse(0));
    rhx.say("Unable to open input file");
    Receipt receipt = await(loaded.trigger());
    assertEquals(rhx.board.pulses.get(0).stamp(), receipt.firstSample());
    passMillis(50);
    rhx.board.keysWork = false;
    rhx.say("Unable to open input file");
    DeviceException failure = fails(Reason.TIMEOUT, Outcome.UNKNOWN, () -> await(loaded.trigger()));
    tells(failure, "Unable to open input file");
  }

  @Test
  void limitsComeFromTheStepTheRateAndTheOptions() {
    RhxInstrument careful = open("");
    assertEquals(3_000, stimulator(careful).limits().maxAmplitude().nanoamps());
    assertEquals(500, stimulator(careful).limits().step().nanoamps());
    assertEquals(8, stimulator(careful).limits().electrodes());
    careful.close();
    rhx.listening = true;
    RhxInstrument bold = open("?max-current-na=1000000&max-charge-pc=5000&stimulate=B-001");
    assertEquals(127_500, stimulator(bold).limits().maxAmplitude().nanoamps());
    assertEquals(5_000, stimulator(bold).limits().maxPhasePicocoulombs());
    assertThrows(IllegalArgumentException.class, () -> stimulator(bold).load(pulse(0)));
    await(stimulator(bold).load(pulse(129)).trigger());
  }
}
