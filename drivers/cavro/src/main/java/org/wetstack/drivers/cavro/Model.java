package org.wetstack.drivers.cavro;

import java.util.Locale;

/**
 * The two pumps of the family, and the commands and numbers in which they differ. Steps are what
 * positions count, pulses what speeds do.
 *
 * <p>Both keep a mark in a setting that a power-up resets: whether this driver has initialised the
 * pump since. An XCalibur keeps it in its backlash, whose default is 96 microsteps; a Centris,
 * which reports no backlash, in its start speed, whose default is 8,000.
 */
enum Model {
  /** 24,000 microsteps to a stroke; 6,000 pulses a second are a stroke a second. */
  XCALIBUR("", "?2", "?6", "?12", 24_000, 6_000, 5, 6_000, 1_400, 100, "L14"),

  /** 181,490 increments to a stroke; pulses are the same. */
  CENTRIS("1", "?7", "?20", "?6", 181_490, 181_490, 802, 200_000, 40_000, 801, "L8");

  private static final long LEAST_START = 50;
  private static final long MOST_START = 1_000;
  private static final long MOST_CUTOFF = 2_700;
  private static final long LEAST_CENTRIS_CUTOFF = 80;
  private static final long MOST_CENTRIS_CUTOFF = 64_000;

  final String askPosition;
  final String askTopSpeed;
  final String askValve;
  final String askMark;

  /** Steps of a whole stroke. */
  final long stroke;

  /** Pulses of a whole stroke. */
  final long strokePulses;

  /** Pulses per second. */
  final long slowest;

  final long fastest;
  final long filling;

  /** The mark of a pump that this driver has initialised. */
  final long initialized;

  /** That of one that this driver has met, or a person has cleared, and that is to initialise. */
  final long met;

  private final String slope;

  Model(
      String position,
      String askTopSpeed,
      String askValve,
      String askMark,
      long stroke,
      long strokePulses,
      long slowest,
      long fastest,
      long filling,
      long initialized,
      String slope) {
    this.askPosition = "?" + position;
    this.askTopSpeed = askTopSpeed;
    this.askValve = askValve;
    this.askMark = askMark;
    this.stroke = stroke;
    this.strokePulses = strokePulses;
    this.slowest = slowest;
    this.fastest = fastest;
    this.filling = filling;
    this.initialized = initialized;
    this.met = initialized + 1;
    this.slope = slope;
  }

  /** The command that sets the mark. */
  String mark(long value) {
    return this == XCALIBUR ? "N1K" + value : "v" + value;
  }

  /** The commands for an initialised pump that moves with so many pulses a second. */
  String settings(long pulses) {
    return mark(initialized) + slope + speeds(pulses);
  }

  private String speeds(long pulses) {
    return this == XCALIBUR
        ? String.format(
            Locale.ROOT,
            "v%dV%dc%d",
            Math.min(MOST_START, Math.max(LEAST_START, pulses)),
            pulses,
            Math.min(MOST_CUTOFF, Math.max(LEAST_START, pulses)))
        // Its start speed is its mark, and slower than any top speed.
        : String.format(
            Locale.ROOT,
            "V%dc%d",
            pulses,
            Math.min(MOST_CENTRIS_CUTOFF, Math.max(LEAST_CENTRIS_CUTOFF, pulses)));
  }
}
