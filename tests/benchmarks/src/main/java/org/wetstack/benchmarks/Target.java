package org.wetstack.benchmarks;

import java.util.Locale;

/** What a median should not exceed, or not fall below. */
record Target(double value, boolean isCeiling) {

  static Target atMost(double value) {
    return new Target(value, true);
  }

  static Target atLeast(double value) {
    return new Target(value, false);
  }

  boolean reached(Ratios ratios) {
    return isCeiling ? ratios.median() <= value : ratios.median() >= value;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.2f", isCeiling ? "≤" : "≥", value);
  }
}
