package org.wetstack.emulator.cavro;

import java.util.Arrays;

/** The two families of pumps, and the numbers in which they differ. */
public enum Model {
  /** 30 mm in 3,000 increments; its speeds are in pulses per second, two to an increment. */
  XCALIBUR(30, 3_000, 3_150, 8, 4, 2_500),
  /** 60 mm in 181,490 increments, which are also what its speeds count. */
  CENTRIS(60, 181_490, 181_490, 1, 1, 160_000);

  private static final int[] XCALIBUR_SPEEDS = {
    6_000, 5_600, 5_000, 4_400, 3_800, 3_200, 2_600, 2_200, 2_000, 1_800, 1_600, 1_400, 1_200,
    1_000, 800, 600, 400, 200, 190, 180, 170, 160, 150, 140, 130, 120, 110, 100, 90, 80, 70, 60, 50,
    40, 30, 20, 18, 16, 14, 12, 10
  };
  private static final int[] CENTRIS_SPEEDS = {
    200_000, 180_000, 160_000, 160_000, 120_000, 100_000, 90_000, 80_000, 70_000, 60_000, 50_000,
    40_000, 30_000, 20_000, 10_000, 9_000, 8_000, 7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000,
    900, 800, 700, 600, 500, 400, 300, 200, 100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 9, 8, 7, 6, 5,
    4, 3, 2, 1
  };

  private final double strokeMillimeters;
  private final int strokeIncrements;
  private final int lowestIncrement;
  private final int stepsPerIncrement;
  private final int stepsPerPulse;
  private final int slopePulses;

  Model(
      double strokeMillimeters,
      int strokeIncrements,
      int lowestIncrement,
      int stepsPerIncrement,
      int stepsPerPulse,
      int slopePulses) {
    this.strokeMillimeters = strokeMillimeters;
    this.strokeIncrements = strokeIncrements;
    this.lowestIncrement = lowestIncrement;
    this.stepsPerIncrement = stepsPerIncrement;
    this.stepsPerPulse = stepsPerPulse;
    this.slopePulses = slopePulses;
  }

  /** What an operand may be, and what holds until one is sent. */
  record Range(long least, long most, long usual) {

    boolean has(long value) {
      return value >= least && value <= most;
    }

    Range times(int factor) {
      return new Range(least * factor, most * factor, usual * factor);
    }
  }

  double strokeMillimeters() {
    return strokeMillimeters;
  }

  /** Increments of the whole syringe. */
  int strokeIncrements() {
    return strokeIncrements;
  }

  /** How far down a relative move may end, in increments. */
  int lowestIncrement() {
    return lowestIncrement;
  }

  /** The finest steps of the motor in an increment. */
  int stepsPerIncrement() {
    return stepsPerIncrement;
  }

  /** The finest steps of the motor in what speeds count. */
  int stepsPerPulse() {
    return stepsPerPulse;
  }

  /** What one unit of slope means, in pulses per second squared. */
  int slopePulses() {
    return slopePulses;
  }

  Range startSpeed() {
    return this == XCALIBUR ? new Range(50, 1_000, 900) : new Range(800, 32_000, 8_000);
  }

  Range topSpeed() {
    return this == XCALIBUR ? new Range(5, 6_000, 1_400) : new Range(1, 200_000, 20_000);
  }

  Range cutoffSpeed() {
    return this == XCALIBUR ? new Range(50, 2_700, 900) : new Range(80, 64_000, 8_000);
  }

  Range slope() {
    return this == XCALIBUR ? new Range(1, 20, 14) : new Range(1, 40, 8);
  }

  Range backlash() {
    return this == XCALIBUR ? new Range(0, 31, 12) : new Range(0, 4_000, 0);
  }

  /** The gap between the top of the syringe and position 0. */
  Range zeroGap() {
    return this == XCALIBUR ? new Range(0, 80, 50) : new Range(0, 3_600, 1_800);
  }

  /** The top speed of each speed code, in pulses per second. */
  int[] speedCodes() {
    int[] codes = this == XCALIBUR ? XCALIBUR_SPEEDS : CENTRIS_SPEEDS;
    return Arrays.copyOf(codes, codes.length);
  }

  /** Whether {@code operand} says how to initialise: a force, or a speed code. */
  boolean initializesWith(long operand) {
    return this == XCALIBUR
        ? (operand >= 0 && operand <= 2) || isSpeedCode(operand)
        : operand == 0 || isSpeedCode(operand);
  }

  private boolean isSpeedCode(long operand) {
    return this == XCALIBUR ? operand >= 10 && operand <= 40 : operand >= 4 && operand <= 25;
  }

  /** The speed of initialisation, in pulses per second. */
  int initializationSpeed(long operand) {
    if (isSpeedCode(operand)) {
      return speedCodes()[(int) operand];
    }
    return this == XCALIBUR ? 800 : 80_000;
  }
}
