package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.tests.IntanBench.array;
import static org.wetstack.tests.IntanBench.pulse;
import static org.wetstack.tests.IntanBench.stimulator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.drivers.intanrhx.RhxInstrument;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Impedance;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/** What is known to go wrong between RHX and its clients, with the driver and the emulator. */
class IntanTrapsTest {

  private IntanBench bench = new IntanBench();

  @AfterEach
  void putAway() {
    bench.close();
  }

  private RhxInstrument open() {
    return bench.open("");
  }

  /** Counts what a recording brings. */
  private static final class Counts implements SampleHandler {
    final List<Long> firsts = new ArrayList<>();
    final List<Optional<DeviceException>> ends = new ArrayList<>();
    long missed;

    @Override
    public void onBlock(SampleBlock block) {
      firsts.add(block.firstSample());
      missed += block.missedBefore();
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {
      ends.add(reason);
    }
  }

  private static DeviceException fails(Reason reason, Outcome outcome, Executable call) {
    DeviceException failure = assertThrows(DeviceException.class, call);
    assertEquals(reason, failure.reason(), failure::getMessage);
    assertEquals(outcome, failure.outcome(), failure::getMessage);
    return failure;
  }

  private static void tells(DeviceException failure, String what) {
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains(what), message);
  }

  private DeviceException ends(RhxInstrument instrument, Reason reason) {
    DeviceException end = bench.end(instrument);
    assertEquals(reason, end.reason(), end::getMessage);
    return end;
  }

  private void stopped() {
    assertEquals(RunMode.STOP, bench.program().mode());
  }

  @Test
  void messagesThatAreReadTogetherAfterAStallAreAnsweredOneByOne() {
    RhxInstrument instrument = open();
    LoadedStimulus loaded = stimulator(instrument).load(pulse(3));
    for (int round = 0; round < 5; round++) {
      bench.program().stallGui(Duration.ofMillis(1_300));
      CompletionStage<Receipt> trigger = loaded.trigger();
      instrument.clearSafeState();
      assertEquals(bench.await(trigger).firstSample(), bench.pulses().get(round).timestamp());
      bench.passMillis(100);
    }
    assertEquals(5, bench.pulses().size());
  }

  @Test
  void aMessageInCrumbsEndsInWordsOrInALossAndNeverInAStrangePulse() {
    int worked = 0;
    int failed = 0;
    for (int seed = 1; seed <= 12; seed++) {
      var crumbs = new CableFaults(200_000, 0, 0, seed % 3 == 0 ? 200 : 100_000, 0, 0, 0, 0);
      bench.close();
      bench = new IntanBench(IntanBench.Oddities.none().on(crumbs), seed);
      try (RhxInstrument instrument = open()) {
        LoadedStimulus loaded = stimulator(instrument).load(pulse(1, 2));
        bench.await(loaded.trigger());
        bench.passMillis(50);
        worked++;
      } catch (DeviceException e) {
        failed++;
      }
      for (var pulse : bench.pulses()) {
        assertEquals(0, List.of("A-001", "A-002").indexOf(pulse.channel()) / 2, pulse::channel);
        int sum = 0;
        for (int nanoamps : pulse.nanoamps()) {
          sum += nanoamps;
        }
        assertEquals(0, sum, "balanced");
      }
    }
    assertTrue(worked > 0 && failed > 0, worked + " worked, " + failed + " failed");
  }

  @Test
  void straySentencesDuringCommandsAreNoAnswers() {
    RhxInstrument instrument = open();
    for (int at = 0; at < 200; at += 7) {
      var unused =
          bench.time.after(
              Duration.ofMillis(at),
              () -> bench.program().stray("Board must be running in order to stop"));
    }
    LoadedStimulus loaded = stimulator(instrument).load(pulse(0, 1, 2, 3));
    Receipt receipt = bench.await(loaded.trigger());
    assertEquals(receipt.firstSample(), bench.pulses().get(0).timestamp());
    assertTrue(instrument.health().framesBroken() > 0);
  }

  @Test
  void anAnswerThatNobodyAskedForEndsTheSessionAndTheTrain() {
    RhxInstrument instrument = open();
    LoadedStimulus train = stimulator(instrument).load(IntanBench.train(200, 50, 0));
    bench.await(train.trigger());
    bench.program().stray("Return: Type ControllerStimRecord");
    ends(instrument, Reason.PROTOCOL);
    bench.passMillis(5);
    stopped();
  }

