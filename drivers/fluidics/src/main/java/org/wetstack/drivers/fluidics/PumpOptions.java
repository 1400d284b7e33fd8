package org.wetstack.drivers.fluidics;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.wetstack.drivers.fluidics.verification.FlowTolerance;
import org.wetstack.hal.FlowLimits;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** The options that all drivers of pumps on a line have, read from a {@link LineEndpoint}. */
public final class PumpOptions {

  private static final int MAX_SETTLING_MILLIS = 600_000;

  /**
   * {@code name}, {@code ledger}, {@code max-dose}, {@code max-per-hour}, {@code max-rate}, and of
   * a sensor that verifies doses {@code flow-sensor}, {@code flow-settling-millis}, {@code
   * flow-slack}, {@code flow-hold}.
   */
  public static final Set<String> NAMES =
      Set.of(
          "name",
          "ledger",
          "max-dose",
          "max-per-hour",
          "max-rate",
          "flow-sensor",
          "flow-settling-millis",
          "flow-slack",
          "flow-hold");

  private final EndpointOptions options;

  public PumpOptions(EndpointOptions options) {
    this.options = options;
  }

  /** {@link #NAMES} and those of one driver. */
  public static Set<String> with(String... own) {
    Set<String> all = new HashSet<>(NAMES);
    all.addAll(Set.of(own));
    return all;
  }

  /** What the pump is called as a device: {@code pump} unless {@code name} says otherwise. */
  String name() {
    return options.text("name").orElse("pump");
  }

  /** The ledger in the file that {@code ledger} names, or one in memory. */
  Ledger ledger() {
    return options
        .text("ledger")
        .map(path -> Ledger.inFile(Path.of(path)))
        .orElseGet(Ledger::inMemory);
  }

  /**
   * The endpoint of the flow sensor that verifies doses, if {@code flow-sensor} gives one.
   *
   * @throws IllegalArgumentException if it is none, or other options of a sensor stand without it
   */
  Optional<URI> flowSensor() {
    Optional<URI> sensor = options.text("flow-sensor").map(Instruments::uri);
    if (sensor.isEmpty()) {
      NAMES.stream()
          .filter(each -> each.startsWith("flow-") && options.text(each).isPresent())
          .findFirst()
          .ifPresent(
              each -> {
                throw new IllegalArgumentException(
                    "option '" + each + "' needs a sensor: give it with flow-sensor=ENDPOINT");
              });
    }
    return sensor;
  }

  /** What is allowed to a sensor with {@code limits}, as the options {@code flow-} change it. */
  FlowTolerance tolerance(FlowLimits limits) {
    FlowTolerance usual = FlowTolerance.of(limits);
    int settling =
        options.integer(
            "flow-settling-millis", (int) usual.settling().toMillis(), 0, MAX_SETTLING_MILLIS);
    FlowTolerance chosen =
        usual
            .withSettling(Duration.ofMillis(settling))
            .withSlack(quantity("flow-slack", Volume::parse, usual.slack()));
    return switch (options.text("flow-hold").orElse("no")) {
      case "no" -> chosen;
      case "yes" -> chosen.holdingUnproven();
      default -> throw new IllegalArgumentException("option 'flow-hold' is yes or no");
    };
  }

  /** The largest dose, if {@code max-dose} gives it. */
  public Volume maxDose(Volume fallback) {
    return quantity("max-dose", Volume::parse, fallback);
  }

  /** Most within any hour, if {@code max-per-hour} gives it. */
  public Volume maxPerHour(Volume fallback) {
    return quantity("max-per-hour", Volume::parse, fallback);
  }

  /**
   * The fastest flow that is allowed: what the pump can, unless {@code max-rate} gives less.
   *
   * @param fastest of this pump with its syringe
   * @throws IllegalArgumentException if {@code max-rate} is more than the pump can
   */
  public FlowRate maxRate(FlowRate fastest) {
    FlowRate allowed = quantity("max-rate", FlowRate::parse, fastest);
    if (allowed.compareTo(fastest) > 0) {
      throw new IllegalArgumentException(
          "option 'max-rate': with this syringe the pump reaches " + fastest + ", not " + allowed);
    }
    return allowed;
  }

  /**
   * The option {@code name} as {@code parse} reads it.
   *
   * @throws IllegalArgumentException if it cannot be read; the message names the option
   */
  public <Q> Q quantity(String name, Function<String, Q> parse, Q fallback) {
    String text = options.text(name).orElse(null);
    if (text == null) {
      return fallback;
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option '" + name + "': " + e.getMessage(), e);
    }
  }
}
