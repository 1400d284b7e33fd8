package org.wetstack.emulator.harvard;

import java.math.BigDecimal;
import java.util.List;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;

/** The commands about the syringe, and about how fast to go. */
final class RateCommands {

  private static final int MAX_GANG = 10;
  private static final int RAMP_ARGUMENTS = 5;
  private static final BigDecimal MAX_RAMP_SECONDS = BigDecimal.valueOf(359_999);

  private final HarvardSpec spec;
  private final Settings settings;
  private final Motor motor;
  private final SyringeDrive drive;
  private final FrontPanel panel;

  RateCommands(
      HarvardSpec spec, Settings settings, Motor motor, SyringeDrive drive, FrontPanel panel) {
    this.spec = spec;
    this.settings = settings;
    this.motor = motor;
    this.drive = drive;
    this.panel = panel;
  }

  void addTo(Commands commands) {
    commands.add("irate", panel.onQuickStart(arguments -> rate(arguments, Direction.INFUSE)));
    commands.add("iramp", panel.onQuickStart(arguments -> ramp(arguments, Direction.INFUSE)));
    commands.add("diameter", panel.onQuickStart(this::diameter));
    commands.add("force", this::force);
    commands.add("syrmanu", panel.onQuickStart(this::syrmanu));
    if (spec.withdraws()) {
      commands.add("wrate", panel.onQuickStart(arguments -> rate(arguments, Direction.WITHDRAW)));
      commands.add("wramp", panel.onQuickStart(arguments -> ramp(arguments, Direction.WITHDRAW)));
    }
    if (spec.model().ultra()) {
      commands.add("gang", panel.onQuickStart(this::gang));
    }
  }

  private Rate slowest() {
    return spec.model().slowest(settings.diameterMillimeters);
  }

  private Rate fastest() {
    return spec.model().fastest(settings.diameterMillimeters);
  }

  private List<String> rate(Arguments arguments, Direction way) {
    if (arguments.none()) {
      return List.of(settings.rate(way).text());
    }
    switch (arguments.name(0)) {
      case "lim" -> {
        arguments.atMost(1);
        return List.of(slowest().text() + " to " + fastest().text());
      }
      case "max" -> set(arguments, way, 1, fastest());
      case "min" -> set(arguments, way, 1, slowest());
      default -> set(arguments, way, 2, within(arguments, 0));
    }
    return List.of();
  }

  private void set(Arguments arguments, Direction way, int places, Rate rate) {
    arguments.atMost(places);
    settings.rate(way, rate);
    motor.respeed(way);
  }

  private Rate within(Arguments arguments, int place) {
    Rate rate = arguments.rate(place);
    if (rate.below(slowest()) || fastest().below(rate)) {
      throw arguments.outOfRange(place);
    }
    return rate;
  }

  private List<String> ramp(Arguments arguments, Direction way) {
    if (arguments.none()) {
      Ramp ramp = settings.ramp(way);
      return List.of(ramp == null ? "Ramp not set up." : ramp.text());
    }
    arguments.atMost(RAMP_ARGUMENTS);
    Rate from = within(arguments, 0);
    Rate to = within(arguments, 2);
    BigDecimal seconds = arguments.number(RAMP_ARGUMENTS - 1);
    if (seconds.signum() <= 0 || seconds.compareTo(MAX_RAMP_SECONDS) > 0) {
      throw arguments.outOfRange(RAMP_ARGUMENTS - 1);
    }
    settings.ramp(way, new Ramp(from, to, seconds));
    return List.of();
  }

  private List<String> diameter(Arguments arguments) {
    if (arguments.none()) {
      return List.of(Syringes.millimeters(settings.diameterMillimeters));
    }
    arguments.atMost(2);
    double diameter = arguments.number(0).doubleValue();
    if (arguments.count() > 1 && !arguments.name(1).equals("mm")) {
      throw arguments.unknown(1);
    }
    if (diameter < Model.LEAST_DIAMETER_MILLIMETERS
        || diameter > spec.model().mostDiameterMillimeters()) {
      throw RefusedException.argument(arguments.word(0), "Diameter out of range");
    }
    atRest();
    settings.known = null;
    fit(diameter);
    return List.of();
  }

  private void atRest() {
    if (motor.running()) {
      throw RefusedException.command("Pump is running");
    }
  }

  /** Rates that the new syringe is not good for are no longer set. */
  private void fit(double diameter) {
    settings.diameterMillimeters = diameter;
    for (Direction way : Direction.values()) {
      Rate rate = settings.rate(way);
      if (rate.below(slowest()) || fastest().below(rate)) {
        settings.rate(way, Rate.NONE);
      }
      Ramp ramp = settings.ramp(way);
      if (ramp != null
          && (ramp.from().below(slowest())
              || ramp.to().below(slowest())
              || fastest().below(ramp.from())
              || fastest().below(ramp.to()))) {
        settings.ramp(way, null);
      }
    }
  }

  private List<String> force(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      return List.of(settings.forcePercent + "%");
    }
    settings.forcePercent = arguments.whole(0, 1, 100);
    drive.strength(settings.forcePercent / 100.0);
    return List.of();
  }

  private List<String> gang(Arguments arguments) {
    arguments.atMost(1);
    if (arguments.none()) {
      return List.of(settings.gang + " syringes");
    }
    settings.gang = arguments.whole(0, 1, MAX_GANG);
    return List.of();
  }

  private List<String> syrmanu(Arguments arguments) {
    if (arguments.none()) {
      Syringes.Syringe known = settings.known;
      return List.of(
          known == null
              ? "Custom, " + Syringes.millimeters(settings.diameterMillimeters)
              : known.text());
    }
    if (arguments.name(0).equals("?")) {
      arguments.atMost(1);
      return Syringes.KNOWN.stream().map(s -> s.code() + "  " + s.maker()).distinct().toList();
    }
    List<Syringes.Syringe> ofMaker = Syringes.of(arguments.name(0));
    if (ofMaker.isEmpty()) {
      throw RefusedException.argument(arguments.word(0), "Unknown manufacturer");
    }
    if (arguments.name(1).equals("?")) {
      arguments.atMost(2);
      return ofMaker.stream().map(syringe -> syringe.volume().text()).toList();
    }
    arguments.atMost(3);
    Syringes.Syringe found = Syringes.of(arguments.name(0), arguments.amount(1));
    if (found == null || found.diameterMillimeters() > spec.model().mostDiameterMillimeters()) {
      throw RefusedException.argument(arguments.word(1), "Unknown syringe");
    }
    atRest();
    fit(found.diameterMillimeters());
    settings.known = found;
    settings.syringe = found.volume();
    return List.of();
  }
}
