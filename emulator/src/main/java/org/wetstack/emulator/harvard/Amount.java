package org.wetstack.emulator.harvard;

import java.math.BigDecimal;
import java.math.MathContext;

/** A volume in the unit in which it was given. */
record Amount(BigDecimal value, Unit.Volume unit) {

  /** In the unit that fits. */
  static Amount of(double femtoliters) {
    Unit.Volume unit = Unit.Volume.fit(femtoliters);
    return new Amount(
        BigDecimal.valueOf(femtoliters).divide(unit.femtoliters, MathContext.DECIMAL64), unit);
  }

  double femtoliters() {
    return value.multiply(unit.femtoliters).doubleValue();
  }

  String text() {
    return Unit.digits(value) + " " + unit.text();
  }
}
