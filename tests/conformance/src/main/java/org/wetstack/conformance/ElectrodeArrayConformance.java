package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Ability;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.units.Current;

/**
 * What every electrode array must do, as docs/contract.md numbers it. Extend it, give it your array
 * as a {@link Subject}, and it runs the rules for samples (e), for the stimulator if there is one
 * (s) and for instruments (i).
 */
public abstract class ElectrodeArrayConformance extends StimulusMishapRules {

  @Test
  void s1_theAppliedStimulusIsTheQuantisedOneAndLeavesNoCharge() {
    ElectrodeArray array = array(open());
    Stimulator stimulator = stimulator(array);
    Stimulus wanted = Pulses.single(array);
    LoadedStimulus loaded = stimulator.load(wanted);
    assertEquals(stimulator.limits().quantise(wanted), loaded.applied());
    assertEquals(0, loaded.applied().residualNanoampTicks());
  }

  @Test
  void s2_anUnbalancedOrTooStrongStimulusNeverReachesTheDevice() {
    ElectrodeArray array = array(open());
    Stimulator stimulator = stimulator(array);
    StimulusLimits limits = stimulator.limits();
    Stimulus good = Pulses.single(array);
    List<Integer> electrodes = good.electrodes();
    Current tooStrong =
        Current.nanoamps(-limits.maxAmplitude().nanoamps() - limits.step().nanoamps());
    var unbalanced =
        new Stimulus(
            electrodes,
            good.phases().subList(0, 1),
            Duration.ZERO,
            1,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);
    refuse(stimulator, Stimulus.biphasic(electrodes, tooStrong, Duration.ofMillis(1)));
    refuse(stimulator, unbalanced);
    refuse(stimulator, Stimulus.biphasic(electrodes, limits.maxAmplitude(), Duration.ofSeconds(1)));
    refuse(stimulator, good.train(limits.maxPulses() + 1, Duration.ofSeconds(1)));
    refuse(
        stimulator,
        good.train(2, Duration.ofSeconds(1).dividedBy(limits.maxPulsesPerSecond() + 1L)));
    List<LoadedStimulus> all = new ArrayList<>();
    for (int slot = 0; slot < limits.slots(); slot++) {
      all.add(stimulator.load(good));
    }
    assertEquals(limits.slots(), all.size(), "a refused stimulus takes no slot");
    assertEquals(0, played());
  }

