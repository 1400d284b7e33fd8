package org.wetstack.emulator.newera;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The units of a pumping rate, by the letters of the protocol. */
enum RateUnit {
  /** µL/min. */
  UM(1_000, 1),
  /** mL/min. */
  MM(1_000_000, 1),
  /** µL/h. */
  UH(1_000, 60),
  /** mL/h. */
  MH(1_000_000, 60);

  private final double nanoliters;
  private final double minutes;

  RateUnit(double nanoliters, double minutes) {
    this.nanoliters = nanoliters;
    this.minutes = minutes;
  }

  double nanolitersPerMinute(BigDecimal value) {
    return value.doubleValue() * nanoliters / minutes;
  }

  /** A rate in this unit. */
  double of(double nanolitersPerMinute) {
    return nanolitersPerMinute * minutes / nanoliters;
  }

  static @Nullable RateUnit named(String text) {
    for (RateUnit unit : values()) {
      if (unit.name().equals(text)) {
        return unit;
      }
    }
    return null;
  }
}
