package org.wetstack.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.Ability;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SafeState;
import org.wetstack.hal.Stimulator;

/** Rules s14 to s21: what a stimulator must do when something goes wrong around it. */
abstract class StimulusMishapRules extends SampleRules {

  @Test
  void s14_aStimulatorWhoseHostFallsSilentStopsAndRefusesUntilCleared() {
    Bench.Wire wire = need(bench().wire(), "a wire to silence");
    Instrument instrument = open();
    need(instrument, Ability.STOPS_WHEN_HOST_IS_SILENT);
    ElectrodeArray array = array(instrument);
    LoadedStimulus train = stimulator(array).load(Pulses.lasting(array));
    startTrain(array, train);
    wire.silence();
    await(instrument.ended());
    Instrument again = reopen();
    assertEquals(Optional.of(SafeState.Cause.HOST_SILENT), again.safeState().map(SafeState::cause));
    int played = played();
    assertTrue(played < train.applied().pulses(), "it stopped by itself");
    pass(Duration.ofMillis(300));
    assertEquals(played, played());
    Stimulator stimulator = stimulator(array(again));
    expectRefusal(() -> await(stimulator.load(Pulses.single(array)).trigger()));
    again.clearSafeState();
    await(stimulator.load(Pulses.single(array)).trigger());
  }

  @Test
  void s15_afterARebootNothingPlaysAndNothingIsArmed() {
    Bench.Power power = need(bench().power(), "a power switch");
    Instrument instrument = open();
    ElectrodeArray array = array(instrument);
    LoadedStimulus train = stimulator(array).load(Pulses.lasting(array));
    startTrain(array, train);
    power.cycle();
    assertTrue(await(instrument.ended()).isPresent());
    expectLost(train.trigger());
    int played = played();
    pass(Duration.ofMillis(300));
    assertEquals(played, played());
    ElectrodeArray again = array(reopen());
    await(stimulator(again).load(Pulses.single(again)).trigger());
  }

