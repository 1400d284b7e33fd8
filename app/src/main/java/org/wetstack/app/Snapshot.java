package org.wetstack.app;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.LinkHealth;
import org.wetstack.lab.loop.ClosedLoop;
import org.wetstack.lab.loop.Doser;
import org.wetstack.lab.loop.Windows;

/**
 * How the demo stands at one moment. What {@code --json} prints has these names.
 *
 * @param seconds since it began
 * @param spikes of each channel since the detector was ready
 * @param reaction from the end of the block that decided to the pulse, by the device's counter
 */
record Snapshot(
    double seconds,
    List<Integer> electrodes,
    List<Long> spikes,
    ClosedLoop.Counts counts,
    Windows.Counts windows,
    List<PumpState> pumps,
    Latency reaction,
    List<LinkState> links) {

  /** A pump and what it has given. */
  record PumpState(
      String name,
      long doses,
      long refused,
      long atLeastNanoliters,
      long atMostNanoliters,
      String trouble) {}

  /** Percentiles in microseconds; 0 while there is nothing to tell. */
  record Latency(long count, long p50Micros, long p90Micros, long p99Micros, long maxMicros) {}

  /** One session. */
  record LinkState(
      String name,
      String endpoint,
      long roundTripMicros,
      long framesReceived,
      long framesBroken,
      long requestsRepeated,
      long eventsMissed,
      String safeState) {}

  static Snapshot of(
      double seconds,
      ArrayLayout layout,
      ClosedLoop loop,
      Windows windows,
      List<Doser> dosers,
      DemoRig rig) {
    List<Long> spikes = new ArrayList<>();
    for (int channel = 0; channel < layout.channels(); channel++) {
      spikes.add(loop.spikes(channel));
    }
    List<LinkState> links = new ArrayList<>();
    rig.instruments()
        .forEach(
            (name, instrument) -> {
              LinkHealth health = instrument.health();
              links.add(
                  new LinkState(
                      name,
                      rig.endpoint(name),
                      health.roundTrip().toNanos() / 1_000,
                      health.framesReceived(),
                      health.framesBroken(),
                      health.requestsRepeated(),
                      health.eventsMissed(),
                      instrument.safeState().map(safe -> safe.cause().name()).orElse("")));
            });
    return new Snapshot(
        seconds,
        layout.sites().stream().map(ArrayLayout.Site::electrode).toList(),
        spikes,
        loop.counts(),
        windows.counts(),
        dosers.stream().map(Snapshot::pump).toList(),
        latency(loop.reactionMicros()),
        links);
  }

  private static PumpState pump(Doser doser) {
    Doser.Totals totals = doser.totals();
    return new PumpState(
        doser.pump().name(),
        totals.begun(),
        totals.refused(),
        totals.delivered().atLeast().nanoliters(),
        totals.delivered().atMost().nanoliters(),
        totals.trouble().orElse(""));
  }

  private static Latency latency(Histogram micros) {
    return micros.getTotalCount() == 0
        ? new Latency(0, 0, 0, 0, 0)
        : new Latency(
            micros.getTotalCount(),
            micros.getValueAtPercentile(50),
            micros.getValueAtPercentile(90),
            micros.getValueAtPercentile(99),
            micros.getMaxValue());
  }

  long totalSpikes() {
    return spikes.stream().mapToLong(Long::longValue).sum();
  }
}
