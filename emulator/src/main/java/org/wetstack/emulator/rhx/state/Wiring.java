package org.wetstack.emulator.rhx.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which channels there are, for what is plugged in. */
final class Wiring {

  private static final String LINE_COLOR = "#909020";
  private static final String AMPLIFIER_COLOR = "#bf4040";

  private final Setup setup;
  private final ParameterTable table;
  private final Map<SignalKind, Integer> counts = new EnumMap<>(SignalKind.class);
  private int streams;

  Wiring(Setup setup, ParameterTable table) {
    this.setup = setup;
    this.table = table;
  }

  List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < setup.controller().ports(); i++) {
      groups.add(port((char) ('A' + i)));
    }
    groups.add(lines("Analog In Ports", SignalKind.ANALOG_IN, setup.analogLines()));
    if (setup.controller().stimulates()) {
      groups.add(lines("Analog Out Ports", SignalKind.ANALOG_OUT, setup.analogLines()));
    }
    groups.add(lines("Digital In Ports", SignalKind.DIGITAL_IN, setup.digitalLines()));
    groups.add(lines("Digital Out Ports", SignalKind.DIGITAL_OUT, setup.digitalLines()));
    return groups;
  }

  private Group port(char letter) {
    int amplifiers = setup.amplifiers().getOrDefault(letter, 0);
    int perChip = setup.controller().stimulates() ? 16 : 32;
    int chips = (amplifiers + perChip - 1) / perChip;
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < amplifiers; i++) {
      String name = String.format(Locale.ROOT, "%c-%03d", letter, i);
      channels.add(
          channel(
              name,
              SignalKind.AMPLIFIER,
              channels.size(),
              streams + i / perChip,
              i % perChip,
              AMPLIFIER_COLOR));
    }
    boolean extras = !setup.controller().stimulates() && amplifiers > 0;
    // A port tells of the auxiliary inputs of at most two chips.
    int sensed = extras ? Math.min(chips, 2) : 0;
    for (int chip = 0; chip < sensed; chip++) {
      addExtras(letter, chip, channels);
    }
    streams += chips;
    Map<String, String> words = new HashMap<>();
    words.put("Prefix", String.valueOf(letter));
    words.put("NumberAmplifierChannels", Integer.toString(amplifiers));
    words.put("NumberAuxiliaryChannels", Integer.toString(3 * sensed));
    words.put("NumberSupplyVoltageChannels", Integer.toString(sensed));
    return new Group(
        "Port " + letter, String.valueOf(letter), table.items("port", words), channels);
  }

  private void addExtras(char letter, int chip, List<Channel> channels) {
    for (int i = 0; i < 3; i++) {
      String name = letter + "-AUX" + (3 * chip + i + 1);
      channels.add(
          channel(name, SignalKind.AUXILIARY, channels.size(), streams + chip, i, LINE_COLOR));
    }
    String supply = letter + "-VDD" + (chip + 1);
    channels.add(
        channel(supply, SignalKind.SUPPLY, channels.size(), streams + chip, 0, LINE_COLOR));
  }

  private Group lines(String name, SignalKind kind, int count) {
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String line = setup.controller().lineName(kind, i);
      channels.add(channel(line, kind, i, 0, i, LINE_COLOR));
    }
    return new Group(name, kind.prefix(), new Items(List.of()), channels);
  }

  private Channel channel(
      String name, SignalKind kind, int order, int stream, int chipChannel, String color) {
    Map<String, String> words =
        Map.of(
            "NativeChannelName", name,
            "CustomChannelName", name,
            "Color", color,
            "UserOrder", Integer.toString(order));
    int index = counts.merge(kind, 1, Integer::sum) - 1;
    return new Channel(
        name, kind, index, order, stream, chipChannel, table.items(kind.scope(), words));
  }
}
