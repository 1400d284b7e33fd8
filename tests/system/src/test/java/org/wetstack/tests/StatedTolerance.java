package org.wetstack.tests;

/** What a sensor may be wrong by, as docs/how-to/verify-doses.md has it. Nanolitres and seconds. */
final class StatedTolerance {

  static final double SETTLING_SECONDS = 5;
  static final double SLACK = 1;

  private static final double ACCURACY = 0.05;
  private static final double ZERO_FLOW_PER_SECOND = 100 / 60.0;

  private StatedTolerance() {}

  /** Less than this of {@code volume} no sensor takes for enough, however wrong it may be. */
  static double tooLittle(double volume, double seconds) {
    double read = (volume - SLACK) * (1 - ACCURACY) - ZERO_FLOW_PER_SECOND * seconds;
    return (read - ZERO_FLOW_PER_SECOND * seconds) / (1 + ACCURACY);
  }

  static double tooMuch(double volume, double seconds) {
    double read = (volume + SLACK) * (1 + ACCURACY) + ZERO_FLOW_PER_SECOND * seconds;
    return (read + ZERO_FLOW_PER_SECOND * seconds) / (1 - ACCURACY);
  }
}