  @Test
  void aLayoutThatSomebodyElseChangesEndsTheSessionBeforeSamplesAreMixedUp() {
    RhxInstrument instrument = bench.open("channels=A-000:A-003");
    var counts = new Counts();
    array(instrument).record(100, counts);
    bench.passMillis(200);
    bench.program().operate("set a-007.tcpdataoutputenabled true");
    tells(ends(instrument, Reason.PROTOCOL), "TCP data outputs");
    stopped();
    assertEquals(1, counts.ends.size());
    assertEquals(Reason.PROTOCOL, counts.ends.get(0).orElseThrow().reason());
  }

  @Test
  void theFirstTimestampMayBeLateAndReceiptsAreTrueAllTheSame() {
    RhxInstrument instrument = open();
    var counts = new Counts();
    array(instrument).record(128, counts);
    LoadedStimulus loaded = stimulator(instrument).load(pulse(5));
    Receipt receipt = bench.await(loaded.trigger());
    assertEquals(receipt.firstSample(), bench.pulses().get(0).timestamp());
    assertTrue(counts.firsts.get(0) % 128 != 0, "the stream begins as it was observed");
    assertEquals(0, counts.missed);
  }

  @Test
  void framesLostOnTheUsbAreToldInSamplesAndInAnAlarm() {
    RhxInstrument instrument = open();
    var counts = new Counts();
    array(instrument).record(50, counts);
    bench.passMillis(200);
    bench.controller().loseUsb(333);
    bench.passMillis(300);
    assertEquals(333, counts.missed);
    assertEquals(List.of("samples-lost"), bench.alarmCodes());
    assertFalse(instrument.ended().toCompletableFuture().isDone());
  }

  @Test
  void aRunThatRhxEndsByItselfEndsTheSessionWithAFault() {
    RhxInstrument instrument = open();
    LoadedStimulus train = stimulator(instrument).load(IntanBench.train(200, 50, 0));
    bench.await(train.trigger());
    bench.program().selfStop();
    tells(ends(instrument, Reason.FAULT), "stopped by itself");
    fails(Reason.LINK_LOST, Outcome.NOT_DONE, () -> bench.await(train.trigger()));
  }

  @Test
  void anOperatorWhoRecordsTakesTheRunAway() {
    RhxInstrument instrument = open();
    bench.program().operate("set runmode stop");
    tells(ends(instrument, Reason.FAULT), "Stop");
  }

  @Test
  void waveformsThatAreCutOffWithoutAnEndAreMissed() {
    RhxInstrument instrument = open();
    LoadedStimulus train = stimulator(instrument).load(IntanBench.train(200, 50, 0));
    bench.await(train.trigger());
    bench.program().operate("execute disconnecttcpwaveformdataoutput");
    tells(ends(instrument, Reason.LINK_LOST), "no samples");
    stopped();
  }

  @Test
  void withoutTheCommandLinkRhxRunsOnAndAPersonIsTold() {
    RhxInstrument instrument = open();
    LoadedStimulus train = stimulator(instrument).load(IntanBench.train(40, 50, 0));
    bench.await(train.trigger());
    bench.cable("").cut();
    ends(instrument, Reason.LINK_LOST);
    assertTrue(bench.alarmCodes().contains("not-stopped"), () -> bench.alarmCodes().toString());
    assertEquals(RunMode.RUN, bench.program().mode());
    bench.cable("").restore();
    bench.passMillis(100);
    tells(fails(Reason.REJECTED, Outcome.NOT_DONE, this::open), "already running");
    bench.passMillis(100);
    RhxInstrument again = bench.open("running=stop");
    int before = bench.pulses().size();
    bench.passMillis(200);
    assertEquals(before, bench.pulses().size());
    LoadedStimulus loaded = stimulator(again).load(pulse(2));
    bench.await(loaded.trigger());
  }

  @Test
  void anOperatorsFingerIsToldAndStopEndsWhatItBegan() {
    RhxInstrument instrument = open();
    LoadedStimulus train = stimulator(instrument).load(IntanBench.train(200, 50, 0));
    bench.program().operate("execute manualstimtriggerpulse f1");
    bench.passMillis(300);
    assertEquals(List.of("foreign-stimulus"), bench.alarmCodes());
    fails(Reason.REJECTED, Outcome.NOT_DONE, () -> bench.await(train.trigger()));
    fails(Reason.REJECTED, Outcome.NOT_DONE, () -> stimulator(instrument).load(pulse(0)));
    int played = bench.pulses().size();
    assertTrue(played > 2, "it plays");
    stimulator(instrument).stop();
    int atStop = bench.pulses().size();
    bench.passMillis(1_000);
    assertEquals(atStop, bench.pulses().size());
    train.arm();
    bench.await(train.trigger());
  }

