package org.wetstack.drivers.fluidics.verification;

import java.time.Duration;
import org.wetstack.hal.FlowLimits;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * How far what a sensor measures may be from what a pump says, and for how long, before it is an
 * alarm.
 *
 * @param accuracyPercent of the measured volume: how far it may be from the truth, either way; 0 to
 *     below 100
 * @param zeroFlow what the sensor may read where nothing flows, or miss where something does;
 *     allowed for as long as a dose takes, and the least flow that counts as flow at rest
 * @param slack what syringe and tube may keep of a dose for good, and what rounding may add
 * @param ratePercent how far a pump's rate may be from the applied one while it runs; 0 to below
 *     100
 * @param settling from the end of a pump's motion until all of a dose has passed: tubes stretch
 *     while it runs, and relax afterwards
 * @param strayTime how long it may flow with no dose
 * @param silence how long the sensor may tell nothing
 * @param holdUnproven whether the next dose is refused, until a person clears the safe state, after
 *     an under-delivery or the loss of the sensor
 */
public record FlowTolerance(
    double accuracyPercent,
    FlowRate zeroFlow,
    Volume slack,
    double ratePercent,
    Duration settling,
    Duration strayTime,
    Duration silence,
    boolean holdUnproven) {

  private static final double RATE_PERCENT = 5;
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration STRAY_TIME = Duration.ofSeconds(2);
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final int READINGS_MISSED = 10;

  /** How long a flow at rest is averaged before it is believed. */
  static final Duration AVERAGING = Duration.ofSeconds(1);

  public FlowTolerance {
    requirePercent("accuracy", accuracyPercent);
    requirePercent("rate", ratePercent);
    if (settling.isNegative() || strayTime.isNegative()) {
      throw new IllegalArgumentException(
          "settling and stray time are not negative: " + settling + ", " + strayTime);
    }
    if (silence.isNegative() || silence.isZero()) {
      throw new IllegalArgumentException("a sensor may be silent for a while, not " + silence);
    }
  }

  private static void requirePercent(String what, double percent) {
    if (!(percent >= 0 && percent < 100)) {
      throw new IllegalArgumentException(
          "the tolerance of the " + what + " is 0 to below 100 %, not " + percent);
    }
  }

  /**
   * What follows from a sensor's limits: its accuracy; its resolution as zero flow; a slack of 1 nL
   * for rounding, or what the resolution lets pass in an interval if that is more; a silence of 3
   * s, or 10 intervals if that is more. Beside that 5 % for the rate, 5 s for settling, 2 s for
   * stray flow, and no holding.
   */
  public static FlowTolerance of(FlowLimits limits) {
    double unseen =
        nanoliters((double) limits.resolution().nanolitersPerMinute(), limits.interval().toNanos());
    Duration missed = limits.interval().multipliedBy(READINGS_MISSED);
    return new FlowTolerance(
        limits.accuracyPercent(),
        limits.resolution(),
        Volume.nanoliters(Math.max(1, (long) Math.ceil(unseen))),
        RATE_PERCENT,
        SETTLING,
        STRAY_TIME,
        missed.compareTo(SILENCE) > 0 ? missed : SILENCE,
        false);
  }

  /** The same with another settling time. */
  public FlowTolerance withSettling(Duration other) {
    return new FlowTolerance(
        accuracyPercent, zeroFlow, slack, ratePercent, other, strayTime, silence, holdUnproven);
  }

  /** The same with another slack. */
  public FlowTolerance withSlack(Volume other) {
    return new FlowTolerance(
        accuracyPercent, zeroFlow, other, ratePercent, settling, strayTime, silence, holdUnproven);
  }

  /** The same, but doses that are not proven hold the next one. */
  public FlowTolerance holdingUnproven() {
    return new FlowTolerance(
        accuracyPercent, zeroFlow, slack, ratePercent, settling, strayTime, silence, true);
  }

  /** The most that can have passed where {@code measured} nL were read in {@code nanos}. */
  double most(double measured, long nanos) {
    return (measured + unseen(nanos)) / (1 - accuracyPercent / 100) + slack.nanoliters();
  }

  /** The least that must have passed where {@code measured} nL were read in {@code nanos}. */
  double least(double measured, long nanos) {
    return (measured - unseen(nanos)) / (1 + accuracyPercent / 100) - slack.nanoliters();
  }

  /** What a sensor may read of nothing, or miss, in {@code nanos}. */
  double unseen(long nanos) {
    return nanoliters((double) zeroFlow.nanolitersPerMinute(), nanos);
  }

  /** What passes at {@code nanolitersPerMinute} in {@code nanos}. */
  static double nanoliters(double nanolitersPerMinute, long nanos) {
    return nanolitersPerMinute * nanos / 60e9;
  }
}
