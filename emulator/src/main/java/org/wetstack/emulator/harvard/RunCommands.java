package org.wetstack.emulator.harvard;

import java.util.List;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;

/** The commands that move the plunger, and tell whether it moves. */
final class RunCommands {

  private static final long NANOS_PER_MILLISECOND = 1_000_000;
  private static final long CYCLES_PER_MILLISECOND = 56_000;

  private final HarvardSpec spec;
  private final Settings settings;
  private final Motor motor;
  private final FrontPanel panel;

  RunCommands(HarvardSpec spec, Settings settings, Motor motor, FrontPanel panel) {
    this.spec = spec;
    this.settings = settings;
    this.motor = motor;
    this.panel = panel;
  }

  void addTo(Commands commands) {
    commands.add("irun", panel.onQuickStart(arguments -> run(arguments, Direction.INFUSE)));
    commands.add("run", panel.onQuickStart(arguments -> run(arguments, motor.direction())));
    commands.add("crate", panel.onQuickStart(this::rate));
    commands.add("stop", this::stop);
    commands.add("stp", this::stop);
    commands.add("status", this::status);
    commands.add("load", this::load);
    if (spec.withdraws()) {
      commands.add("wrun", panel.onQuickStart(arguments -> run(arguments, Direction.WITHDRAW)));
      commands.add("rrun", panel.onQuickStart(arguments -> run(arguments, opposite())));
    }
  }

  private Direction opposite() {
    return motor.direction() == Direction.INFUSE ? Direction.WITHDRAW : Direction.INFUSE;
  }

  private List<String> run(Arguments arguments, Direction direction) {
    arguments.atMost(0);
    motor.run(direction);
    return List.of();
  }

  private List<String> stop(Arguments arguments) {
    arguments.atMost(0);
    motor.stop();
    return List.of();
  }

  private List<String> rate(Arguments arguments) {
    arguments.atMost(0);
    Rate set = settings.rate(motor.direction());
    String now = Rate.in(set.units(), motor.femtolitersPerSecond()).text();
    return List.of(
        (motor.direction() == Direction.INFUSE ? "Infusing at " : "Withdrawing at ") + now);
  }

  /** The quick start screen for one direction; also makes it the one of {@code run}. */
  private List<String> load(Arguments arguments) {
    arguments.atMost(2);
    if (arguments.none()) {
      String way = motor.direction() == Direction.INFUSE ? "Infuse" : "Withdraw";
      return List.of("Loaded: Quick Start " + way);
    }
    if (!arguments.name(0).equals("qs")) {
      throw RefusedException.argument(arguments.word(0), "Unknown method");
    }
    String way = arguments.count() > 1 ? arguments.name(1) : "iw";
    if (!List.of("i", "w", "iw", "wi").contains(way)) {
      throw arguments.unknown(1);
    }
    if (motor.running()) {
      throw RefusedException.command("Pump is running");
    }
    motor.direction(way.startsWith("i") ? Direction.INFUSE : Direction.WITHDRAW);
    panel.showQuickStart();
    return List.of();
  }

  private List<String> status(Arguments arguments) {
    arguments.atMost(0);
    boolean running = motor.running();
    Direction way = motor.direction();
    long millis = motor.nanos(way) / NANOS_PER_MILLISECOND;
    long time = spec.quirks().statusInCycles() ? millis * CYCLES_PER_MILLISECOND : millis;
    Direction hit = motor.switchHit();
    String flags =
        letter(way, running)
            + (hit == null ? "." : letter(hit, true))
            + (motor.state() == Motor.State.STALLED ? "S" : ".")
            + (panel.triggerHigh() ? "T" : ".")
            + (panel.directionInfuses() ? "I" : "W")
            + (motor.state() == Motor.State.TARGET_REACHED ? "T" : ".");
    return List.of(
        Math.round(motor.femtolitersPerSecond())
            + " "
            + time
            + " "
            + Math.round(motor.femtoliters(way))
            + " "
            + flags);
  }

  private static String letter(Direction way, boolean upperCase) {
    String letter = way == Direction.INFUSE ? "i" : "w";
    return upperCase ? letter.toUpperCase(java.util.Locale.ROOT) : letter;
  }
}
