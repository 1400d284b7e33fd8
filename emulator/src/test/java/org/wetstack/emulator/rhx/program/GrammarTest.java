package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.emulator.rhx.state.Controller;

/** What a message is, and what its words mean. */
class GrammarTest {

  private static final String TYPE = "Return: Type ControllerStimRecord";

  private final Bench bench = Bench.faithful();

  /** In the table, {@code ~} is a line end, {@code ^} a tab and {@code #} a semicolon. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "get type# ~ #^#foo   | Return: Type ControllerStimRecordError - Command 2: Unrecognized command",
        "#                    | ''",
        "###                  | ''",
        "~get type~           | Return: Type ControllerStimRecord",
        "get type~ #get runmode | Return: Type ControllerStimRecordReturn: RunMode Stop",
        "get ty               | Unrecognized parameter",
        "get                  | Error - Command 1: Get commands require a parameter",
        "get a b              | Error - Command 1: Get commands require a parameter",
        "SET NOTE2 Two  Words#GET NOTE2 | Return: Note2 two words",
        "set note1 a#set note1#get note1 | 'Return: Note1 '",
        "set note4 a b        | Error - Command 1: Set commands require a parameter and a value",
        "set filenames a b    | Unrecognized parameter",
        "set filename.path    | ''",
        "get Filename.PATH    | 'Return: Filename.path '",
        "set filename.path.x /D/x#get filename.path | Return: Filename.path /D/x",
        "set impedancefilename.path /A b  C#get impedancefilename.path | Return: ImpedanceFilename.path /A b C",
        "get a-10.enabled     | Unrecognized parameter",
        "get digital-in-1.enabled | Unrecognized parameter",
        "get a.prefix.x       | Unrecognized parameter",
        "get A.Prefix         | Return: Prefix A",
        "get e.prefix         | Unrecognized parameter",
        "set a-000.enabled.x false#get a-000.enabled | Return: Enabled False",
        "set isichannel b-031#get isichannel | Return: ISIChannel B-031",
        "set isichannel analog-in-1 | 'Invalid value for ISIChannel command. Acceptable: [PortNumber]-[ChannelNumber], for example A-023'",
        "set tcpspikedataoutputhost LocalHost#get tcpspikedataoutputhost | Return: TCPSpikeDataOutputHost localhost",
        "set tcpspikedataoutputport -1 | Invalid value for TPCSpikeDataOutputPort command",
        "set tcpspikedataoutputport 1.5#get tcpspikedataoutputport | Return: TCPSpikeDataOutputPort 0",
        "set tcpspikedataoutputconnectionstatus x | Connection status cannot be changed through this command. Execute ConnectTCPSpikeDataOutput or DisconnectTCPSpikeDataOutput",
        "execute loadsettingsfile | Unrecognized action",
        "execute measureimpedance now | Unrecognized action",
        "execute loadsettingsfile /nonexistent/a.xml | Unable to open input file",
        "execute loadstimulationsettingsfile /nonexistent/a.xml | 'Error: Loading from XML: Unable to open input file'",
        "execute savestimulationsettingsfile /nonexistent/a.xml | Failure writing Stimulation Parameters",
        "set stimstepsizemicroamps 2#get stimstepsizemicroamps | Return: StimStepSizeMicroAmps 2",
        "set runmode Run now  | Error - Command 1: Set commands require a parameter and a value",
        "livenotes x          | LiveNotes cannot be added unless the board is recording",
        "livenote x           | Error - Command 1: Unrecognized command",
        "get typé             | Unrecognized parameter",
      })
  void answers(String sent, String reply) {
    assertEquals(reply, bench.say(sent.replace('~', '\n').replace('^', '\t').replace('#', ';')));
  }

  @Test
  void aCommandInTwoReadsIsTwoBrokenOnes() {
    bench.client.send("get ty");
    assertEquals("Unrecognized parameterError - Command 1: Unrecognized command", bench.say("pe"));
  }

  @Test
  void twoCommandsInOneReadMergeUnlessThereIsASemicolon() {
    assertEquals(
        "Error - Command 1: Get commands require a parameter", bench.say("get typeget version"));
    assertEquals(TYPE + "Return: Version 3.4.0", bench.say("get type;get version"));
  }

  @Test
  void aHundredCommandsInOneMessageAreAllAnswered() {
    assertEquals(TYPE.repeat(200), bench.say("get type;".repeat(200)));
  }

  @Test
  void whatCannotBeWrittenInLatin1IsAQuestionMark() {
    assertEquals("Return: Note1 µv ?", bench.say("set note1 µV ∞;get note1"));
  }

  @Test
  void aLoneSetKillsTheRealProgram() {
    assertEquals("", bench.say("get type;set;get type").replace(TYPE, ""));
    assertTrue(bench.client.hungUp());
    assertFalse(bench.program.bench().lives());
  }

  @Test
  void aLoneSetIsRefusedByAForgivingOne() {
    Bench kind = Bench.forgiving();
    assertEquals(
        "Error - Command 2: Set commands require a parameter and a value" + TYPE,
        kind.say("get runmode;set;get type").replace("Return: RunMode Stop", ""));
    assertFalse(kind.client.hungUp());
  }

  @Test
  void keysArePressedAndReleased() {
    bench.say("execute manualstimtriggerpulse F1;execute manualstimtriggeron f8");
    bench.say("execute manualstimtriggeroff f8;execute manualstimtriggerpulse f9");
    bench.say("execute manualstimtriggerpulse g1;execute manualstimtriggerpulse f10");
    assertEquals(List.of("key 0 down", "key 0 up", "key 7 down", "key 7 up"), bench.board().told());
  }

  @Test
  void aRecordingControllerPassesOverStimulationInSilence() {
    var recording = new Bench(RhxSpec.demo(Controller.RECORD_USB3));
    assertEquals(
        "",
        recording.say(
            "execute uploadstimparameters;execute uploadstimparameters a-000;"
                + "execute uploadampsettlesettings;execute uploadchargerecoverysettings;"
                + "execute manualstimtriggerpulse f1"));
    assertEquals(List.of(), recording.board().told());
  }

  @Test
  void outputsAreSwitchedAndClearedAndTheBoardIsTold() {
    bench.say("set a-000.tcpdataoutputenabledstim true;set analog-in-1.tcpdataoutputenabled true");
    assertEquals(List.of("outputs", "outputs"), bench.board().told());
    assertEquals(
        "Return: TCPDataOutputEnabledStim FalseReturn: TCPDataOutputEnabled False",
        bench.say(
            "execute clearalldataoutputs;get a-000.tcpdataoutputenabledstim;"
                + "get analog-in-1.tcpdataoutputenabled"));
    assertEquals(List.of("outputs"), bench.board().told());
    bench.say("set a-000.tcpdataoutputenabledstim perhaps");
    assertEquals(List.of(), bench.board().told(), "a refused switch changes nothing");
  }

  @Test
  void numbersMayHaveLeadingZerosAndNotANumberHasNoSign() {
    assertEquals(
        "Return: SpikeThresholdMicroVolts -12",
        bench.say(
            "set a-000.spikethresholdmicrovolts -00000000000012;"
                + "get a-000.spikethresholdmicrovolts"));
    assertEquals(
        "Return: TCPSpikeDataOutputPort 5006",
        bench.say("set tcpspikedataoutputport 000000000005006;get tcpspikedataoutputport"));
    assertEquals(
        "Invalid value for RmsMultipleThreshold command. Acceptable: [ 3 , 20 ]".repeat(2)
            + "Return: RmsMultipleThreshold 4",
        bench.say(
            "set rmsmultiplethreshold -nan;set rmsmultiplethreshold +nan;"
                + "get rmsmultiplethreshold"));
  }

  @Test
  void pathsOfSettingsAreInLowerCaseAndThoseOfRecordingsAreNot() {
    bench.say("execute savesettingsfile /Data/A.xml;execute loadsettingsfile /Data/A.xml");
    assertEquals(List.of("save /data/a.xml", "load /data/a.xml"), bench.disk().told());
    assertEquals(List.of("bandwidth", "outputs"), bench.board().told());
    bench.say("execute saveimpedance");
    assertEquals(List.of(), bench.disk().told(), "without a name nothing is saved");
    bench.say("set impedancefilename.path /I;set impedancefilename.basefilename B");
    bench.say("execute saveimpedance");
    assertEquals(List.of("impedances /I/B"), bench.disk().told());
  }

  @Test
  void thresholdsAreSetOfEnabledChannelsOnly() {
    bench.say("set a-001.enabled false;set absolutethresholdmicrovolts -50");
    assertEquals(
        "Return: SpikeThresholdMicroVolts -50Return: SpikeThresholdMicroVolts -70",
        bench.say(
            "execute setspikedetectionthresholds;get a-000.spikethresholdmicrovolts;"
                + "get a-001.spikethresholdmicrovolts"));
  }

  @Test
  void thresholdsThatFollowTheNoiseTakeFourSeconds() {
    bench.say("set absolutethresholdsenabled false;set rmsmultiplethreshold 4.5");
    assertEquals(
        "", bench.say("execute setspikedetectionthresholds;get b-000.spikethresholdmicrovolts"));
    assertEquals(TYPE, bench.say("get type"), "others are served meanwhile");
    bench.wait(Duration.ofMillis(3_950));
    assertEquals("", bench.client.heard());
    bench.wait(Duration.ofMillis(100));
    // The test board's channel 32 has 42 µV of noise.
    assertEquals("Return: SpikeThresholdMicroVolts -189", bench.client.heard());
  }
}
