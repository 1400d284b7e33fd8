package org.wetstack.emulator.harp;

import java.time.Duration;
import org.wetstack.emulator.World;

/**
 * The clock of a Harp device: seconds, and ticks of 32 µs. It runs on the hosts' time, for what it
 * says is agreed with them, and as fast as its quartz does.
 */
final class HarpClock {

  static final long NANOS_PER_TICK = 32_000;
  static final long NANOS_PER_SECOND = 1_000_000_000;

  private final World world;
  private final double rate;
  private long hostReference;
  private long deviceReference;

  HarpClock(World world, double partsPerMillion) {
    this.world = world;
    this.rate = 1 + partsPerMillion * 1e-6;
  }

  /** Makes it so late now. */
  void set(long nanos) {
    hostReference = world.hostNanos();
    deviceReference = nanos;
  }

  /** Another second, the same fraction of it. */
  void setSeconds(long seconds) {
    set(seconds * NANOS_PER_SECOND + nanos() % NANOS_PER_SECOND);
  }

  long nanos() {
    return at(world.hostNanos());
  }

  /** What it showed so long ago, by the hosts' time. */
  long nanos(Duration ago) {
    return at(world.hostNanos() - ago.toNanos());
  }

  private long at(long hostNanos) {
    double passed = (hostNanos - hostReference) * rate;
    return deviceReference + Math.round(passed);
  }

  long seconds() {
    return (nanos() / NANOS_PER_SECOND) & 0xFFFF_FFFFL;
  }

  int ticks() {
    return (int) (nanos() % NANOS_PER_SECOND / NANOS_PER_TICK);
  }

  /** The hosts' time until it is {@code nanos}. */
  Duration until(long nanos) {
    // Never early: who wakes before his time finds the wrong second on the clock.
    long rounding = rate == 1 ? 0 : 1;
    return Duration.ofNanos(Math.max(0, (long) Math.ceil((nanos - nanos()) / rate) + rounding));
  }
}
