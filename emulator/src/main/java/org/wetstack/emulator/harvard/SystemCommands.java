package org.wetstack.emulator.harvard;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.wetstack.emulator.World;

/** The commands about the pump itself. */
final class SystemCommands {

  private static final Set<Integer> BAUDS =
      Set.of(9_600, 19_200, 38_400, 57_600, 115_200, 128_000, 230_400, 256_000, 460_800, 921_600);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("MM/dd/yy HH:mm:ss", Locale.ROOT);
  private static final LocalDateTime FIRST_DAY = LocalDateTime.of(2020, 1, 1, 0, 0);
  private static final int FREE_BYTES = 65_536;
  private static final int MAX_BAUD = 1_000_000;

  private final World world;
  private final HarvardSpec spec;
  private final Settings settings;
  private final Talk talk;
  private Duration clockAhead = Duration.ZERO;

  SystemCommands(World world, HarvardSpec spec, Settings settings, Talk talk) {
    this.world = world;
    this.spec = spec;
    this.settings = settings;
    this.talk = talk;
  }

  void addTo(Commands commands) {
    commands.add("address", this::address);
    commands.add("baud", this::baud);
    commands.add("cat", this::nothing);
    commands.add("config", this::config);
    commands.add("delmethod", this::delmethod);
    commands.add("dim", this::dim);
    commands.add("echo", this::echo);
    commands.add("free", this::free);
    commands.add("nvram", this::nvram);
    commands.add("poll", this::poll);
    commands.add("tilt", this::nothing);
    commands.add("time", this::time);
    commands.add("ver", this::ver);
    commands.add("version", this::version);
    if (!spec.model().ultra()) {
      commands.add("metrics", this::metrics);
    }
  }

  private List<String> address(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      return List.of("Pump address is " + settings.address);
    }
    settings.address = arguments.whole(0, 0, HarvardSpec.MAX_ADDRESS);
    return List.of();
  }

  private List<String> baud(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      return List.of(settings.baud + " baud");
    }
    int baud = arguments.whole(0, 0, MAX_BAUD);
    if (!BAUDS.contains(baud)) {
      throw arguments.outOfRange(0);
    }
    settings.baud = baud;
    return List.of();
  }

  private List<String> nothing(Arguments arguments) {
    arguments.atMost(0);
    return List.of();
  }

  private List<String> config(Arguments arguments) {
    arguments.atMost(0);
    return List.of(
        "Pump address:  " + settings.address,
        "Baud rate:     " + settings.baud,
        "Force:         " + settings.forcePercent + "%",
        "Backlight:     " + settings.backlight + "%");
  }

  /** No pump here has stored methods: none can be deleted. */
  private List<String> delmethod(Arguments arguments) {
    throw RefusedException.argument(arguments.word(0), "Unknown method");
  }

  private List<String> dim(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      String percent = settings.backlight + "%";
      return List.of(spec.model().ultra() ? " " + percent : "Backlight is set to " + percent);
    }
    settings.backlight = arguments.whole(0, 0, 100);
    return List.of();
  }

  private List<String> echo(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      return List.of(onOff("Echo is", talk.echoes ? "ON" : "OFF"));
    }
    talk.echoes = arguments.either(0, "on", "off");
    return List.of();
  }

  private List<String> poll(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      return List.of(onOff("Polling mode is", talk.poll.name()));
    }
    if (spec.model().ultra() && arguments.name(0).equals("remote")) {
      talk.poll = Talk.Poll.REMOTE;
      talk.echoes = false;
    } else {
      talk.poll = arguments.either(0, "on", "off") ? Talk.Poll.ON : Talk.Poll.OFF;
    }
    return List.of();
  }

  private String onOff(String what, String state) {
    if (!spec.model().ultra()) {
      return what + " " + state;
    }
    return state.startsWith("O") ? " " + state : state;
  }

  private List<String> free(Arguments arguments) {
    arguments.atMost(0);
    return List.of(FREE_BYTES + " bytes free");
  }

  private List<String> nvram(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      return List.of(onOff("NVRAM is", settings.storesRates ? "ON" : "OFF"));
    }
    // Manuals and clients have it both ways.
    settings.storesRates = !arguments.name(0).equals("none") && arguments.either(0, "on", "off");
    return List.of();
  }

  private List<String> time(Arguments arguments) {
    LocalDateTime uncorrected = FIRST_DAY.plusNanos(world.hostNanos());
    arguments.atMost(2);
    if (arguments.none()) {
      return List.of(CLOCK.format(uncorrected.plus(clockAhead)));
    }
    LocalDateTime now = uncorrected.plus(clockAhead);
    String date = DateTimeFormatter.ofPattern("MM/dd/yy", Locale.ROOT).format(now);
    String clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(now);
    for (int place = 0; place < arguments.count(); place++) {
      if (arguments.word(place).contains("/")) {
        date = arguments.word(place);
      } else {
        clock = arguments.word(place);
      }
    }
    try {
      clockAhead = Duration.between(uncorrected, LocalDateTime.parse(date + " " + clock, CLOCK));
    } catch (DateTimeException e) {
      throw arguments.unknown(0);
    }
    return List.of();
  }

  private List<String> ver(Arguments arguments) {
    arguments.atMost(0);
    return List.of(spec.version());
  }

  private List<String> version(Arguments arguments) {
    arguments.atMost(0);
    var lines = new ArrayList<String>();
    lines.add("Firmware:      v" + spec.model().firmware());
    if (!spec.model().ultra()) {
      lines.add("RTOS:          v4.5.0");
    }
    lines.add("Pump address:  " + settings.address);
    if (spec.model().ultra()) {
      lines.add("Serial number: D401460");
      if (spec.quirks().deviceId()) {
        lines.add("Device ID:     401460");
      }
    }
    return lines;
  }

  private List<String> metrics(Arguments arguments) {
    arguments.atMost(0);
    return List.of(
        "Pump type          Pump 11",
        "Pump type string   " + spec.version().replace(" " + spec.model().firmware(), ""),
        "Display type       Sharp",
        "Steps per rev      400",
        "Gear ratio         1:1",
        "Pulley ratio       2.4:1",
        "Lead screw         24 threads per inch",
        "Microstepping      16 microsteps per step",
        "Low speed limit    27 seconds",
        "High speed limit   26 microseconds",
        "Motor polarity     Reverse",
        "Min syringe size   0.1 mm",
        "Max syringe size   33 mm",
        "Min raw force %    20%",
        "Max raw force %    80%",
        "Encoder            100 lines",
        "Direction          " + (spec.withdraws() ? "Infuse/withdraw" : "Infuse"),
        "Programmable       Yes",
        "Limit switches     " + (spec.quirks().limitSwitches() ? "Yes" : "No"),
        "Command set        None",
        "");
  }
}
