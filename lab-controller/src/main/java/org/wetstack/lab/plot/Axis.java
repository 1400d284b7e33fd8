package org.wetstack.lab.plot;

import java.util.Locale;

/** Round numbers for an axis. */
public final class Axis {

  private Axis() {}

  /** The step of 1, 2 or 5 times a power of ten that cuts {@code span} into about {@code parts}. */
  public static double step(double span, int parts) {
    double rough = span / parts;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    return (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10) * power;
  }

  /** {@code value} with as many digits as {@code step} needs. */
  public static String label(double value, double step) {
    int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    // What rounding has left of nothing is nothing: not "-0".
    double shown = Math.abs(value) < step * 1e-6 ? 0 : value;
    return String.format(Locale.ROOT, "%." + digits + "f", shown);
  }
}
