package org.wetstack.emulator.newera;

import java.math.BigDecimal;
import java.util.List;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.newera.Phase.Heading;
import org.wetstack.emulator.newera.Program.State;

/** What each command does, and what it answers behind the status. */
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

  Commands(NewEraSpec spec, Settings settings, Program program) {
    this.spec = spec;
    this.settings = settings;
    this.program = program;
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
      case "PHN" -> phase(data);
      case "FUN" -> function(data);
      case "RAT" -> rate(data);
      case "VOL" -> volume(data);
      case "DIR" -> direction(data);
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

  private void stoppedOnly() {
    State state = program.state();
    boolean settable =
        state == State.STOPPED || (state == State.PAUSED && spec.options().setsWhilePaused());
    if (!settable) {
      throw Refusal.notApplicable();
    }
  }

  private static void nothingBehind(String data) {
    if (!data.isEmpty()) {
      throw Refusal.notRecognized();
    }
  }

  private BigDecimal decimal(String data) {
    return Numbers.decimal(data, spec.options().cutsNumbers());
  }

  private Phase selected() {
    return settings.phase(program.selected());
  }

  private Phase pumpingPhase() {
    Phase phase = selected();
    if (!phase.function.pumps()) {
      throw Refusal.notApplicable();
    }
    return phase;
  }

  private String diameter(String data) {
    if (data.isEmpty()) {
      return Numbers.text(settings.diameter);
    }
    BigDecimal diameter = decimal(data);
    stoppedOnly();
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

  private String phase(String data) {
    if (data.isEmpty()) {
      return counted(program.selected());
    }
    int phase = Numbers.whole(data, 1, spec.phases());
    stoppedOnly();
    program.select(phase);
    return "";
  }

  private String counted(int value) {
    return spec.options().padsNumbers() ? PhaseFunction.padded(value) : String.valueOf(value);
  }

  private String function(String data) {
    Phase phase = selected();
    if (data.isEmpty()) {
      return phase.function.name() + phase.argument;
    }
    for (PhaseFunction function : PhaseFunction.values()) {
      if (data.startsWith(function.name())) {
        String rest = data.substring(function.name().length());
        String argument = function.argument(rest, spec.phases());
        stoppedOnly();
        phase.function = function;
        phase.argument = argument;
        return "";
      }
    }
    throw Refusal.notRecognized();
  }

  private String rate(String data) {
    Phase phase = pumpingPhase();
    if (data.isEmpty()) {
      BigDecimal changed = program.changedRate();
      return Numbers.text(changed == null ? phase.rate : changed) + phase.unit;
    }
    RateUnit unit = data.length() < 2 ? null : RateUnit.named(data.substring(data.length() - 2));
    BigDecimal rate = decimal(unit == null ? data : data.substring(0, data.length() - 2));
    RateUnit of = unit == null ? phase.unit : unit;
    if (program.operating() && (!program.inRatePhase() || of != phase.unit)) {
      throw Refusal.notApplicable();
    }
    // An increment may be smaller than the slowest rate.
    boolean alone = phase.function == PhaseFunction.RAT;
    if (alone && !settings.possible(rate, of)) {
      throw Refusal.outOfRange();
    }
    if (program.operating()) {
      if (!alone) {
        throw Refusal.notApplicable();
      }
      program.changeRate(rate);
    } else {
      stoppedOnly();
      phase.rate = rate;
      phase.unit = of;
    }
    return "";
  }

  private String volume(String data) {
    boolean unit = data.equals("UL") || data.equals("ML");
    if (unit) {
      if (!spec.options().setsVolumeUnits()) {
        throw Refusal.notRecognized();
      }
      stoppedOnly();
      settings.volumeUnit = VolumeUnit.valueOf(data);
      return "";
    }
    Phase phase = pumpingPhase();
    if (data.isEmpty()) {
      return Numbers.text(phase.volume) + settings.volumeUnit;
    }
    BigDecimal volume = decimal(data);
    stoppedOnly();
    phase.volume = volume;
    return "";
  }

  private String direction(String data) {
    Phase phase = pumpingPhase();
    if (data.isEmpty()) {
      return phase.heading.name();
    }
    boolean now = program.inRatePhase();
    Heading heading =
        switch (data) {
          case "INF" -> Heading.INF;
          case "WDR" -> Heading.WDR;
          case "STK" -> Heading.STK;
          case "REV" -> reversed(phase, now);
          default -> throw Refusal.notRecognized();
        };
    if (now && heading != Heading.STK && program.pumping().endless()) {
      program.changeDirection(heading == Heading.INF ? Direction.INFUSE : Direction.WITHDRAW);
    } else {
      stoppedOnly();
    }
    phase.heading = heading;
    return "";
  }

  private Heading reversed(Phase phase, boolean now) {
    boolean infuses =
        now ? program.pumping().direction() == Direction.INFUSE : phase.heading != Heading.WDR;
    return infuses ? Heading.WDR : Heading.INF;
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
    stoppedOnly();
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
    stoppedOnly();
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