  @Test
  void anUploadOfSomebodyElseIsWaitedForByThePersonWhoOpens() {
    bench.program().operate("set uploadinprogress true");
    tells(fails(Reason.REJECTED, Outcome.NOT_DONE, this::open), "uploading");
  }

  @Test
  void whatCouldNotBeDisabledDoesNotListenToTheNextStimulussKey() {
    RhxInstrument instrument = open();
    // Key F1, and the second channel meets an upload of somebody else.
    var blocking =
        bench.time.after(
            Duration.ofMillis(7), () -> bench.program().operate("set uploadinprogress true"));
    DeviceException failure =
        assertThrows(
            DeviceException.class, () -> stimulator(instrument).load(pulse(0, 1, 2, 3, 4, 5)));
    blocking.cancel();
    tells(failure, "Another upload");
    bench.program().operate("set uploadinprogress false");
    LoadedStimulus loaded = stimulator(instrument).load(pulse(9));
    bench.await(loaded.trigger());
    bench.passMillis(100);
    assertEquals(List.of("A-009"), bench.pulses().stream().map(each -> each.channel()).toList());
  }

  @Test
  void somebodyElsesRecordingIsNotTakenOver(@TempDir Path root) throws Exception {
    bench.close();
    bench = new IntanBench(IntanBench.Oddities.none().withRoot(root), 1);
    Path unused = Files.createDirectories(root.resolve("rec"));
    bench
        .program()
        .operate("set filename.path /rec;set filename.basefilename x;set runmode record");
    bench.passMillis(500);
    tells(fails(Reason.REJECTED, Outcome.NOT_DONE, () -> bench.open("running=stop")), "recording");
    assertEquals(RunMode.RECORD, bench.program().mode());
  }

  @Test
  void aRecordingControllerRecordsAndHasNoStimulator() {
    bench.close();
    bench = new IntanBench(IntanBench.Oddities.none().recordingOnly(), 1);
    tells(
        fails(Reason.REJECTED, Outcome.NOT_DONE, () -> bench.open("stimulate=all")),
        "cannot stimulate");
    bench.passMillis(100);
    RhxInstrument instrument = bench.open("");
    assertTrue(array(instrument).stimulator().isEmpty());
    var counts = new Counts();
    array(instrument).record(128, counts);
    bench.passMillis(200);
    assertTrue(counts.firsts.size() > 20, () -> counts.firsts.size() + " blocks");
  }

  @Test
  void whatSomebodyChangesDuringALoadIsNoticedOrHarmless() {
    int noticed = 0;
    for (int micros = 0; micros < 12_000; micros += 250) {
      bench.close();
      bench = new IntanBench();
      RhxInstrument instrument = open();
      var unused =
          bench.time.after(
              Duration.ofNanos(micros * 1_000L),
              () -> bench.program().operate("set a-001.secondphaseamplitudemicroamps 1"));
      try {
        bench.await(stimulator(instrument).load(pulse(1, 2)).trigger());
        bench.passMillis(50);
        assertEquals(2, bench.pulses().size());
      } catch (DeviceException e) {
        assertEquals(Reason.PROTOCOL, e.reason(), e::getMessage);
        noticed++;
        bench.program().operate("execute manualstimtriggerpulse f1");
        bench.passMillis(50);
        assertEquals(0, bench.pulses().size(), "nothing is left enabled");
      }
      for (var pulse : bench.pulses()) {
        int sum = 0;
        for (int nanoamps : pulse.nanoamps()) {
          sum += nanoamps;
        }
        assertEquals(0, sum, "unbalanced after a change at " + micros + " µs");
      }
    }
    assertTrue(noticed > 3, noticed + " noticed");
  }

  @Test
  void aStallDuringStopIsWaitedForAndNothingFlowsAfterwards() {
    for (int millis : new int[] {500, 1_500, 3_000, 4_500}) {
      bench.close();
      bench = new IntanBench();
      RhxInstrument instrument = open();
      LoadedStimulus train = stimulator(instrument).load(IntanBench.train(256, 50, 0));
      bench.await(train.trigger());
      bench.program().stallGui(Duration.ofMillis(millis));
      stimulator(instrument).stop();
      int played = bench.pulses().size();
      bench.passMillis(1_000);
      assertEquals(played, bench.pulses().size(), "after a stall of " + millis + " ms");
    }
  }

