package org.wetstack.emulator.rhx.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.State;

/** What does not fit is refused in the program's words, and what came before it is in force. */
class SettingsErrorsTest {

  @TempDir private Path root;

  private static State state(Controller controller) {
    return new State(Setup.demo(controller));
  }

  private SettingsFiles files(State state) {
    return new SettingsFiles(state, new QuietBoard(), new Disk(root));
  }

  @Test
  void failuresAreToldInTheProgramsWords() throws IOException {
    SettingsFiles files = files(state(Controller.STIM_RECORD));
    assertFalse(files.save("/nonexistent/x.xml"));
    assertFalse(files.saveStimulation("/nonexistent/x.xml"));
    assertEquals(Optional.of("Unable to open input file"), files.load("/none.xml"));
    assertEquals(
        Optional.of("Error: Loading from XML: Unable to open input file"),
        files.loadStimulation("/none.xml"));
    Files.writeString(root.resolve("bad.xml"), "<IntanRHX");
    assertEquals(
        Optional.of("Error: XML file not read as DOM properly - check for invalid syntax."),
        files.load("/bad.xml"));
    assertEquals(
        Optional.of("Error: Loading from XML: Error: invalid xstim element and version attribute"),
        files.loadStimulation("/bad.xml"));
    Files.writeString(root.resolve("other.xml"), "<Other/>");
    assertEquals(
        Optional.of("Error: XML document doesn't start with an IntanRHX element"),
        files.load("/other.xml"));
  }

  private Optional<String> loading(State state, String old, String changed) throws IOException {
    assertTrue(files(state).save("/all.xml"));
    Path file = root.resolve("all.xml");
    String text = Files.readString(file);
    assertTrue(text.contains(old));
    Files.writeString(file, text.replace(old, changed));
    return files(state).load("/all.xml");
  }

  @Test
  void anotherControllersFileIsRefused() throws IOException {
    assertEquals(
        Optional.of(
            "Warning: This file is from a different Intan controller type. Loading will be"
                + " canceled."),
        loading(state(Controller.STIM_RECORD), "ControllerStimRecord", "ControllerRecordUSB3"));
  }

  @Test
  void anotherStepSizeKeepsTheStimulation() throws IOException {
    State state = state(Controller.STIM_RECORD);
    Item pulses = state.channel("A-000").orElseThrow().items().get("NumberOfStimPulses");
    pulses.force(9);
    Optional<String> answer =
        loading(state, "StimStepSizeMicroAmps=\"0.5\"", "StimStepSizeMicroAmps=\"1\"");
    assertEquals(
        Optional.of(
            "Warning: StimStepSizeMicroAmps not matching. Stimulation Parameters will not be"
                + " loaded."),
        answer);
    pulses.force(3);
    assertTrue(files(state).load("/all.xml").isPresent());
    assertEquals(3, pulses.integer());
  }

  @Test
  void unknownAndMissingChannelsAreNamed() throws IOException {
    assertEquals(
        Optional.of(
            "Error: Settings file includes the following channels that are currently not detected"
                + " by the Intan controller:\nA-999\n"
                + "Warning: The following channels are currently detected by the Intan controller"
                + " but are not included in the settings file:\nA-007"),
        loading(
            state(Controller.RECORD_USB3),
            "NativeChannelName=\"A-007\"",
            "NativeChannelName=\"A-999\""));
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    assertEquals(
        Optional.of("Error: Failed to parse AudioVolume"),
        loading(state(Controller.RECORD_USB2), "AudioVolume=\"50\"", "AudioVolume=\"loud\""));
    assertEquals(
        Optional.of("Error: Failed to parse FirstPhaseAmplitudeMicroAmps"),
        loading(
            state(Controller.STIM_RECORD),
            "FirstPhaseAmplitudeMicroAmps=\"0\"",
            "FirstPhaseAmplitudeMicroAmps=\"2551\""));
  }

  @Test
  void thePredecessorsStimulationIsRead() throws IOException {
    State state = state(Controller.STIM_RECORD);
    Files.writeString(
        root.resolve("old.xml"),
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <xstim version="1.0"><channel name="A-004"><enabled>1</enabled>
        <triggerSource>24</triggerSource><triggerEdgeOrLevel>0</triggerEdgeOrLevel>
        <triggerHighOrLow>1</triggerHighOrLow><postTriggerDelay>250.5</postTriggerDelay>
        <pulseOrTrain>1</pulseOrTrain><numberOfStimPulses>7</numberOfStimPulses>
        </channel></xstim>
        """);
    assertEquals(
        Optional.of("Error: Loading from XML: Error: pulse train period not found"),
        files(state).loadStimulation("/old.xml"));
    Items items = state.channel("A-004").orElseThrow().items();
    assertEquals("KeyPressF1", items.get("Source").text());
    assertEquals("Low", items.get("TriggerHighOrLow").text());
    assertEquals("PulseTrain", items.get("PulseOrTrain").text());
    assertEquals(250.5, items.get("PostTriggerDelayMicroseconds").number());
    assertEquals(7, items.get("NumberOfStimPulses").integer());
    assertTrue(items.get("StimEnabled").isTrue());
  }
}