  @Test
  void s3_theReceiptNamesTheSampleInWhichThePulseBeganInTheDataAndOnTheScope() {
    ElectrodeArray array = array(open());
    LoadedStimulus pulse = stimulator(array).load(Pulses.single(array));
    Tape tape = record(array, blockSize(array));
    until("samples", () -> tape.count() > 0);
    List<Tape.Mark> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Receipt receipt = await(pulse.trigger());
      expected.add(new Tape.Mark(receipt.operation().value(), receipt.firstSample()));
      until(
          "the end of the pulse", () -> tape.end() > receipt.firstSample() + settled(array, pulse));
    }
    tape.checkMarks(expected);
    checkScope(expected);
    tape.checkCounter();
  }

  @Test
  void s4_aScheduledPulseBeginsInExactlyThatSample() {
    Instrument instrument = open();
    need(instrument, Ability.SCHEDULES_STIMULI);
    ElectrodeArray array = array(instrument);
    LoadedStimulus pulse = stimulator(array).load(Pulses.single(array));
    Tape tape = record(array, blockSize(array));
    until("samples", () -> tape.count() > 0);
    long at = tape.end() + ahead(array) + 7;
    Receipt receipt = await(pulse.triggerAt(at));
    assertEquals(at, receipt.firstSample());
    until("what follows", () -> tape.end() > at + settled(array, pulse));
    List<Tape.Mark> expected = List.of(new Tape.Mark(receipt.operation().value(), at));
    tape.checkMarks(expected);
    checkScope(expected);
  }

  @Test
  void s5_aTriggerForThePastOrTooFarAheadIsRefused() {
    ElectrodeArray array = array(open());
    LoadedStimulus pulse = stimulator(array).load(Pulses.single(array));
    Tape tape = record(array, blockSize(array));
    until("samples", () -> tape.count() > 0);
    long past = tape.pieces().get(0).firstSample();
    expectRefusal(() -> await(pulse.triggerAt(past)));
    expectRefusal(() -> await(pulse.triggerAt(Long.MAX_VALUE)));
    assertEquals(0, played());
    await(pulse.trigger());
  }

  @Test
  void s6_aTrainHasItsCountAndItsPeriod() {
    ElectrodeArray array = array(open());
    LoadedStimulus train = stimulator(array).load(Pulses.train(array, 8));
    int pulses = train.applied().pulses();
    Tape tape = record(array, blockSize(array));
    until("samples", () -> tape.count() > 0);
    Receipt receipt = await(train.trigger());
    long operation = receipt.operation().value();
    long last = receipt.firstSample() + (pulses - 1) * Pulses.periodSamples(array, train);
    until("what follows", () -> tape.end() > last + 2 * Pulses.periodSamples(array, train));
    List<Tape.Mark> expected = new ArrayList<>();
    for (int i = 0; i < pulses; i++) {
      long sample = receipt.firstSample() + i * Pulses.periodSamples(array, train);
      expected.add(new Tape.Mark(operation, sample));
    }
    tape.checkMarks(expected);
    checkScope(expected);
  }

  @Test
  void s7_stopEndsATrainAndDisarmsUntilArmedAgain() {
    ElectrodeArray array = array(open());
    Stimulator stimulator = stimulator(array);
    LoadedStimulus pulse = stimulator.load(Pulses.single(array));
    LoadedStimulus train = stimulator.load(Pulses.lasting(array));
    startTrain(array, train);
    stimulator.stop();
    stimulator.stop();
    int played = played();
    assertTrue(played < train.applied().pulses());
    expectRefusal(() -> await(pulse.trigger()));
    expectRefusal(() -> await(train.trigger()));
    pass(Duration.ofMillis(300));
    assertEquals(played, played(), "nothing plays once stop() has returned");
    pulse.arm();
    pulse.arm();
    await(pulse.trigger());
    expectRefusal(() -> await(train.trigger()));
  }

  @Test
  void s8_whenAllSlotsAreInUseLoadingIsRefusedUntilOneIsFreed() {
    ElectrodeArray array = array(open());
    Stimulator stimulator = stimulator(array);
    Stimulus pulse = Pulses.single(array);
    List<LoadedStimulus> all = new ArrayList<>();
    for (int slot = 0; slot < stimulator.limits().slots(); slot++) {
      all.add(stimulator.load(pulse));
    }
    assertThrows(IllegalStateException.class, () -> stimulator.load(pulse));
    all.get(0).close();
    all.get(0).close();
    await(stimulator.load(pulse).trigger());
    expectRefusal(() -> await(all.get(0).trigger()));
  }

  @Test
  void s9_aTriggerFromTheSampleHandlerFires() {
    ElectrodeArray array = array(open());
    LoadedStimulus pulse = stimulator(array).load(Pulses.single(array));
    var receipt = new CompletableFuture<CompletionStage<Receipt>>();
    Tape tape =
        new Tape()
            .watchedBy(
                block -> {
                  if (!receipt.isDone()) {
                    receipt.complete(pulse.trigger());
                  }
                });
    array.record(blockSize(array), tape);
    Receipt fired = await(await(receipt));
    until("what follows", () -> tape.end() > fired.firstSample() + settled(array, pulse));
    tape.checkMarks(List.of(new Tape.Mark(fired.operation().value(), fired.firstSample())));
  }

  @Test
  void s10_theDeviceRemembersWhatItFiredAndKnowsWhatItDidNot() {
    Instrument instrument = open();
    ElectrodeArray array = array(instrument);
    Stimulator stimulator = stimulator(array);
    LoadedStimulus pulse = stimulator.load(Pulses.single(array));
    Receipt receipt = await(pulse.trigger());
    assertEquals(Optional.of(receipt), stimulator.receipt(receipt.operation()));
    if (instrument.abilities().contains(Ability.REMEMBERS_OPERATIONS)) {
      assertEquals(Optional.empty(), stimulator.receipt(OperationId.random()));
    } else {
      expect(Reason.REJECTED, Outcome.UNKNOWN, () -> stimulator.receipt(OperationId.random()));
    }
  }

  @Test
  void s11_aTriggerDuringATrainIsRefusedAndTheTrainGoesOn() {
    ElectrodeArray array = array(open());
    Stimulator stimulator = stimulator(array);
    LoadedStimulus pulse = stimulator.load(Pulses.single(array));
    LoadedStimulus train = stimulator.load(Pulses.lasting(array));
    Tape tape = startTrain(array, train);
    expectRefusal(() -> await(pulse.trigger()));
    int marks = tape.marks().size();
    until("more pulses", () -> tape.marks().size() > marks);
    assertEquals(1, tape.marks().stream().map(Tape.Mark::operation).distinct().count());
    stimulator.stop();
  }

  @Test
  void s12_afterCloseTriggersFailWithoutThrowing() {
    Instrument instrument = open();
    ElectrodeArray array = array(instrument);
    LoadedStimulus pulse = stimulator(array).load(Pulses.single(array));
    instrument.close();
    CompletionStage<Receipt> refused = assertDoesNotThrow(() -> pulse.trigger());
    expectLost(refused);
    expectLost(assertDoesNotThrow(() -> pulse.triggerAt(Long.MAX_VALUE)));
    assertEquals(0, played());
  }

  @Test
  void s13_closingTheInstrumentEndsATrain() {
    Instrument instrument = open();
    ElectrodeArray array = array(instrument);
    LoadedStimulus train = stimulator(array).load(Pulses.lasting(array));
    startTrain(array, train);
    instrument.close();
    int played = played();
    assertTrue(played < train.applied().pulses());
    pass(Duration.ofMillis(300));
    assertEquals(played, played());
    assertFalse(reopen().safeState().isPresent(), "closing is no fault");
  }

  private static void refuse(Stimulator stimulator, Stimulus stimulus) {
    assertThrows(
        IllegalArgumentException.class, () -> stimulator.load(stimulus), stimulus::toString);
  }

  private static long settled(ElectrodeArray array, LoadedStimulus pulse) {
    return pulse.applied().totalTicks()
            * array.layout().samplesPerSecond()
            / pulse.applied().ticksPerSecond()
        + 1;
  }
}
