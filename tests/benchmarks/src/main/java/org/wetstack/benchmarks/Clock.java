package org.wetstack.benchmarks;

/** The one place of this module that reads the clock. */
final class Clock {

  private Clock() {}

  static long nanos() {
    return System.nanoTime();
  }
}
