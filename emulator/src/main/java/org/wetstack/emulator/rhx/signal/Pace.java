package org.wetstack.emulator.rhx.signal;

import org.wetstack.emulator.World;

/**
 * When the program reads what the controller has sampled: in bursts, about 30 times a second where
 * it can, in world time. A start finds two bursts waiting, a little later than it was asked for.
 */
final class Pace {

  private static final long FIRST_NANOS = 20_000_000;
  private static final long BURSTS_AT_ONCE = 2;

  private final World world;
  private final double sampleRate;
  private final int burst;
  private long originNanos;

  Pace(World world, int samplesPerSecond, double sampleRate) {
    this.world = world;
    this.sampleRate = sampleRate;
    burst = DataBlock.FRAMES * blocksPerBurst(samplesPerSecond);
  }

  private static int blocksPerBurst(int samplesPerSecond) {
    return switch (samplesPerSecond) {
      case 30_000 -> 8;
      case 25_000 -> 6;
      case 20_000 -> 5;
      case 15_000 -> 4;
      case 12_500, 10_000 -> 3;
      case 8_000, 6_250 -> 2;
      default -> 1;
    };
  }

  /** Frames in a burst. */
  int burst() {
    return burst;
  }

  /** A run begins now. */
  void begin() {
    originNanos = world.nanos() + FIRST_NANOS - nanosUntil(BURSTS_AT_ONCE * burst);
  }

  private long nanosUntil(long frames) {
    return Math.round(frames * 1e9 / sampleRate);
  }

  /** Whether the burst behind {@code frame} can be read. */
  boolean due(long frame) {
    return nanosToGo(frame) <= 0;
  }

  /** How long it is until then, in world time; negative if it could have been read before. */
  long nanosToGo(long frame) {
    long due = Math.max(frame + burst, BURSTS_AT_ONCE * burst);
    return originNanos + nanosUntil(due) - world.nanos();
  }

  /** The frame that is being sampled. */
  long frameNow() {
    return (long) ((world.nanos() - originNanos) * sampleRate / 1e9);
  }
}
