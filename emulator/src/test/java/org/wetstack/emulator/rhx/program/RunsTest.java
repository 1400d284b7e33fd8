package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.hal.DeviceException;

/** Starting and stopping, and what else takes time. */
class RunsTest {

  private static final String STOP = "Return: RunMode Stop";
  private static final String RUN = "Return: RunMode Run";
  private static final String NOT_RUNNING = "Board must be running in order to stop";
  private static final Duration WHILE = Duration.ofMillis(100);

  private final Bench bench = Bench.faithful();

  private String later(Duration span) {
    bench.wait(span);
    return bench.client.heard();
  }

  @Test
  void theRestOfAMessageWaitsForTheEndOfTheRunItBegan() {
    assertEquals("", bench.say("set runmode run;get type;set runmode stop;get runmode"));
    assertEquals(RUN, bench.say("get runmode"), "later messages are served");
    assertEquals("", later(Duration.ofSeconds(5)));
    bench.client.send("set runmode stop");
    assertEquals("Return: Type ControllerStimRecord" + NOT_RUNNING + STOP, later(WHILE));
  }

  @Test
  void messagesInsideOneAnotherEndFromTheInsideOut() {
    bench.say("set runmode run;get type");
    bench.say("set runmode stop;set runmode run;get version");
    assertEquals(RUN, bench.say("get runmode"));
    bench.client.send("set runmode stop");
    assertEquals("Return: Version 3.4.0Return: Type ControllerStimRecord", later(WHILE));
    assertEquals(List.of("begin RUN", "end", "begin RUN", "end"), bench.board().told());
  }

  @Test
  void stoppingAndStartingInOneMessageMayBeRepeatedForEver() {
    bench.say("set runmode run");
    for (int i = 0; i < 2_000; i++) {
      bench.say("set runmode stop;set runmode run");
    }
    assertEquals(RUN, bench.say("get runmode"));
  }

  @Test
  void aClientThatLeavesDoesNotStopTheRun() {
    var kind = Bench.forgiving();
    kind.say("set runmode run;get type");
    kind.client.close();
    kind.wait(WHILE);
    assertEquals(RunMode.RUN, kind.program.bench().mode());
    kind.client = new Client(kind.cables, "cable:rhx");
    kind.client.send("set runmode stop");
    kind.wait(WHILE);
    assertEquals("Return: Type ControllerStimRecord", kind.client.heard(), "whoever is there");
  }

  @Test
  void timeIsToldWhileItRuns() {
    assertEquals("Return: -1Return: -1", bench.say("get currenttimestamp;get currenttimeseconds"));
    bench.say("set runmode run");
    bench.wait(Duration.ofMillis(1_000 - 10));
    // 234 blocks of 128 samples are complete after 1.0002 s.
    assertEquals(
        "Return: 29951Return: 0.998367", bench.say("get currenttimestamp;get currenttimeseconds"));
  }

  @Test
  void aRunThatHasNoSampleYetTellsTheLastOneBefore() {
    bench.say("set runmode run");
    bench.wait(Duration.ofSeconds(1));
    bench.say("set runmode stop;set uploadinprogress true");
    bench.say("set runmode run");
    assertEquals("Return: 30207", bench.say("get currenttimestamp"));
  }

  @Test
  void whileAnUploadLastsARunIsRefusedAndYetShown() {
    bench.say("set uploadinprogress true");
    assertEquals(
        "Error - To avoid data corruption, controller cannot start running until previously started"
            + " upload function completes"
            + RUN,
        bench.say("set runmode run;get runmode"));
    assertEquals(List.of(), bench.board().told());
    assertEquals(STOP, bench.say("set runmode stop;set uploadinprogress false;get runmode"));
    bench.say("set runmode run");
    assertEquals(List.of("begin RUN"), bench.board().told());
  }

  @Test
  void uploadsAreRefusedOneByOneWhileOneLasts() {
    bench.say("set uploadinprogress true");
    String refusal = "Error - Another upload cannot be started until the previous upload completes";
    assertEquals(refusal, bench.say("execute uploadstimparameters a-000"));
    assertEquals(refusal, bench.say("execute uploadbandwidthsettings"));
    // 64 amplifiers, 8 analog inputs, 8 analog outputs, 16 digital inputs, 16 digital outputs.
    assertEquals(refusal.repeat(112), bench.say("execute uploadstimparameters"));
    assertEquals(List.of(), bench.board().told());
  }

  @Test
  void uploadsOfAllStimulationReachEveryStimulator() {
    bench.say("execute uploadstimparameters;execute uploadstimparameters a-010");
    List<String> told = bench.board().told();
    assertEquals(64 + 8 + 16 + 1, told.size());
    assertEquals("stimulation A-000", told.get(0));
    assertEquals("stimulation A-010", told.get(88));
  }

  @Test
  void anUploadThatTakesTimeShowsThatItDoes() {
    var slow = new Bench(RhxSpec.demo(Controller.STIM_RECORD).withUploads(Duration.ofMillis(100)));
    assertEquals("", slow.say("execute uploadstimparameters a-000;get uploadinprogress"));
    assertEquals("Return: UploadInProgress True", slow.say("get uploadinprogress"));
    slow.wait(WHILE);
    assertEquals("Return: UploadInProgress False", slow.client.heard());
    slow.say("set runmode run");
    slow.say("execute uploadstimparameters a-000;get type");
    slow.wait(WHILE);
    assertEquals("Return: Type ControllerStimRecord", slow.client.heard(), "also while it runs");
  }

