package org.wetstack.benchmarks;

import java.io.IOException;

/**
 * Two equal programs, measured as those that are compared. If they differ, so does the machine from
 * one moment to the next, and nothing measured then compares anything.
 */
final class Control {

  private static final int TRIES = 3;
  private static final double SPREAD_AT_50 = 0.05;
  private static final double SPREAD_AT_90 = 0.10;

  private static final double SPREAD_OF_SPEED = 0.10;

  /** The name of what {@link #checkSpeed} compares. */
  static final String SPEED = "MB/s";

  private Control() {}

  interface Run {
    Comparison compare() throws IOException;
  }

  /** Whether the figures of two equals agree. */
  static boolean isValid(Comparison equals) {
    return Math.abs(equals.at(50).median() - 1) <= SPREAD_AT_50
        && Math.abs(equals.at(90).median() - 1) <= SPREAD_AT_90;
  }

  /** Tries up to {@value #TRIES} times; returns why what follows is invalid, or nothing. */
  static String check(Report report, String work, Run equals) throws IOException {
    for (int i = 1; i <= TRIES; i++) {
      Comparison comparison = equals.compare();
      report.add(
          Row.of(work, "its equal: control " + i, comparison.count())
              .with("p50", comparison.at(50))
              .with("p90", comparison.at(90))
              .with("p99", comparison.at(99)));
      if (isValid(comparison)) {
        return "";
      }
    }
    return "two equal C programs differed " + TRIES + " times";
  }

  interface Speed {
    Row compare() throws IOException;
  }

  /** As {@link #check}, for speeds. */
  static String checkSpeed(Report report, String beside, Speed equals) throws IOException {
    for (int i = 1; i <= TRIES; i++) {
      Row row = equals.compare();
      report.add(row.note("control " + i + " with an equal " + beside));
      Ratios ratios = row.figures().get(0).ratios();
      if (Math.abs(ratios.median() - 1) <= SPREAD_OF_SPEED) {
        return "";
      }
    }
    return "two equal C programs differed " + TRIES + " times";
  }
}
