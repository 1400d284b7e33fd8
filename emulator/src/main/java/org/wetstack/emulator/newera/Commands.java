package org.wetstack.emulator.newera;

import java.math.BigDecimal;
import java.util.List;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.newera.Program.State;

/** What each command does, and what it answers behind the status; those of phases apart. */
final class Commands {

  /** All names; none is the beginning of another. */
  private static final List<String> NAMES =
      List.of(
          "DIA", "PHN", "FUN", "RAT", "VOL", "DIR", "RUN", "PUR", "STP", "DIS", "CLD", "SAF", "LOC",
          "TRG", "DIN", "ROM", "OUT", "BUZ", "VER", "AL", "PF", "BP", "LN", "IN");

  private static final List<Integer> INPUTS = List.of(2, 3, 4, 6);
  private static final BigDecimal LEAST_DIAMETER = new BigDecimal("0.1");

  private final NewEraSpec spec;
  private final Settings settings;
  private final Program program;
  private final PhaseCommands phase;

  Commands(NewEraSpec spec, Settings settings, Program program) {
    this.spec = spec;
    this.settings = settings;
    this.program = program;
    phase = new PhaseCommands(spec, settings, program);
  }

  /** The name with which {@code command} begins; empty if it is none. */
  static String nameIn(String command) {
    return NAMES.stream().filter(command::startsWith).findFirst().orElse("");
  }

  /**
   * Does a command.
   *
   * @return the data of the answer; empty if that is the status alone
   * @throws Refusal if it was not done
   */
  String execute(String command) {
    String name = nameIn(command);
    String data = command.substring(name.length());
    return switch (name) {
      case "" -> {
        if (!command.isEmpty()) {
          throw Refusal.notRecognized();
        }
        yield "";
      }
      case "DIA" -> diameter(data);
      case "PHN", "FUN", "RAT", "VOL", "DIR" -> phase.execute(name, data);
      case "RUN" -> run(data);
      case "PUR" -> purge(data);
      case "STP" -> stop(data);
      case "DIS" -> dispensed(data);
      case "CLD" -> clear(data);
      case "SAF" -> safe(data);
      case "TRG" -> trigger(data);
      case "OUT" -> output(data);
      case "IN" -> input(data);
      case "BUZ" -> buzzer(data);
      case "VER" -> version(data);
      default -> onOff(name, data);
    };
  }

  private static void nothingBehind(String data) {
    if (!data.isEmpty()) {
      throw Refusal.notRecognized();
    }
  }

  private String diameter(String data) {
    if (data.isEmpty()) {
      return Numbers.text(settings.diameter);
    }
    BigDecimal diameter = Numbers.decimal(data, spec.options().cutsNumbers());
    program.requireSettable();
    if (diameter.compareTo(LEAST_DIAMETER) < 0
        || diameter.doubleValue() > spec.model().mostDiameterMillimeters()) {
      throw Refusal.outOfRange();
    }
    if (diameter.compareTo(settings.diameter) != 0 && spec.options().diameterClears()) {
      program.pumping().clear(Direction.INFUSE);
      program.pumping().clear(Direction.WITHDRAW);
    }
    settings.diameter = diameter;
    settings.volumeUnit = VolumeUnit.forDiameter(diameter);
    return "";
  }

  private String run(String data) {
    if (data.equals("E")) {
      if (!program.event()) {
        throw Refusal.notApplicable();
      }
      return "";
    }
    if (data.isEmpty() && program.state() == State.WAITING) {
      program.start();
      return "";
    }
    int phase = data.isEmpty() ? 0 : Numbers.whole(data, 1, spec.phases());
    if (program.operating()) {
      throw Refusal.notApplicable();
    }
    if (phase == 0) {
      program.start();
    } else {
      program.run(phase);
    }
    return "";
  }

  private String purge(String data) {
    nothingBehind(data);
    if (program.operating()) {
      throw Refusal.notApplicable();
    }
    program.purge();
    return "";
  }

  private String stop(String data) {
    nothingBehind(data);
    if (program.state() == State.STOPPED) {
      throw Refusal.notApplicable();
    }
    program.stop();
    return "";
  }

  private String dispensed(String data) {
    nothingBehind(data);
    VolumeUnit unit = settings.volumeUnit;
    Pumping pumping = program.pumping();
    return "I"
        + Numbers.text(unit.counter(pumping.dispensed(Direction.INFUSE)))
        + "W"
        + Numbers.text(unit.counter(pumping.dispensed(Direction.WITHDRAW)))
        + unit;
  }

  private String clear(String data) {
    boolean infused = data.equals("INF");
    if (!infused && !data.equals("WDR")) {
      throw Refusal.notRecognized();
    }
    program.requireSettable();
    program.pumping().clear(infused ? Direction.INFUSE : Direction.WITHDRAW);
    return "";
  }

  private String safe(String data) {
    if (data.isEmpty()) {
      return String.valueOf(settings.safeSeconds);
    }
    settings.safeSeconds = Numbers.whole(data, 0, 255);
    return "";
  }

  private String trigger(String data) {
    if (data.isEmpty()) {
      return settings.trigger.name();
    }
    Trigger trigger = Trigger.configured(data);
    program.requireSettable();
    settings.trigger = trigger;
    return "";
  }

  private String output(String data) {
    if (data.length() != 2 || data.charAt(0) != '5') {
      throw Refusal.notRecognized();
    }
    program.pins().output(Numbers.whole(data.substring(1), 0, 1) == 1);
    return "";
  }

  private String input(String data) {
    int pin = Numbers.whole(data, 0, 9);
    if (!INPUTS.contains(pin)) {
      throw Refusal.outOfRange();
    }
    return program.pins().input(pin) ? "1" : "0";
  }

  private String buzzer(String data) {
    if (data.isEmpty()) {
      return program.buzzer().sounding() ? "1" : "0";
    }
    if (Numbers.whole(data.substring(0, 1), 0, 1) == 0) {
      nothingBehind(data.substring(1));
      program.buzzer().silence();
    } else {
      program.buzzer().beep(data.length() == 1 ? 0 : Numbers.whole(data.substring(1), 0, 99));
    }
    return "";
  }

  private String version(String data) {
    nothingBehind(data);
    return spec.model().name() + "V" + spec.firmware();
  }

  private String onOff(String name, String data) {
    boolean program = name.equals("LOC") && data.startsWith("P");
    String key = program ? "LOCP" : name;
    String value = program ? data.substring(1) : data;
    if (value.isEmpty()) {
      return settings.on(key) ? "1" : "0";
    }
    settings.switches.put(key, Numbers.whole(value, 0, 1) == 1);
    return "";
  }
}
