package org.wetstack.emulator.harvard;

import java.util.List;
import java.util.Locale;

/** The commands about what is plugged into the pump. */
final class PortCommands {

  private final HarvardSpec spec;
  private final Settings settings;
  private final FrontPanel panel;

  PortCommands(HarvardSpec spec, Settings settings, FrontPanel panel) {
    this.spec = spec;
    this.settings = settings;
    this.panel = panel;
  }

  void addTo(Commands commands) {
    commands.add("ftswitch", this::footswitch);
    commands.add("input", this::input);
    commands.add("output", this::output);
    if (spec.model().ultra()) {
      commands.add("sync", this::sync);
      commands.add("valve", this::valve);
      commands.add("cmd", this::commandSet);
    }
  }

  private List<String> footswitch(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      return List.of(settings.footswitch.text);
    }
    for (Settings.Footswitch mode : Settings.Footswitch.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(arguments.name(0))) {
        settings.footswitch = mode;
        return List.of();
      }
    }
    throw arguments.unknown(0);
  }

  private List<String> input(Arguments arguments) {
    arguments.atMost(0);
    if (spec.model().ultra()) {
      return List.of(panel.triggerHigh() ? "High." : "Low.");
    }
    return List.of("The trigger input is " + (panel.triggerHigh() ? "high." : "low."));
  }

  private List<String> output(Arguments arguments) {
    arguments.atMost(2);
    int number = arguments.whole(0, 1, 2);
    panel.output(number, arguments.either(1, "high", "low"));
    return List.of();
  }

  private List<String> sync(Arguments arguments) {
    arguments.atMost(1);
    panel.sync(arguments.either(0, "high", "low"));
    return List.of();
  }

  private List<String> valve(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      return List.of(settings.valve.toUpperCase(Locale.ROOT));
    }
    settings.valve = choice(arguments, List.of("on", "off", "auto"));
    return List.of();
  }

  /** The older command sets are refused: this pump does not speak them. */
  private List<String> commandSet(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      return List.of(" Ultra");
    }
    if (!choice(arguments, List.of("ultra", "22", "44")).equals("ultra")) {
      throw RefusedException.argument(arguments.word(0), "Command set not installed");
    }
    return List.of();
  }

  private static String choice(Arguments arguments, List<String> choices) {
    if (!choices.contains(arguments.name(0))) {
      throw arguments.unknown(0);
    }
    return arguments.name(0);
  }
}
