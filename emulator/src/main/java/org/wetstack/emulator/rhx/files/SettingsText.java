package org.wetstack.emulator.rhx.files;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Channel.Band;
import org.wetstack.emulator.rhx.state.FileNames;
import org.wetstack.emulator.rhx.state.Group;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.Items;
import org.wetstack.emulator.rhx.state.State;

/** A settings file as text: XML with one attribute a line, in the layout of the program. */
final class SettingsText {

  private final State state;
  private final SettingsScope scope;
  private final StringBuilder out = new StringBuilder();

  SettingsText(State state) {
    this.state = state;
    this.scope = new SettingsScope(state);
  }

  /** Everything that can be restored. */
  String all() {
    begin();
    generalConfig();
    for (Group group : state.groups()) {
      if (!group.isEmpty()) {
        signalGroup(group);
      }
    }
    if (state.controller().stimulates()) {
      stimParameters();
    }
    return end();
  }

  /** Only how channels stimulate. */
  String stimulation() {
    begin();
    if (state.controller().stimulates()) {
      stimParameters();
    }
    return end();
  }

  private void begin() {
    out.setLength(0);
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<IntanRHX");
    for (String name : scope.header()) {
      attribute("", name, state.globals().get(name).print());
    }
    out.append('>');
  }

  private String end() {
    return out.append("\n</IntanRHX>\n").toString();
  }

  private void generalConfig() {
    var values = new TreeMap<String, String>();
    for (Item item : state.globals().all()) {
      if (scope.savesGlobal(item.name())) {
        values.put(item.name(), item.print());
      }
    }
    for (FileNames names : List.of(state.recordings(), state.impedances())) {
      values.put(names.name() + ".Path", names.path());
      values.put(names.name() + ".BaseFilename", names.base());
    }
    out.append("\n    <GeneralConfig");
    values.forEach((name, value) -> attribute("\n\t\t", name, value));
    attribute("\n\t\t", "TCPDataOutputChannels", String.join(",", sentChannels()));
    out.append("\n\t/>");
  }

  private List<String> sentChannels() {
    List<String> names = new ArrayList<>();
    for (Group group : state.groups()) {
      for (Channel channel : group.channels()) {
        if (sent(channel)) {
          names.add(channel.nativeName());
        }
      }
    }
    return names;
  }

  private static boolean sent(Channel channel) {
    for (Band band : Band.values()) {
      if (channel.sends(band)) {
        return true;
      }
    }
    return false;
  }

  private void signalGroup(Group group) {
    out.append("\n    <SignalGroup");
    attribute("\n\t\t", "Prefix", group.prefix());
    attributes("\n\t\t", group.items(), false);
    out.append('>');
    for (Channel channel : group.channels()) {
      channel("Channel", channel, false);
    }
    out.append("\n    </SignalGroup>");
  }

  private void stimParameters() {
    out.append("\n    <StimParameters>");
    for (Group group : state.groups()) {
      for (Channel channel : group.channels()) {
        if (channel.items().find("StimEnabled").isPresent()) {
          channel("StimChannel", channel, true);
        }
      }
    }
    out.append("\n    </StimParameters>");
  }

  private void channel(String element, Channel channel, boolean stimulation) {
    out.append("\n        <").append(element);
    attribute("\n\t\t\t", "NativeChannelName", channel.nativeName());
    attributes("\n\t\t\t", channel.items(), stimulation);
    out.append("\n\t\t/>");
  }

  private void attributes(String before, Items items, boolean stimulation) {
    var values = new TreeMap<String, String>();
    for (Item item : items.all()) {
      boolean saved =
          stimulation ? scope.savesStimulation(item.name()) : scope.savesLocal(item.name());
      if (saved) {
        values.put(item.name(), item.print());
      }
    }
    values.forEach((name, value) -> attribute(before, name, value));
  }

  private void attribute(String before, String name, String value) {
    out.append(' ').append(before).append(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      out.append(escaped(value.charAt(i)));
    }
    out.append('"');
  }

  private static String escaped(char each) {
    return switch (each) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      case '\t' -> "&#9;";
      case '\n' -> "&#10;";
      case '\r' -> "&#13;";
      // No XML can hold other control characters.
      default -> each < ' ' ? "" : String.valueOf(each);
    };
  }
}