  @Test
  void whileImpedancesAreMeasuredNothingIsReadAndThenAllAtOnce() {
    bench.say("execute measureimpedance;get runmode");
    assertEquals("", bench.say("get ty"));
    assertEquals("", bench.say("pe;get type"));
    assertEquals("", later(Duration.ofMillis(2_400)));
    assertEquals(
        STOP + "Return: Type ControllerStimRecord".repeat(2), later(WHILE), "merged on the way");
  }

  @Test
  void aStalledWindowReadsLateAndMerges() {
    bench.program.bench().stallGui(Duration.ofMillis(300));
    bench.say("get type");
    bench.say("get type");
    assertEquals("", later(Duration.ofMillis(250)));
    assertEquals("Error - Command 1: Get commands require a parameter", later(WHILE));
  }

  @Test
  void whoSendsTooMuchDuringAStallIsHungUpOn() {
    bench.program.bench().stallGui(Duration.ofSeconds(60));
    for (int i = 0; i < 17; i++) {
      bench.client.send("x".repeat(64 * 1024));
      bench.wait(Duration.ofMillis(10));
    }
    assertTrue(bench.client.hungUp());
    assertTrue(bench.program.bench().lives());
  }

  @Test
  void anImpossiblePathFallsBackToStopAndTheNextStartIsTheLast() {
    bench.say("set filename.path /nonexistent;set filename.basefilename x");
    assertEquals(STOP, bench.say("set runmode record;get runmode"));
    assertEquals(List.of(), bench.board().told());
    assertEquals("", bench.say("set runmode run"));
    assertTrue(bench.client.hungUp());
    assertThrows(DeviceException.class, () -> new Client(bench.cables, "cable:rhx"));
  }

  @Test
  void aForgivingProgramRefusesTheStartAfterAFailedRecordingOnce() {
    var kind = Bench.forgiving();
    kind.say("set filename.path /nonexistent;set filename.basefilename x;set runmode record");
    assertEquals(
        "Error - Not started: the recording before could not be written" + STOP,
        kind.say("set runmode run;get runmode"));
    kind.say("set runmode run");
    assertEquals(RUN, kind.say("get runmode"));
  }

  @Test
  void recordingsAndNotesReachTheDisk() {
    bench.say("set filename.path /D;set filename.basefilename x");
    bench.say("set runmode record");
    bench.say("LiveNotes Hello  World ; livenotes y;livenotes");
    bench.say("set runmode stop");
    assertEquals(
        List.of("record /D/x", "note 'Hello  World '", "note ' y'", "note ''", "end"),
        bench.disk().told());
  }

  @Test
  void anArmedProgramTakesNotesOnlyOnceItWrites() {
    bench.say("set filename.path /D;set filename.basefilename x");
    bench.say("set runmode trigger");
    assertEquals("Return: RunMode Trigger", bench.say("get runmode"));
    assertEquals(
        "LiveNotes cannot be added unless the board is recording", bench.say("livenotes a"));
    bench.wait(Duration.ofSeconds(1));
    assertEquals("Return: RunMode Record", bench.say("livenotes a;get runmode"));
    assertEquals(
        "NotchFilterFreqHertz cannot be set while controller is recording.",
        bench.say("set notchfilterfreqhertz 50"));
  }

  @Test
  void onlyTheNameOfRecordingsIsLockedWhileRunning() {
    bench.say("set runmode run");
    assertEquals(
        "Filename cannot be set while controller is running." + "Return: ImpedanceFilename.path /i",
        bench.say("set filename.path /x;set impedancefilename.path /i;get impedancefilename.path"));
  }

  @Test
  void aRecordingThatFailsLaterStopsWithoutAWord() {
    bench.say("set filename.path /D;set filename.basefilename x");
    bench.say("set runmode record");
    bench.world.run(() -> bench.alarms.get(0).recordingFailed());
    assertEquals("", later(WHILE));
    assertEquals(STOP, bench.say("get runmode"));
  }

  @Test
  void anOverrunStopsItWithManyStrayTexts() {
    bench.say("set runmode run;get type");
    bench.program.bench().selfStop();
    assertEquals(
        NOT_RUNNING.repeat(41) + "Return: Type ControllerStimRecord", later(Duration.ofMillis(90)));
    assertEquals(NOT_RUNNING.repeat(13), later(WHILE));
    assertEquals(STOP, bench.say("get runmode"));
    bench.program.bench().selfStop();
    assertEquals("", later(WHILE), "nothing while stopped");
  }

  @Test
  void strayTextCanBeSent() {
    bench.program.bench().stray("Hello");
    assertEquals("Hello", later(WHILE));
  }

  @Test
  void aKilledProgramComesBackWithItsDefaults() throws IOException {
    bench.say("set note1 x;set runmode run");
    bench.program.bench().kill();
    bench.wait(WHILE);
    assertTrue(bench.client.hungUp());
    assertFalse(bench.program.bench().lives());
    assertEquals(List.of("begin RUN", "end"), bench.board().told());
    assertThrows(IllegalStateException.class, () -> bench.program.bench().stray("x"));
    bench.program.bench().restart();
    bench.client = new Client(bench.cables, "cable:rhx");
    assertEquals("Return: Note1 " + STOP, bench.say("get note1;get runmode"));
  }
}
