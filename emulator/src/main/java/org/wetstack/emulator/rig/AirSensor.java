package org.wetstack.emulator.rig;

import java.util.Optional;
import org.wetstack.emulator.board.SensorSpec;
import org.wetstack.emulator.culture.life.Environment;

/** What sensors beside a culture read of the air there. */
final class AirSensor {

  private static final double BILLION = 1e9;

  /** With less, 60 °C would be more than 2^31 counts. */
  private static final int LEAST_NANO_UNITS = 30;

  private AirSensor() {}

  /** Why a sensor like {@code spec} can read nothing there; empty if it can. */
  static Optional<String> trouble(SensorSpec spec) {
    if (spec.nanoUnitsPerCount() < LEAST_NANO_UNITS) {
      return Optional.of(
          "sensor '"
              + spec.name()
              + "' is beside a culture, whose air would need more counts than there are: let its"
              + " nanoUnitsPerCount be at least "
              + LEAST_NANO_UNITS);
    }
    boolean readable =
        switch (spec.quantity()) {
          case "temperature" -> spec.unit().equals("degC");
          case "co2" -> spec.unit().equals("percent");
          default -> false;
        };
    return readable
        ? Optional.empty()
        : Optional.of(
            "sensor '"
                + spec.name()
                + "' is beside a culture and reads "
                + spec.quantity()
                + " in "
                + spec.unit()
                + "; there, it can read temperature in degC, or co2 in percent");
  }

  /** What it shows in {@code air}, in its counts, rounded to the nearest. */
  static int counts(SensorSpec spec, Environment air) {
    double value = spec.quantity().equals("co2") ? air.co2Percent() : air.celsius();
    return (int) Math.rint(value * (BILLION / spec.nanoUnitsPerCount()));
  }
}
