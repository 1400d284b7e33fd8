package org.wetstack.emulator.rhx.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Group;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.State;

/** What was saved comes back, all of it. */
class SettingsFilesTest {

  private static final List<String> TRIES =
      List.of("true", "false", "1", "2", "3", "17", "250.5", "0.2", "high", "low", "text & <more>");

  @TempDir private Path root;
  private final QuietBoard board = new QuietBoard();

  private static State state(Controller controller) {
    return new State(Setup.demo(controller));
  }

  private SettingsFiles files(State state) {
    return new SettingsFiles(state, board, new Disk(root));
  }

  private static Map<String, String> values(State state) {
    var values = new TreeMap<String, String>();
    add(values, "", state.globals());
    for (Group group : state.groups()) {
      add(values, group.prefix() + ".", group.items());
      for (Channel channel : group.channels()) {
        add(values, channel.nativeName() + ".", channel.items());
      }
    }
    values.put("path", state.recordings().path());
    values.put("impedance", state.impedances().base());
    return values;
  }

  private static void add(Map<String, String> values, String prefix, Items items) {
    items.all().forEach(item -> values.put(prefix + item.name(), item.print()));
  }

  /** Sets whatever can be set to something else, for some seed. */
  private static void shake(State state, Random random) {
    shake(state, state.globals(), random);
    for (Group group : state.groups()) {
      // Files tell nothing of a port that is empty.
      if (!group.isEmpty()) {
        shake(state, group.items(), random);
      }
      group.channels().forEach(each -> shake(state, each.items(), random));
    }
    state.recordings().set("path", "/data/With Capitals");
    state.impedances().set("basefilename", "Imp \"quoted\"");
  }

  private static void shake(State state, Items items, Random random) {
    for (Item item : items.all()) {
      boolean other = state.controller().stimulates() && item.name().startsWith("AuxDigOut");
      if (other || !isKept(item.name())) {
        continue;
      }
      for (int i = 0; i < 4; i++) {
        item.set(TRIES.get(random.nextInt(TRIES.size())), state);
      }
    }
  }

  /** Parameters that no settings file holds. */
  private static boolean isKept(String name) {
    boolean never =
        List.of(
                "StimStepSizeMicroAmps",
                "UploadInProgress",
                "HeadstagePresent",
                "ImpedanceFreqValid",
                "UsePreviousDelay",
                "PreviousDelaySelectedPort",
                "TestAuxIns",
                "TestingPort",
                "NumberAmplifierChannels",
                "NumberAuxiliaryChannels",
                "NumberSupplyVoltageChannels")
            .contains(name);
    return !never
        && !name.startsWith("TCP")
        && !name.startsWith("Actual")
        && !name.startsWith("LastDetected");
  }

  @ParameterizedTest
  @EnumSource(Controller.class)
  void everythingThatIsSavedComesBack(Controller controller) throws IOException {
    State before = state(controller);
    shake(before, new Random(7));
    before.channel("A-003").orElseThrow().items().get("CustomChannelName").force("Kept Capitals");
    before.channel("A-010").orElseThrow().items().get("TCPDataOutputEnabledHigh").force(true);
    assertTrue(files(before).save("/all.xml"));
    State after = state(controller);
    after.channel("A-011").orElseThrow().items().get("TCPDataOutputEnabled").force(true);
    assertEquals(Optional.empty(), files(after).load("/all.xml"));
    var expected = values(before);
    // Files do not tell bands.
    expected.put("A-010.TCPDataOutputEnabledHigh", "False");
    expected.put("A-010.TCPDataOutputEnabled", "True");
    if (!controller.stimulates()) {
      values(state(controller)).forEach((name, value) -> keepStimOnly(expected, name, value));
    }
    assertEquals(expected, values(after));
    assertFalse(expected.equals(values(state(controller))));
    assertTrue(board.told.contains("outputs") && board.told.contains("bandwidth"), "" + board.told);
    assertEquals(controller.stimulates(), board.told.contains("stimulation A-000"));
    assertEquals(controller.stimulates(), board.told.contains("charge recovery"));
  }

  /** A recording controller accepts some of these silently, and saves none. */
  private static void keepStimOnly(Map<String, String> expected, String name, String value) {
    if (List.of(
            "UseFastSettle",
            "HeadstageGlobalSettle",
            "ChargeRecovery",
            "ChargeRecoveryCurrentLimitMicroAmps",
            "ChargeRecoveryTargetVoltageVolts",
            "DesiredLowerSettleBandwidthHertz")
        .contains(name)) {
      expected.put(name, value);
    }
  }

  @Test
  void stimulationComesBackAlone() {
    State before = state(Controller.STIM_RECORD);
    shake(before, new Random(8));
    assertTrue(files(before).saveStimulation("/stim.xml"));
    State after = state(Controller.STIM_RECORD);
    assertEquals(Optional.empty(), files(after).loadStimulation("/stim.xml"));
    var expected = values(state(Controller.STIM_RECORD));
    values(before)
        .forEach(
            (name, value) -> {
              String parameter = name.substring(name.indexOf('.') + 1);
              if (name.indexOf('.') > 1
                  && !List.of(
                          "Color",
                          "CustomChannelName",
                          "Enabled",
                          "GroupID",
                          "Reference",
                          "UserOrder",
                          "SpikeThresholdMicroVolts")
                      .contains(parameter)) {
                expected.put(name, value);
              }
            });
    assertEquals(expected, values(after));
    assertEquals(64 + 8 + 16, board.told.size());
  }

  @Test
  void theTextIsLaidOutLikeTheProgramsOwn() throws IOException {
    State state = state(Controller.STIM_RECORD);
    assertTrue(files(state).save("/all.xml"));
    String text = Files.readString(root.resolve("all.xml"));
    assertTrue(
        text.startsWith(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<IntanRHX SampleRateHertz=\"30000\" Type=\"ControllerStimRecord\""
                + " StimStepSizeMicroAmps=\"0.5\" Version=\"3.4.0\">\n"
                + "    <GeneralConfig \n\t\tAbsoluteThresholdMicroVolts=\"-70\""
                + " \n\t\tAbsoluteThresholdsEnabled=\"True\""),
        text.substring(0, 300));
    assertTrue(
        text.contains(
            "\n\t/>\n    <SignalGroup \n\t\tPrefix=\"A\" \n\t\tManualDelay=\"1\""
                + " \n\t\tManualDelayEnabled=\"False\">\n"
                + "        <Channel \n\t\t\tNativeChannelName=\"A-000\" \n\t\t\tColor="));
    assertTrue(text.endsWith("\n\t\t/>\n    </StimParameters>\n</IntanRHX>\n"));
  }
}
