package org.wetstack.lab.safety;

import java.util.List;
import org.wetstack.hal.AppliedStimulus;

/**
 * A train that was asked for: it begins not before {@code from}, and not after it is known to have
 * begun. Times are milliseconds since 1970 by a clock that never goes back.
 */
final class Train {

  private static final long NANOS = 1_000_000_000L;

  private final String name;
  private final AppliedStimulus stimulus;
  private final long from;
  private long latest = Long.MAX_VALUE;
  private long until = Long.MAX_VALUE;
  private boolean begun;
  private boolean cut;

  Train(String name, AppliedStimulus stimulus, long from) {
    this.name = name;
    this.stimulus = stimulus;
    this.from = from;
  }

  /** The stimulus it plays, by name. */
  String name() {
    return name;
  }

  AppliedStimulus stimulus() {
    return stimulus;
  }

  List<Integer> electrodes() {
    return stimulus.electrodes();
  }

  long from() {
    return from;
  }

  boolean hasBegun() {
    return begun;
  }

  boolean wasCut() {
    return cut;
  }

  /** Whether nothing more will be heard of when it began. */
  boolean isPlaced() {
    return latest != Long.MAX_VALUE;
  }

  /** It had begun by {@code at}, if at all. */
  void place(long at, boolean certain) {
    latest = Math.min(latest, Math.max(from, at));
    begun |= certain;
  }

  /**
   * Its playing may have been ended; by {@code at} for certain, unless that is the greatest long.
   */
  void cut(long at) {
    cut = true;
    until = Math.min(until, at);
  }

  /** The latest moment at which its first pulse may begin, seen from {@code now}. */
  long start(long now) {
    return isPlaced() ? latest : Math.max(from, Math.min(now, until));
  }

  /** From when on it is certain to be over, seen from {@code now}. */
  long end(long now) {
    return Math.min(until, Math.addExact(start(now), millisUp(stimulus.totalTicks())));
  }

  /** How many of its pulses may have begun. */
  int pulses() {
    if (until == Long.MAX_VALUE || stimulus.periodTicks() == 0) {
      return stimulus.pulses();
    }
    long nanos = Math.multiplyExact(Math.max(0, until - from), 1_000_000L);
    return (int) Math.min(stimulus.pulses(), ticks(nanos) / stimulus.periodTicks() + 1);
  }

  /** When pulse {@code k} begins, in nanoseconds after the first, rounded down. */
  long pulseNanos(long k) {
    return nanos(Math.multiplyExact(k, (long) stimulus.periodTicks()));
  }

  /** The first pulse that may begin {@code nanos} after the first, or a few earlier. */
  long pulseBefore(long nanos) {
    return nanos <= 0 || stimulus.periodTicks() == 0
        ? 0
        : Math.max(0, ticks(nanos) / stimulus.periodTicks() - 1);
  }

  private long millisUp(long ticks) {
    long perSecond = stimulus.ticksPerSecond();
    long rest = ticks % perSecond;
    return Math.addExact(
        Math.multiplyExact(ticks / perSecond, 1_000L), (rest * 1_000 + perSecond - 1) / perSecond);
  }

  private long nanos(long ticks) {
    long perSecond = stimulus.ticksPerSecond();
    return Math.addExact(
        Math.multiplyExact(ticks / perSecond, NANOS), ticks % perSecond * NANOS / perSecond);
  }

  private long ticks(long nanos) {
    long perSecond = stimulus.ticksPerSecond();
    return Math.addExact(
        Math.multiplyExact(nanos / NANOS, perSecond), nanos % NANOS * perSecond / NANOS);
  }
}