  @Test
  void aStallLongerThanPatienceEndsTheSessionAndTheLastWordsStopTheTrain() {
    RhxInstrument instrument = open();
    LoadedStimulus train = stimulator(instrument).load(IntanBench.train(256, 80, 0));
    bench.await(train.trigger());
    bench.program().stallGui(Duration.ofSeconds(8));
    bench.passMillis(1_500);
    ends(instrument, Reason.LINK_LOST);
    assertTrue(bench.alarmCodes().contains("not-stopped"), () -> bench.alarmCodes().toString());
    bench.passMillis(3_000);
    stopped();
  }

  @Test
  void closingDuringAStallTellsThatTheStopIsNotConfirmed() {
    RhxInstrument instrument = open();
    LoadedStimulus train = stimulator(instrument).load(IntanBench.train(256, 80, 0));
    bench.await(train.trigger());
    bench.program().stallGui(Duration.ofSeconds(4));
    instrument.close();
    assertEquals(List.of("not-stopped"), bench.alarmCodes());
    bench.passMillis(3_000);
    stopped();
  }

  @Test
  void aProgramThatDiesDuringATrainIsALoss() throws Exception {
    RhxInstrument instrument = open();
    LoadedStimulus train = stimulator(instrument).load(IntanBench.train(200, 50, 0));
    Receipt receipt = bench.await(train.trigger());
    bench.program().kill();
    ends(instrument, Reason.LINK_LOST);
    fails(
        Reason.LINK_LOST, Outcome.NOT_DONE, () -> bench.await(train.trigger(receipt.operation())));
    bench.program().restart();
    LoadedStimulus loaded = stimulator(open()).load(pulse(0));
    bench.await(loaded.trigger());
    bench.passMillis(50);
    assertEquals(1, bench.pulses().size());
  }

  @Test
  void impedancesComeThroughTheFile(@TempDir Path root) throws Exception {
    bench.close();
    bench = new IntanBench(IntanBench.Oddities.none().withRoot(root), 1);
    Path folder = Files.createDirectories(root.resolve("data/imp"));
    RhxInstrument instrument =
        bench.open("channels=A-003:A-009&folder=" + folder + "&remote-folder=/data/imp");
    LoadedStimulus loaded = stimulator(instrument).load(pulse(5));
    var counts = new Counts();
    array(instrument).record(128, counts);
    for (int i = 0; i < 2; i++) {
      List<Impedance> found = array(instrument).impedanceMeter().orElseThrow().measure();
      assertEquals(7, found.size());
      assertEquals(3, found.get(0).electrode());
      assertEquals(1e5, found.get(0).ohms(), 1e3);
    }
    bench.await(loaded.trigger());
    bench.passMillis(100);
    assertEquals(List.of("A-005"), bench.pulses().stream().map(each -> each.channel()).toList());
    assertTrue(counts.missed > 2L * 30_000, () -> counts.missed + " samples announced as missing");
  }

  @Test
  void aTrainWhosePeriodsAreATickLongerIsMarkedAsItWasPlayed() {
    bench.close();
    bench = new IntanBench(IntanBench.Oddities.none().withLatePeriods(), 1);
    RhxInstrument instrument = open();
    LoadedStimulus train = stimulator(instrument).load(IntanBench.train(40, 10, 0));
    var marks = new ArrayList<Long>();
    array(instrument)
        .record(
            64,
            block -> {
              for (int i = 0; i < block.marks(); i++) {
                marks.add(block.firstSample() + block.markSample(i));
              }
            });
    bench.await(train.trigger());
    bench.passMillis(700);
    assertEquals(40, marks.size());
    assertEquals(bench.pulses().stream().map(each -> each.timestamp()).toList(), marks);
    assertEquals(301, marks.get(1) - marks.get(0), String.format(Locale.ROOT, "%s", marks));
    assertEquals(List.of(), bench.alarmCodes());
  }

  @Test
  void aSlowUploadIsAwaited() {
    bench.close();
    bench = new IntanBench(IntanBench.Oddities.none().uploading(Duration.ofMillis(100)), 1);
    LoadedStimulus loaded = stimulator(open()).load(pulse(0, 1));
    bench.await(loaded.trigger());
    bench.passMillis(50);
    assertEquals(2, bench.pulses().size());
  }
}
