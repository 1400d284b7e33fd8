package org.wetstack.drivers.firmware;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceClock;

/**
 * The device's clock from four-timestamp exchanges (SPEC.md, section 5): the offset of the exchange
 * with the shortest round trip among the last {@value #RECENT}, and drift by linear regression over
 * the best exchange of each of the last {@value #HISTORY} spans. Not thread-safe.
 */
final class ClockSync {

  private static final int RECENT = 12;
  private static final int HISTORY = 60;

  private record Exchange(long hostNanos, long deviceNanos, long roundTripNanos) {}

  private final ArrayDeque<Exchange> recent = new ArrayDeque<>();
  private final ArrayDeque<Exchange> history = new ArrayDeque<>();
  private int sinceHistory;
  private long latestRoundTripNanos;

  /** Worked out when an exchange has come, and not when a trigger is in a hurry. */
  private @Nullable DeviceClock estimate;

  /** Host times in nanoseconds, device times in microseconds. */
  void add(long sentNanos, long receivedMicros, long answeredMicros, long heardNanos) {
    long roundTrip =
        Math.max(0, heardNanos - sentNanos - (answeredMicros - receivedMicros) * 1_000);
    latestRoundTripNanos = roundTrip;
    long hostMiddle = sentNanos + (heardNanos - sentNanos) / 2;
    long deviceMiddle = (receivedMicros + answeredMicros) * 500;
    recent.addLast(new Exchange(hostMiddle, deviceMiddle, roundTrip));
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
    if (sinceHistory++ % RECENT == 0) {
      history.addLast(best());
      if (history.size() > HISTORY) {
        history.removeFirst();
      }
    }
    Exchange best = best();
    estimate =
        new DeviceClock(
            best.hostNanos(),
            best.deviceNanos() / 1_000,
            driftPartsPerMillion(),
            Duration.ofNanos(best.roundTripNanos() / 2));
  }

  boolean synchronised() {
    return !recent.isEmpty();
  }

  Duration latestRoundTrip() {
    return Duration.ofNanos(latestRoundTripNanos);
  }

  /** Throws {@link NoSuchElementException} before the first exchange. */
  DeviceClock estimate() {
    DeviceClock known = estimate;
    if (known == null) {
      throw new NoSuchElementException("no heartbeat has been answered yet");
    }
    return known;
  }

  private Exchange best() {
    Exchange best = recent.getLast();
    for (Exchange each : recent) {
      if (each.roundTripNanos() < best.roundTripNanos()) {
        best = each;
      }
    }
    return best;
  }

  private double driftPartsPerMillion() {
    if (history.size() < 4) {
      return 0;
    }
    Exchange origin = history.getFirst();
    double meanHost = 0;
    double meanGain = 0;
    for (Exchange each : history) {
      meanHost += (double) (each.hostNanos() - origin.hostNanos()) / history.size();
      meanGain += gain(each, origin) / history.size();
    }
    double covariance = 0;
    double variance = 0;
    for (Exchange each : history) {
      double host = each.hostNanos() - origin.hostNanos() - meanHost;
      covariance += host * (gain(each, origin) - meanGain);
      variance += host * host;
    }
    return variance == 0 ? 0 : covariance / variance * 1e6;
  }

  /** How far the device clock has gained on the host's since {@code origin}, in nanoseconds. */
  private static double gain(Exchange each, Exchange origin) {
    return (each.deviceNanos() - origin.deviceNanos()) - (each.hostNanos() - origin.hostNanos());
  }
}
