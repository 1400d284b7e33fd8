package org.wetstack.drivers.harp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.wetstack.hal.DeviceClock;

/**
 * A device's clock from the timestamps of its answers: each was made between question and answer.
 * The offset is that of the closest among the last {@value #RECENT}, the drift the way from the
 * closest of the first to it. A clock that jumps, as one that is set does, begins anew.
 * Thread-safe.
 */
final class ClockFit {

  private static final int RECENT = 64;
  private static final long DRIFT_AFTER_NANOS = 20_000_000_000L;
  private static final long JUMP_NANOS = 20_000_000;

  private record Exchange(long hostNanos, long deviceNanos, long halfNanos) {}

  private final ArrayDeque<Exchange> recent = new ArrayDeque<>();
  private Optional<Exchange> first = Optional.empty();
  private int sinceFirst;

  synchronized void add(long sentNanos, long heardNanos, long deviceMicros) {
    long half = (heardNanos - sentNanos) / 2;
    var exchange = new Exchange(sentNanos + half, deviceMicros * 1_000, half);
    if (!recent.isEmpty() && Math.abs(surprise(best(), exchange)) > JUMP_NANOS + half) {
      recent.clear();
      first = Optional.empty();
      sinceFirst = 0;
    }
    recent.addLast(exchange);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
    if (sinceFirst++ < RECENT) {
      first = Optional.of(best());
    }
  }

  /** How far {@code later} is from where a clock without drift would be. */
  private static long surprise(Exchange earlier, Exchange later) {
    return later.deviceNanos() - earlier.deviceNanos() - (later.hostNanos() - earlier.hostNanos());
  }

  private Exchange best() {
    Exchange best = recent.getLast();
    for (Exchange each : recent) {
      best = each.halfNanos() < best.halfNanos() ? each : best;
    }
    return best;
  }

  /** Empty before the first answer. */
  synchronized Optional<DeviceClock> estimate() {
    if (recent.isEmpty()) {
      return Optional.empty();
    }
    Exchange best = best();
    long span = first.map(origin -> best.hostNanos() - origin.hostNanos()).orElse(0L);
    double drift =
        span < DRIFT_AFTER_NANOS
            ? 0
            : first.map(origin -> 1e6 * surprise(origin, best) / span).orElse(0.0);
    return Optional.of(
        new DeviceClock(
            best.hostNanos(),
            best.deviceNanos() / 1_000,
            drift,
            Duration.ofNanos(best.halfNanos())));
  }
}
