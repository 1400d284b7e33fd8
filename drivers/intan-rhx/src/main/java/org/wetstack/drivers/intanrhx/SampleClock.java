package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceClock;

/**
 * The instrument's clock, from when samples arrive. Samples come late, never early, so the arrival
 * that was least late tells most; by how much even that one was late cannot be measured over TCP,
 * only bounded. Thread-safe.
 */
final class SampleClock {

  // RHX reads its USB in bursts of about 34 ms, and processes and paints before it sends.
  private static final Duration BURST = Duration.ofMillis(34);
  private static final Duration PROCESSING = Duration.ofMillis(50);
  private static final long YOUNG_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long WINDOW_NANOS = Duration.ofSeconds(2).toNanos();

  private final int samplesPerSecond;
  private final long halfLatencyNanos;
  private boolean heard;
  private long firstNanos;
  private long latestNanos;
  private long windowEndNanos;
  private long bestSample;
  private long bestNanos;
  private long formerSample;
  private long formerNanos;

  SampleClock(FrameLayout layout, int blocksPerWrite) {
    this.samplesPerSecond = layout.samplesPerSecond();
    this.halfLatencyNanos =
        BURST.plus(PROCESSING).plus(layout.write(blocksPerWrite + 1)).toNanos() / 2;
  }

  /** The samples before {@code end} are here at {@code nowNanos}. */
  synchronized void arrived(long end, long nowNanos) {
    firstNanos = heard ? firstNanos : nowNanos;
    latestNanos = nowNanos;
    if (!heard || nowNanos - windowEndNanos > 0) {
      formerSample = heard ? bestSample : end;
      formerNanos = heard ? bestNanos : nowNanos;
      bestSample = end;
      bestNanos = nowNanos;
      windowEndNanos = nowNanos + WINDOW_NANOS;
      heard = true;
    } else if (lead(end, nowNanos, bestSample, bestNanos) > 0) {
      bestSample = end;
      bestNanos = nowNanos;
    }
  }

  /** The counter has been set anew: what was heard before means nothing. */
  synchronized void restart() {
    heard = false;
  }

  /** By how many nanoseconds the first arrival was less late than the second. */
  private long lead(long sample, long nanos, long otherSample, long otherNanos) {
    return (sample - otherSample) * 1_000_000_000L / samplesPerSecond - (nanos - otherNanos);
  }

  /** Null before the first arrival. */
  synchronized @Nullable DeviceClock estimate() {
    if (!heard) {
      return null;
    }
    boolean former = lead(formerSample, formerNanos, bestSample, bestNanos) > 0;
    long sample = former ? formerSample : bestSample;
    long micros = Math.round(sample * 1e6 / samplesPerSecond) + halfLatencyNanos / 1_000;
    // Of a few arrivals all may have come late, while much begins.
    long young = latestNanos - firstNanos < YOUNG_NANOS ? YOUNG_NANOS / 2 : 0;
    return new DeviceClock(
        former ? formerNanos : bestNanos, micros, 0, Duration.ofNanos(halfLatencyNanos + young));
  }
}
