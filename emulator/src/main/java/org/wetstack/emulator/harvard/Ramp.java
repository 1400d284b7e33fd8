package org.wetstack.emulator.harvard;

import java.math.BigDecimal;

/** A rate that changes evenly from {@code from} to {@code to}. */
record Ramp(Rate from, Rate to, BigDecimal seconds) {

  String text() {
    return from.text() + " to " + to.text() + " in " + Unit.digits(seconds) + " seconds";
  }
}
