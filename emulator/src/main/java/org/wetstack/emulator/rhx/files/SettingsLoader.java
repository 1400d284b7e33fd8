package org.wetstack.emulator.rhx.files;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.files.SettingsDocument.Element;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Channel.Band;
import org.wetstack.emulator.rhx.state.FileNames;
import org.wetstack.emulator.rhx.state.Group;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.State;

/** Puts what a settings file says into force, as far as it fits, and collects complaints. */
final class SettingsLoader {

  private final State state;
  private final Board board;
  private final SettingsScope scope;
  private final StringBuilder complaints = new StringBuilder();
  private boolean stimulationFits = true;

  SettingsLoader(State state, Board board) {
    this.state = state;
    this.board = board;
    this.scope = new SettingsScope(state);
  }

  /** Everything that was said, one after the other; empty if all is well. */
  String complaints() {
    return complaints.toString();
  }

  void say(String complaint) {
    complaints.append(complaint);
  }

  private boolean refuse(String complaint) {
    say(complaint);
    return false;
  }

  /** Loads a file of all settings. What was loaded before a failure stays in force. */
  boolean loadAll(SettingsDocument document) {
    return startFits(document)
        && channelsFit(document)
        && loadGeneral(document)
        && loadGroups(document)
        && loadStimParameters(document);
  }

  /** Loads only what {@code document} says of stimulation. */
  boolean loadStimulation(SettingsDocument document) {
    return startFits(document) && loadStimParameters(document);
  }

  private boolean startFits(SettingsDocument document) {
    Element root = document.root();
    boolean probeMap =
        document.elements().stream()
            .anyMatch(each -> each.depth() == 1 && each.name().equals("ProbeMapSettings"));
    if (probeMap) {
      return refuse(
          "Error: This appears to be a Probe Map file, not a general settings file. This file"
              + " should be loaded through the Probe Map dialog instead.");
    }
    if (!document.beginsWithRoot()) {
      return refuse("Error: XML document starts with an invalid element");
    }
    if (!root.name().equals("IntanRHX")) {
      return refuse("Error: XML document doesn't start with an IntanRHX element");
    }
    for (Map.Entry<String, String> each : root.attributes().entrySet()) {
      Optional<Item> item = state.globals().find(each.getKey());
      boolean differs = item.isPresent() && !item.get().print().equals(each.getValue());
      if (differs && !mayDiffer(item.get().name())) {
        return false;
      }
    }
    return true;
  }

  private boolean mayDiffer(String name) {
    switch (name) {
      case "SampleRateHertz", "StimStepSizeMicroAmps" -> {
        say("Warning: " + name + " not matching. Stimulation Parameters will not be loaded.");
        stimulationFits = false;
      }
      case "Version" ->
          say(
              "Warning: This file is from a different version of the IntanRHX software. Full"
                  + " compatibility cannot be guaranteed.\n"
                  + "Re-saving this file with this version of the IntanRHX software will overwrite"
                  + " any settings that may have changed\n"
                  + "between versions and avoid this warning for future loads.");
      case "Type" -> {
        return refuse(
            "Warning: This file is from a different Intan controller type. Loading will be"
                + " canceled.");
      }
      default -> {}
    }
    return true;
  }

  private boolean channelsFit(SettingsDocument document) {
    List<Element> groups = document.all("SignalGroup");
    if (groups.isEmpty()) {
      say(
          "Warning: No signal groups, which contain all channel-specific settings, could be found"
              + " in the settings file.");
      return true;
    }
    String prefix = groups.get(0).attribute("Prefix");
    if (group(prefix).isEmpty()) {
      return refuse(
          "Error: Settings file includes port Port "
              + prefix
              + " but the Intan controller currently has no channels on a port of this name.");
    }
    Set<String> missing = new LinkedHashSet<>();
    state.groups().forEach(g -> g.channels().forEach(each -> missing.add(each.nativeName())));
    List<String> unknown = new ArrayList<>();
    for (Element element : document.all("Channel")) {
      String name = element.attribute("NativeChannelName");
      missing.remove(name);
      if (channel(name).isEmpty()) {
        unknown.add(name);
      }
    }
    list(
        "Error: Settings file includes the following channels that are currently not detected by"
            + " the Intan controller:",
        unknown);
    if (!missing.isEmpty() && complaints.length() > 0) {
      say("\n");
    }
    list(
        "Warning: The following channels are currently detected by the Intan controller but are"
            + " not included in the settings file:",
        missing);
    return unknown.isEmpty();
  }

