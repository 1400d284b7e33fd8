package org.wetstack.emulator.rhx.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All that the program knows: parameters, ports and channels, and what the controller does. Not
 * thread-safe: used under the world's lock.
 */
public final class State {

  private final Setup setup;
  private final Items globals;
  private final List<Group> groups;
  private final Map<String, Channel> byName = new HashMap<>();
  private final Map<SignalKind, List<Channel>> byKind = new HashMap<>();
  private final FileNames recordings = new FileNames("Filename");
  private final FileNames impedances = new FileNames("ImpedanceFilename");
  private RunMode mode = RunMode.STOP;
  private boolean writing;
  private boolean resting;

  /** A program just started with {@code setup}, all parameters at their defaults. */
  public State(Setup setup) {
    this.setup = setup;
    var table = ParameterTable.load(setup);
    globals = table.globals();
    groups = new Wiring(setup, table).groups();
    for (SignalKind kind : SignalKind.values()) {
      byKind.put(kind, new ArrayList<>());
    }
    for (Group group : groups) {
      for (Channel channel : group.channels()) {
        byName.put(channel.nativeName().toLowerCase(Locale.ROOT), channel);
        byKind.getOrDefault(channel.kind(), new ArrayList<>()).add(channel);
      }
    }
  }

  public Setup setup() {
    return setup;
  }

  public Controller controller() {
    return setup.controller();
  }

  public Items globals() {
    return globals;
  }

  /** All ports, empty ones too, then the groups of lines. */
  public List<Group> groups() {
    return groups;
  }

  /** The port called {@code letter}, whatever its capital; also if nothing is plugged in. */
  public Optional<Group> port(String letter) {
    return groups.stream()
        .filter(group -> group.isPort() && group.prefix().equalsIgnoreCase(letter))
        .findFirst();
  }

  /** The channel with this native name, whatever its capitals. */
  public Optional<Channel> channel(String nativeName) {
    return Optional.ofNullable(byName.get(nativeName.toLowerCase(Locale.ROOT)));
  }

  /** All channels of {@code kind}, in the order of {@link Channel#index()}. */
  public List<Channel> channels(SignalKind kind) {
    return List.copyOf(byKind.getOrDefault(kind, List.of()));
  }

  /** Where recordings go: {@code Filename.Path} and {@code Filename.BaseFilename}. */
  public FileNames recordings() {
    return recordings;
  }

  /** Where impedances go. */
  public FileNames impedances() {
    return impedances;
  }

  /** What the controller was told to do. */
  public RunMode mode() {
    return mode;
  }

  /** Begins or ends acquisition. */
  public void mode(RunMode next) {
    mode = next;
    writing = next == RunMode.RECORD;
    resting = false;
  }

  /** While armed: whether the trigger has made it write. */
  public void writing(boolean now) {
    writing = now;
  }

  /** Whether files are being written. */
  public boolean writing() {
    return writing;
  }

  /** Between two triggers: whether it lets glitches pass before it is armed again. */
  public void resting(boolean now) {
    resting = now;
  }

  /**
   * What the program says it does: while armed it records as soon as it writes, and between two
   * triggers it says that it only runs, as the real program does.
   */
  public RunMode toldMode() {
    if (writing) {
      return RunMode.RECORD;
    }
    return resting ? RunMode.RUN : mode;
  }

  public boolean running() {
    return mode != RunMode.STOP;
  }

  /** Whether it was told to record, now or whenever there is a trigger. */
  public boolean recordingOrArmed() {
    return mode == RunMode.RECORD || mode == RunMode.TRIGGER;
  }

  /** One stimulation step in microamperes. */
  public double stimStepMicroamps() {
    String step = globals.get("StimStepSizeMicroAmps").text();
    return switch (step) {
      // The chip has no such steps; these are its smallest and largest currents.
      case "Min" -> 0.01;
      case "Max" -> 10;
      default -> Double.parseDouble(step);
    };
  }
}
