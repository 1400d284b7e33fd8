package org.wetstack.emulator.harvard;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;

/** The commands about volumes and times that were reached, or are to be. */
final class VolumeCommands {

  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3_600;
  private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(359_999);
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):([0-5]?\\d):([0-5]?\\d)");
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final HarvardSpec spec;
  private final Settings settings;
  private final Motor motor;
  private final FrontPanel panel;

  VolumeCommands(HarvardSpec spec, Settings settings, Motor motor, FrontPanel panel) {
    this.spec = spec;
    this.settings = settings;
    this.motor = motor;
    this.panel = panel;
  }

  void addTo(Commands commands) {
    add(commands, "svolume", this::syringe);
    add(commands, "tvolume", this::target);
    add(commands, "ttime", this::targetTime);
    add(commands, "ivolume", arguments -> volume(arguments, Direction.INFUSE));
    add(commands, "itime", arguments -> time(arguments, Direction.INFUSE));
    add(commands, "civolume", clear(() -> motor.clearVolume(Direction.INFUSE)));
    add(commands, "citime", clear(() -> motor.clearTime(Direction.INFUSE)));
    add(commands, "ctvolume", clear(this::clearTarget));
    add(commands, "cttime", clear(this::clearTargetTime));
    add(commands, "cvolume", clear(this::clearVolumes));
    add(commands, "ctime", clear(this::clearTimes));
    if (spec.withdraws()) {
      add(commands, "wvolume", arguments -> volume(arguments, Direction.WITHDRAW));
      add(commands, "wtime", arguments -> time(arguments, Direction.WITHDRAW));
      add(commands, "cwvolume", clear(() -> motor.clearVolume(Direction.WITHDRAW)));
      add(commands, "cwtime", clear(() -> motor.clearTime(Direction.WITHDRAW)));
    }
  }

  private void add(Commands commands, String name, Commands.Command command) {
    commands.add(name, panel.onQuickStart(command));
  }

  private static Commands.Command clear(Runnable action) {
    return arguments -> {
      arguments.atMost(0);
      action.run();
      return List.of();
    };
  }

  private List<String> syringe(Arguments arguments) {
    if (arguments.none()) {
      return List.of(settings.syringe.text());
    }
    arguments.atMost(2);
    Amount volume = arguments.amount(0);
    if (motor.running()) {
      throw RefusedException.command("Pump is running");
    }
    settings.syringe = volume;
    return List.of();
  }

  private List<String> target(Arguments arguments) {
    if (arguments.none()) {
      Amount target = settings.target;
      return List.of(target == null ? notSet("volume") : target.text());
    }
    arguments.atMost(2);
    Amount target = arguments.amount(0);
    if (spec.quirks().targetWithinSyringe()
        && target.femtoliters() > settings.syringe.femtoliters()) {
      throw arguments.outOfRange(0);
    }
    settings.target = target;
    motor.retarget();
    return List.of();
  }

  private String notSet(String what) {
    return "Target " + what + " not set" + (spec.quirks().fullStops() ? "." : "");
  }

  private void clearTarget() {
    settings.target = null;
    motor.retarget();
  }

  /** Ramps end with their time: without it, there are none. */
  private void clearTargetTime() {
    settings.targetSeconds = null;
    settings.ramp(Direction.INFUSE, null);
    settings.ramp(Direction.WITHDRAW, null);
    motor.retarget();
  }

  private void clearVolumes() {
    motor.clearVolume(Direction.INFUSE);
    motor.clearVolume(Direction.WITHDRAW);
  }

  private void clearTimes() {
    motor.clearTime(Direction.INFUSE);
    motor.clearTime(Direction.WITHDRAW);
  }

  private List<String> volume(Arguments arguments, Direction way) {
    arguments.atMost(0);
    return List.of(Amount.of(motor.femtoliters(way)).text());
  }

  private List<String> time(Arguments arguments, Direction way) {
    arguments.atMost(0);
    return List.of(text(BigDecimal.valueOf(motor.nanos(way) / NANOS_PER_SECOND)));
  }

  private static String text(BigDecimal seconds) {
    if (seconds.compareTo(BigDecimal.valueOf(SECONDS_PER_MINUTE)) < 0) {
      return Unit.digits(seconds) + " seconds";
    }
    long whole = seconds.longValue();
    return "%02d:%02d:%02d"
        .formatted(
            whole / SECONDS_PER_HOUR,
            whole % SECONDS_PER_HOUR / SECONDS_PER_MINUTE,
            whole % SECONDS_PER_MINUTE);
  }

  private List<String> targetTime(Arguments arguments) {
    if (arguments.none()) {
      BigDecimal seconds = settings.targetSeconds;
      return List.of(seconds == null ? notSet("time") : text(seconds));
    }
    arguments.atMost(2);
    BigDecimal seconds = seconds(arguments);
    if (seconds.signum() <= 0 || seconds.compareTo(MAX_SECONDS) > 0) {
      throw arguments.outOfRange(0);
    }
    settings.targetSeconds = seconds;
    motor.retarget();
    return List.of();
  }

  private static BigDecimal seconds(Arguments arguments) {
    Matcher clock = CLOCK.matcher(arguments.word(0));
    if (clock.matches()) {
      arguments.atMost(1);
      return BigDecimal.valueOf(
          part(clock, 1) * SECONDS_PER_HOUR + part(clock, 2) * SECONDS_PER_MINUTE + part(clock, 3));
    }
    BigDecimal number = arguments.number(0);
    if (arguments.count() == 1) {
      return number;
    }
    String unit = arguments.name(1).equals("seconds") ? "sec" : arguments.name(1);
    Unit.Time time = Unit.Time.named(unit);
    if (time == null) {
      throw RefusedException.argument(arguments.word(1), "Unknown units");
    }
    return number.multiply(BigDecimal.valueOf(time.seconds));
  }

  private static long part(Matcher clock, int group) {
    return Long.parseLong(String.valueOf(clock.group(group)));
  }
}
