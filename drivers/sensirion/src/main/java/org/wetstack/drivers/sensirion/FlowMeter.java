package org.wetstack.drivers.sensirion;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.wetstack.hal.FlowLimits;
import org.wetstack.hal.FlowReading;
import org.wetstack.hal.FlowSensor;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.hal.units.FlowRate;

/**
 * The sensor as users see it. The total is the cable's own sum of all readings, so an answer that
 * is lost costs no volume; flags are those of all samples since the reading before.
 */
final class FlowMeter implements FlowSensor {

  private static final double ACCURACY_PERCENT = 5;
  private static final double TICKS_PER_DEGREE = 200;

  private final FlowInstrument session;
  private final String name;
  private final FlowScale scale;
  private final int everyMillis;
  private final FlowLimits limits;
  private final List<Consumer<FlowReading>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private long nanolitersPerMinute;
  private double celsius;
  private int flagsUntold;

  FlowMeter(
      FlowInstrument session,
      String name,
      FlowScale scale,
      long fullScaleNanolitersPerMinute,
      int everyMillis,
      Duration interval) {
    this.session = session;
    this.name = name;
    this.scale = scale;
    this.everyMillis = everyMillis;
    limits =
        new FlowLimits(
            FlowRate.nanolitersPerMinute(fullScaleNanolitersPerMinute),
            FlowRate.nanolitersPerMinute(Math.max(1, scale.nanolitersPerMinute(1, 1))),
            ACCURACY_PERCENT,
            interval);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public FlowLimits limits() {
    return limits;
  }

  @Override
  public FlowReading read() {
    return session.now(polled -> reading(polled, false));
  }

  @Override
  public Subscription onFlow(Consumer<FlowReading> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Tells all listeners. Blocking calls are refused to them. */
  void tell(Polled polled) {
    FlowReading reading = reading(polled, true);
    listeners.forEach(listener -> listener.accept(reading));
  }

  /** What the cable has told at one time. */
  record Polled(Samples samples, long totalTicks, long hostNanos) {}

  private FlowReading reading(Polled polled, boolean told) {
    Samples samples = polled.samples();
    lock.lock();
    try {
      if (samples.count() > 0) {
        nanolitersPerMinute = scale.nanolitersPerMinute(samples.sumTicks(), samples.count());
        celsius = samples.temperature() / TICKS_PER_DEGREE;
      }
      int flags = flagsUntold | samples.flags();
      flagsUntold = told ? 0 : flags;
      return new FlowReading(
          nanolitersPerMinute,
          scale.nanoliters(polled.totalTicks(), everyMillis),
          celsius,
          (flags & Samples.AIR_IN_LINE) != 0,
          (flags & Samples.HIGH_FLOW) != 0,
          polled.hostNanos());
    } finally {
      lock.unlock();
    }
  }
}
