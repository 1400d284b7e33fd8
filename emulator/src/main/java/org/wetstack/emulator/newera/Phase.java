package org.wetstack.emulator.newera;

import java.math.BigDecimal;

/** One phase of a pumping program as it is stored. */
final class Phase {

  /** Where the plunger goes. */
  enum Heading {
    INF,
    WDR,
    /** On as in the phase before, or as the direction input says. */
    STK
  }

  PhaseFunction function;
  String argument = "";
  BigDecimal rate = Numbers.fourDigits(0);
  RateUnit unit = RateUnit.MH;
  BigDecimal volume = Numbers.fourDigits(0);
  Heading heading = Heading.INF;

  Phase(PhaseFunction function) {
    this.function = function;
  }

  /** The argument in seconds. */
  double seconds() {
    return Double.parseDouble(argument);
  }

  /** The argument as a whole number; 0 if it is none. */
  int wholeNumber() {
    return argument.matches("[0-9]+") ? Integer.parseInt(argument) : 0;
  }
}
