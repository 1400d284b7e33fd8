package org.wetstack.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The one place of this module that reads the clock. */
final class Clock {

  private Clock() {}

  static long nanos() {
    return System.nanoTime();
  }

  /** Processor time of this thread. */
  static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Now, for a report. */
  static String date() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