  @Test
  void s16_aRepeatingLinkNeverFiresTwice() {
    Bench.RepeatingWire wire = need(bench().repeatingWire(), "a wire that repeats");
    ElectrodeArray array = array(open());
    LoadedStimulus pulse = stimulator(array).load(Pulses.single(array));
    Tape tape = record(array, blockSize(array));
    wire.repeat(true);
    List<Tape.Mark> expected = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Receipt receipt = await(pulse.trigger());
      expected.add(new Tape.Mark(receipt.operation().value(), receipt.firstSample()));
      until(
          "rest",
          () -> tape.end() > receipt.firstSample() + array.layout().samplesPerSecond() / 50);
    }
    tape.checkMarks(expected);
    checkScope(expected);
    tape.checkCounter();
  }

  @Test
  void s17_lateAnswersNeverFireTwice() {
    Bench.Wire wire = need(bench().wire(), "a wire that lags");
    ElectrodeArray array = array(open());
    Stimulator stimulator = stimulator(array);
    LoadedStimulus pulse = stimulator.load(Pulses.single(array));
    wire.lag(Duration.ofMillis(600));
    CompletionStage<Receipt> late = pulse.trigger();
    boolean fired = fired(late);
    wire.lag(Duration.ZERO);
    pass(Duration.ofMillis(700));
    assertTrue(played() <= 1, "at most once");
    assertTrue(!fired || bench().scope().isEmpty() || played() == 1, "fired as the receipt says");
  }

  @Test
  void s18_lostTriggersAndReceiptsNeverFireTwiceAndNeverLie() {
    Bench.LossyWire wire = need(bench().lossyWire(), "a wire that loses");
    Bench.Scope scope = need(bench().scope(), "a scope");
    ElectrodeArray array = array(open());
    Stimulator stimulator = stimulator(array);
    LoadedStimulus pulse = stimulator.load(Pulses.single(array));
    for (int round = 0; round < 6; round++) {
      int before = scope.pulses().size();
      if (round % 2 == 0) {
        wire.loseToDevice(1);
      } else {
        wire.loseToHost(1);
      }
      OperationId operation = OperationId.random();
      boolean known = true;
      boolean fired = false;
      try {
        fired = operation.equals(await(pulse.trigger(operation)).operation());
      } catch (DeviceException e) {
        known = e.outcome() == Outcome.NOT_DONE;
      }
      pass(Duration.ofMillis(100));
      int more = scope.pulses().size() - before;
      assertTrue(more <= 1, "fired twice");
      boolean remembered = stimulator.receipt(operation).isPresent();
      assertEquals(more == 1, remembered, "asking later tells the truth");
      assertTrue(!known || fired == remembered, "receipts and NOT_DONE are true");
    }
  }

  @Test
  void s19_aCutLinkFailsTheTriggersOnTheirWayAndEndsTheTrain() {
    Bench.Wire wire = need(bench().wire(), "a wire to cut");
    Instrument instrument = open();
    ElectrodeArray array = array(instrument);
    LoadedStimulus train = stimulator(array).load(Pulses.lasting(array));
    startTrain(array, train);
    wire.cut();
    await(instrument.ended());
    expectLost(train.trigger());
    Instrument again = reopen();
    stimulator(array(again)).stop();
    int played = played();
    assertTrue(played < train.applied().pulses());
    pass(Duration.ofMillis(300));
    assertEquals(played, played());
  }

  @Test
  void s20_triggersFromManyThreadsEachFireOnceOrAreRefused() throws Exception {
    needThreads();
    ElectrodeArray array = array(open());
    LoadedStimulus pulse = stimulator(array).load(Pulses.single(array));
    Tape tape = record(array, blockSize(array));
    List<Tape.Mark> receipts = new ArrayList<>();
    ExecutorService people = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<Tape.Mark>>> visits = new ArrayList<>();
      for (int person = 0; person < 4; person++) {
        visits.add(() -> triggerRepeatedly(pulse));
      }
      for (Future<List<Tape.Mark>> visit : people.invokeAll(visits, 60, TimeUnit.SECONDS)) {
        receipts.addAll(visit.get());
      }
    } finally {
      people.shutdownNow();
    }
    assertNotEquals(0, receipts.size());
    receipts.sort((a, b) -> Long.compare(a.sample(), b.sample()));
    long last = receipts.get(receipts.size() - 1).sample();
    until("the last mark", () -> tape.end() > last + blockSize(array));
    checkScope(receipts);
    tape.checkMarks(receipts);
  }

  @Test
  void s21_theSameOperationAgainPlaysNothingMore() {
    ElectrodeArray array = array(open());
    Stimulator stimulator = stimulator(array);
    LoadedStimulus pulse = stimulator.load(Pulses.single(array));
    LoadedStimulus other = stimulator.load(Pulses.single(array));
    OperationId operation = OperationId.random();
    Receipt receipt = await(pulse.trigger(operation));
    assertEquals(operation, receipt.operation());
    assertEquals(receipt, await(pulse.trigger(operation)));
    expectRefusal(() -> await(other.trigger(operation)));
    pass(Duration.ofMillis(100));
    assertTrue(played() <= 1, "played twice");
    assertEquals(Optional.of(receipt), stimulator.receipt(operation));
  }

  private List<Tape.Mark> triggerRepeatedly(LoadedStimulus pulse) {
    List<Tape.Mark> receipts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      try {
        Receipt receipt = await(pulse.trigger());
        receipts.add(new Tape.Mark(receipt.operation().value(), receipt.firstSample()));
      } catch (DeviceException e) {
        assertEquals(Outcome.NOT_DONE, e.outcome(), e::getMessage);
      }
    }
    return receipts;
  }

  final Stimulator stimulator(ElectrodeArray array) {
    return need(array.stimulator(), "a stimulator");
  }

  /** How many pulses the scope has seen; 0 without a scope. */
  final int played() {
    return bench().scope().map(scope -> scope.pulses().size()).orElse(0);
  }

  /** Starts a lasting train and waits for its first pulses. */
  final Tape startTrain(ElectrodeArray array, LoadedStimulus train) {
    Tape tape = record(array, blockSize(array));
    until("samples", () -> tape.count() > 0);
    long operation = await(train.trigger()).operation().value();
    until("two pulses", () -> tape.marks(operation).size() >= 2);
    return tape;
  }

  /** Samples enough for a command to arrive before they have passed. */
  static long ahead(ElectrodeArray array) {
    return 2L * array.layout().samplesPerSecond();
  }

  /** What was played is what was expected; where the scope knows no names, by its samples. */
  final void checkScope(List<Tape.Mark> expected) {
    bench()
        .scope()
        .ifPresent(
            scope -> {
              List<Bench.Pulse> pulses = scope.pulses();
              assertEquals(
                  expected.stream().map(Tape.Mark::sample).toList(),
                  pulses.stream().map(Bench.Pulse::sample).toList());
              for (int i = 0; i < pulses.size(); i++) {
                long operation = expected.get(i).operation();
                pulses.get(i).operation().ifPresent(id -> assertEquals(operation, id.value()));
              }
            });
  }

  final void expectLost(CompletionStage<Receipt> trigger) {
    expect(Reason.LINK_LOST, Outcome.NOT_DONE, () -> await(trigger));
  }

  private boolean fired(CompletionStage<Receipt> trigger) {
    try {
      await(trigger);
      return true;
    } catch (DeviceException e) {
      assertNotEquals(Reason.PROTOCOL, e.reason(), e::getMessage);
      return false;
    }
  }
}
