package org.wetstack.emulator.newera;

import java.math.BigDecimal;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.emulator.newera.Phase.Heading;

/** The commands that select a phase of the program, and set and tell what it does. */
final class PhaseCommands {

  private final NewEraSpec spec;
  private final Settings settings;
  private final Program program;

  PhaseCommands(NewEraSpec spec, Settings settings, Program program) {
    this.spec = spec;
    this.settings = settings;
    this.program = program;
  }

  /** {@code PHN}, {@code FUN}, {@code RAT}, {@code VOL} or {@code DIR}, with what is behind it. */
  String execute(String name, String data) {
    return switch (name) {
      case "PHN" -> phase(data);
      case "FUN" -> function(data);
      case "RAT" -> rate(data);
      case "VOL" -> volume(data);
      case "DIR" -> direction(data);
      default -> throw new IllegalArgumentException(name);
    };
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

  private String phase(String data) {
    if (data.isEmpty()) {
      return counted(program.selected());
    }
    int phase = Numbers.whole(data, 1, spec.phases());
    program.requireSettable();
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
        program.requireSettable();
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
      program.requireSettable();
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
      program.requireSettable();
      settings.volumeUnit = VolumeUnit.valueOf(data);
      return "";
    }
    Phase phase = pumpingPhase();
    if (data.isEmpty()) {
      return Numbers.text(phase.volume) + settings.volumeUnit;
    }
    BigDecimal volume = decimal(data);
    program.requireSettable();
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
      program.requireSettable();
    }
    phase.heading = heading;
    return "";
  }

  private Heading reversed(Phase phase, boolean now) {
    boolean infuses =
        now ? program.pumping().direction() == Direction.INFUSE : phase.heading != Heading.WDR;
    return infuses ? Heading.WDR : Heading.INF;
  }
}
