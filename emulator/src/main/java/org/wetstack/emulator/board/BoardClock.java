package org.wetstack.emulator.board;

import java.time.Duration;
import org.wetstack.emulator.World;

/** A board's time: since its boot, with the drift of its oscillator, and under power. */
final class BoardClock {

  private final World world;
  private final NonVolatile memory;
  private long bootedNanos;
  private long bootedHostNanos;
  private int driftPpm;

  BoardClock(World world, NonVolatile memory) {
    this.world = world;
    this.memory = memory;
  }

  void booted() {
    bootedNanos = world.nanos();
    bootedHostNanos = world.hostNanos();
  }

  void powerLost() {
    memory.poweredNanos += deviceNanos();
  }

  /** Runs faster by {@code ppm} (slower if negative), as if since the boot. */
  void drift(int ppm) {
    driftPpm = ppm;
  }

  /** Device time as hosts see it, which they expect to run about as theirs does. */
  long micros() {
    return drifting(world.hostNanos() - bootedHostNanos) / 1_000;
  }

  /** Device time as sampling and flow see it: the same, but for a world that goes faster. */
  long deviceNanos() {
    return drifting(world.nanos() - bootedNanos);
  }

  private long drifting(long elapsedNanos) {
    return elapsedNanos + elapsedNanos / 1_000_000 * driftPpm;
  }

  /** How long until device time {@code deviceNanos}, in world time; never negative. */
  Duration until(long deviceNanos) {
    long ahead = Math.max(0, deviceNanos - deviceNanos());
    // A timer a little early would find nothing to do: so a little late.
    return Duration.ofNanos(ahead - ahead / 1_000_000 * driftPpm + (driftPpm == 0 ? 0 : 1_000));
  }

  /** Time under power since the board was made, its only clock across boots. */
  long poweredNanos() {
    return memory.poweredNanos + deviceNanos();
  }
}