  private void list(String head, Iterable<String> names) {
    String before = head + "\n";
    for (String name : names) {
      say(before + name);
      before = "\n";
    }
  }

  private boolean loadGeneral(SettingsDocument document) {
    List<Element> general = document.all("GeneralConfig");
    if (general.isEmpty()) {
      return true;
    }
    clearOutputs();
    boolean loaded = loadGeneral(general.get(0));
    board.outputsChanged();
    if (!loaded) {
      return false;
    }
    if (state.controller().stimulates()) {
      board.uploadAmpSettle();
      board.uploadChargeRecovery();
    }
    return true;
  }

  private boolean loadGeneral(Element general) {
    for (Map.Entry<String, String> each : general.attributes().entrySet()) {
      String name = each.getKey();
      if (name.equalsIgnoreCase("TCPDataOutputChannels")) {
        restoreOutputs(each.getValue());
      } else if (!loadName(name, each.getValue())
          && !load(state.globals(), name, each.getValue(), scope::savesGlobal)) {
        return false;
      }
    }
    return true;
  }

  private void clearOutputs() {
    for (Group group : state.groups()) {
      for (Channel channel : group.channels()) {
        for (Band band : Band.values()) {
          channel.items().find(band.parameter()).ifPresent(item -> item.force(false));
        }
      }
    }
  }

  /** Files do not tell which bands were sent: all come back as wide. */
  private void restoreOutputs(String names) {
    for (String name : names.split(",", -1)) {
      int bar = name.indexOf('|');
      channel(bar < 0 ? name : name.substring(0, bar))
          .ifPresent(each -> each.items().get(Band.WIDE.parameter()).force(true));
    }
  }

  private boolean loadName(String name, String value) {
    for (FileNames names : List.of(state.recordings(), state.impedances())) {
      String prefix = names.name().toLowerCase(Locale.ROOT) + ".";
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith(prefix) && !value.equals("N/A")) {
        return names.set(lower.substring(prefix.length()), value);
      }
    }
    return false;
  }

  private boolean loadGroups(SettingsDocument document) {
    for (Element element : document.elements()) {
      Optional<Items> items = Optional.empty();
      if (element.name().equals("SignalGroup")) {
        items = group(element.attribute("Prefix")).map(Group::items);
      } else if (element.name().equals("Channel")) {
        items = channel(element.attribute("NativeChannelName")).map(Channel::items);
      }
      if (items.isPresent() && !load(items.get(), element, scope::savesLocal)) {
        return false;
      }
    }
    return true;
  }

  private boolean loadStimParameters(SettingsDocument document) {
    if (!state.controller().stimulates()
        || !stimulationFits
        || document.all("StimParameters").isEmpty()) {
      return true;
    }
    for (Element element : document.all("StimChannel")) {
      Optional<Channel> channel = channel(element.attribute("NativeChannelName"));
      if (channel.isPresent()) {
        if (!load(channel.get().items(), element, scope::savesStimulation)) {
          return false;
        }
        board.uploadStimulation(channel.get());
      }
    }
    return true;
  }

  private boolean load(Items items, Element element, Predicate<String> saved) {
    for (Map.Entry<String, String> each : element.attributes().entrySet()) {
      if (!load(items, each.getKey(), each.getValue(), saved)) {
        return false;
      }
    }
    return true;
  }

  private boolean load(Items items, String name, String value, Predicate<String> saved) {
    Optional<Item> item = items.find(name).filter(each -> saved.test(each.name()));
    if (item.isEmpty() || value.equals("N/A") || item.get().load(value, state)) {
      return true;
    }
    return refuse("Error: Failed to parse " + item.get().name());
  }

  private Optional<Group> group(String prefix) {
    return state.groups().stream()
        .filter(each -> each.prefix().equals(prefix) || isPort(each, prefix))
        .findFirst();
  }

  private static boolean isPort(Group group, String prefix) {
    return group.isPort() && group.prefix().equalsIgnoreCase(prefix);
  }

  /** Names of channels in files have their capitals. */
  private Optional<Channel> channel(String name) {
    return state.channel(name).filter(each -> each.nativeName().equals(name));
  }
}
