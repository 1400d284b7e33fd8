package org.wetstack.drivers.intanrhx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.spi.DriverProvider;

/** What is asked, set and refused while a session is being opened, and how it is put away. */
class OpeningTest extends RhxTest {

  @Test
  void isFoundUnderItsName() {
    assertTrue(
        ServiceLoader.load(DriverProvider.class).stream()
            .anyMatch(each -> each.get().name().equals("intan-rhx")));
  }

  @Test
  void saysWhatItFound() {
    RhxInstrument instrument = open("?bands=wide,high&columns=4&pitch-um=100");
    assertEquals(
        new DeviceInfo("Intan RHX ControllerStimRecord", "", "3.4.0", 0, false), instrument.info());
    assertEquals(List.of("wide", "high"), instrument.devices().stream().map(Device::name).toList());
    ArrayLayout layout = array(instrument).layout();
    assertEquals(30_000, layout.samplesPerSecond());
    assertEquals(195, layout.nanovoltsPerCount());
    assertEquals(new ArrayLayout.Site(129, 100, 3_200), layout.sites().get(5));
    assertTrue(array(instrument).stimulator().isPresent());
    var high = instrument.device(ElectrodeArray.class, "high");
    assertEquals(Optional.empty(), high.stimulator());
  }

  @Test
  void enablesWhatIsWantedAndNothingElse() {
    rhx.define("a-001.TCPDataOutputEnabledDC True");
    rhx.define("TCPWaveformDataOutputConnectionStatus Connected");
    var unused = open("?channels=A-002:A-003,B-001&bands=low,wide&stimulate=B-001&blocks=3");
    List<String> enabled =
        rhx.values.entrySet().stream()
            .filter(each -> each.getKey().contains("tcpdataoutput"))
            .filter(each -> each.getValue().equals("True"))
            .map(each -> each.getKey().replace("tcpdataoutputenabled", ""))
            .sorted()
            .toList();
    assertEquals(
        List.of("a-002.", "a-002.low", "a-003.", "a-003.low", "b-001.", "b-001.low", "b-001.stim"),
        enabled);
    assertEquals("3", rhx.value("tcpnumberdatablocksperwrite"));
  }

  @Test
  void startsAloneAndWaitsBeforeTheNextMessage() {
    var unused = open("");
    int start = rhx.messages.indexOf("set runmode run;");
    assertTrue(start > 0, "the start travels alone");
    assertEquals("get runmode;", rhx.messages.get(start + 1));
    assertEquals(1, rhx.messages.stream().filter(each -> each.contains("runmode run")).count());
    // Had anything been read with the start, it would still be waiting for the end of the run.
    assertTrue(rhx.says("runmode", "run"));
  }

  @Test
  void leftoverStimuliAreDisabledInTheHardwareToo() {
    rhx.define("b-002.StimEnabled True");
    rhx.define("b-002.Source KeyPressF1");
    assertEquals("", rhx.board.execute("uploadstimparameters"));
    assertEquals(List.of("b-002"), rhx.board.enabled());
    var unused = open("?channels=A-000");
    assertEquals(List.of(), rhx.board.enabled());
  }

  @Test
  void withoutStimulationNothingOfItIsTouched() {
    rhx.define("b-002.StimEnabled True");
    assertEquals("", rhx.board.execute("uploadstimparameters"));
    RhxInstrument instrument = open("?stimulate=none");
    assertEquals(Optional.empty(), array(instrument).stimulator());
    assertEquals(List.of("b-002"), rhx.board.enabled());
    assertFalse(rhx.commands().stream().anyMatch(each -> each.contains("stim ")));
  }

  @Test
  void anOutputThatListensToOurKeysIsRefused() {
    rhx.define("analog-out-1.StimEnabled True");
    rhx.define("analog-out-1.Source KeyPressF3");
    tells(refused(() -> open("")), "analog-out-1");
  }

  @Test
  void aRecordingControllerHasNoStimulator() {
    rhx.define("Type ControllerRecordUSB3");
    rhx.define("StimStepSizeMicroAmps Min");
    assertEquals(Optional.empty(), array(open("")).stimulator());
    rhx.stop();
    rhx.listening = true;
    tells(refused(() -> open("?stimulate=all")), "cannot stimulate");
  }

  @Test
  void missingChannelsAreFoundFurtherOn() {
    rhx.forget("a-001.nativechannelname");
    rhx.define("a-040.NativeChannelName A-040");
    for (String output : List.of("", "Spike", "Stim")) {
      rhx.define("a-040.TCPDataOutputEnabled" + output + " False");
    }
    rhx.define("a-040.StimEnabled False");
    rhx.define("a-040.FirstPhaseAmplitudeMicroAmps 0");
    List<Integer> electrodes =
        array(open("")).layout().sites().stream().map(ArrayLayout.Site::electrode).toList();
    assertEquals(List.of(0, 2, 3, 40, 128, 129, 130, 131), electrodes);
  }

  @Test
  void nothingListening() {
    rhx.listening = false;
    DeviceException failure = fails(Reason.LINK_LOST, Outcome.NOT_DONE, () -> open(""));
    tells(failure, "press Connect");
  }

  @Test
  void nobodyAnswers() {
    rhx.deaf = true;
    fails(Reason.TIMEOUT, Outcome.NOT_DONE, () -> open(""));
  }

