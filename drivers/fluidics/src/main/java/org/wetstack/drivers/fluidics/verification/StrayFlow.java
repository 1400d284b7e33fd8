package org.wetstack.drivers.fluidics.verification;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.FlowReading;

/** Flow while no pump runs, averaged so that noise is none. The verification's lock guards it. */
final class StrayFlow {

  /** Readings that come faster are not all kept. */
  private static final long APART_NANOS = FlowTolerance.AVERAGING.toNanos() / 20;

  private static final long NEVER = Long.MIN_VALUE;

  private final FlowTolerance tolerance;
  private final Deque<FlowReading> readings = new ArrayDeque<>();
  private long sinceNanos = NEVER;
  private long nanolitersPerMinute;
  private boolean calm;

  StrayFlow(FlowTolerance tolerance) {
    this.tolerance = tolerance;
  }

  /** What has flowed until now is no stray, or is told. */
  void forget() {
    readings.clear();
    sinceNanos = NEVER;
    calm = false;
  }

  /**
   * Takes in a reading made at rest.
   *
   * @return whether it has flowed, either way, for longer than it may
   */
  boolean lasts(FlowReading reading) {
    long now = reading.hostNanos();
    FlowReading before = before(now);
    if (readings.isEmpty() || now - readings.getLast().hostNanos() >= APART_NANOS) {
      readings.add(reading);
    }
    if (before == null) {
      return false;
    }
    long nanos = now - before.hostNanos();
    double passed = reading.totalNanoliters() - before.totalNanoliters();
    nanolitersPerMinute = Math.round(passed * 60e9 / nanos);
    // The total is in whole nanolitres: one is no flow.
    calm = Math.abs(passed) <= Math.max(tolerance.unseen(nanos), 1);
    if (calm) {
      sinceNanos = NEVER;
    } else if (sinceNanos == NEVER) {
      sinceNanos = now;
    }
    return !calm && now - sinceNanos >= tolerance.strayTime().toNanos();
  }

  /** The youngest reading that is old enough to average from; {@code null} if there is none. */
  private @Nullable FlowReading before(long now) {
    long wanted = now - FlowTolerance.AVERAGING.toNanos();
    FlowReading found = null;
    while (!readings.isEmpty() && readings.element().hostNanos() <= wanted) {
      found = readings.remove();
    }
    if (found != null) {
      readings.addFirst(found);
    }
    return found;
  }

  /** Whether, as averaged at the latest reading, nothing flows. */
  boolean calm() {
    return calm;
  }

  /** As averaged at the latest reading; back into the pump is negative. */
  long nanolitersPerMinute() {
    return nanolitersPerMinute;
  }
}