  @Test
  void somethingElseAnswers() {
    rhx.replying = text -> "HTTP/1.1 400 Bad Request\r\n\r\n";
    fails(Reason.PROTOCOL, Outcome.NOT_DONE, () -> open(""));
  }

  @Test
  void oldAndUnknownVersions() {
    for (String version : List.of("3.1.0", "2.0", "4.0.0", "31.0")) {
      rhx.define("Version " + version);
      rhx.listening = true;
      tells(refused(() -> open("")), version);
    }
    rhx.define("Version 3.12.1");
    rhx.listening = true;
    assertEquals("3.12.1", open("").info().firmwareVersion());
  }

  @Test
  void playbackUploadAndSomebodyElsesRuns() {
    rhx.define("Playback True");
    tells(refused(() -> open("")), "plays back");
    rhx.define("Playback False");
    rhx.define("UploadInProgress True");
    rhx.listening = true;
    tells(refused(() -> open("")), "uploading");
    rhx.define("UploadInProgress False");
    rhx.define("RunMode Record");
    rhx.listening = true;
    tells(refused(() -> open("?running=stop")), "recording");
    rhx.define("RunMode Run");
    rhx.listening = true;
    tells(refused(() -> open("")), "running=stop");
    assertTrue(rhx.says("runmode", "run"), "what runs for somebody else goes on");
    rhx.listening = true;
    var unused = open("?running=stop");
    assertEquals(1, rhx.board.runs);
  }

  @Test
  void aSettingThatIsNotKept() {
    rhx.setting =
        text ->
            text.startsWith("a-002.tcpdataoutputenabled ") ? text.replace("true", "false") : text;
    fails(Reason.PROTOCOL, Outcome.NOT_DONE, () -> open(""));
    assertEquals(0, rhx.board.runs);
  }

  @Test
  void aSettingThatIsRefused() {
    rhx.replying =
        text ->
            text.isEmpty() || !rhx.messages.get(rhx.messages.size() - 1).startsWith("execute clear")
                ? text
                : "Invalid value for TCPNumberDataBlocksPerWrite command. Acceptable: [ 1 , 100 ]"
                    + text;
    tells(refused(() -> open("")), "Acceptable: [ 1 , 100 ]");
  }

  @Test
  void missingChannelsAndWrongOptions() {
    tells(refused(() -> open("?channels=C-000")), "C-000");
    for (String wrong :
        List.of(
            "?channels=A-0",
            "?channels=A-003:A-001",
            "?channels=A-001,A-001",
            "?bands=dc",
            "?bands=wide,wide",
            "?blocks=101",
            "?running=yes",
            "?remote-folder=x",
            "?nosuch=1",
            "?folder=/tmp&remote-folder=a;b",
            "#part")) {
      assertThrows(IllegalArgumentException.class, () -> open(wrong), wrong);
    }
    rhx.listening = true;
    tells(refused(() -> open("?channels=A-000&stimulate=A-001")), "A-001");
    rhx.listening = true;
    tells(refused(() -> open("?max-current-na=400")), "smaller step");
    rhx.listening = true;
    rhx.define("StimStepSizeMicroAmps Max");
    tells(refused(() -> open("")), "stimulate=none");
  }

  @Test
  void theWaveformPortIsElsewhere() {
    rhx.define("TCPWaveformDataOutputPort 7777");
    rhx.refuseWaveforms = true;
    DeviceException failure = fails(Reason.LINK_LOST, Outcome.NOT_DONE, () -> open(""));
    tells(failure, "127.0.0.1:7777");
    assertTrue(rhx.says("tcpwaveformdataoutputconnectionstatus", "Disconnected"));
  }

  @Test
  void closeStopsDisarmsAndDisconnectsInTime() {
    RhxInstrument instrument = open("");
    var loaded = stimulator(instrument).load(pulse(0, 1).train(100, Duration.ofMillis(50)));
    await(loaded.trigger());
    passMillis(100);
    int played = rhx.board.pulses.size();
    long before = rhx.time.nanoTime();
    instrument.close();
    instrument.close();
    assertTrue(rhx.time.nanoTime() - before < 2_000_000_000L);
    assertEquals(Optional.empty(), await(instrument.ended()));
    assertTrue(rhx.says("runmode", "Stop"));
    assertTrue(rhx.says("tcpwaveformdataoutputconnectionstatus", "Disconnected"));
    assertEquals(List.of(), rhx.board.enabled());
    passMillis(500);
    assertEquals(played, rhx.board.pulses.size());
    fails(Reason.LINK_LOST, Outcome.NOT_DONE, instrument::clearSafeState);
    fails(Reason.LINK_LOST, Outcome.NOT_DONE, () -> array(instrument).record(1, block -> {}));
    fails(Reason.LINK_LOST, Outcome.NOT_DONE, stimulator(instrument)::stop);
    rhx.listening = true;
    assertEquals(instrument.info(), open("").info());
  }

  @Test
  void closeReturnsThoughRhxIsSilent() {
    RhxInstrument instrument = open("");
    rhx.deaf = true;
    long before = rhx.time.nanoTime();
    instrument.close();
    assertTrue(rhx.time.nanoTime() - before <= 2_000_000_000L);
    assertEquals(Optional.empty(), await(instrument.ended()));
  }
}
