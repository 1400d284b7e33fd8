package org.wetstack.hal.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A single-threaded, deterministic timebase: waiting runs the simulated world. Not thread-safe.
 * Tasks due at the same instant run in the order they were asked for.
 */
public final class VirtualTimebase implements Timebase {

  private static final Instant BORN = Instant.parse("2000-01-01T00:00:00Z");

  private record Event(long atNanos, long order, Runnable task) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
  private long nowNanos;
  private long order;

  @Override
  public long nanoTime() {
    return nowNanos;
  }

  /** It began with the year 2000. */
  @Override
  public Instant now() {
    return BORN.plusNanos(nowNanos);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    var event = new Event(later(delay), order++, task);
    events.add(event);
    return () -> events.remove(event);
  }

  @Override
  public <T> T await(CompletableFuture<T> future, Duration limit) throws TimeoutException {
    long deadline = later(limit);
    while (!future.isDone()) {
      Event next = events.peek();
      if (next == null || next.atNanos() > deadline) {
        // A task may itself have waited past this deadline: time never runs backwards.
        nowNanos = Math.max(nowNanos, deadline);
        throw new TimeoutException("nothing happened within " + limit);
      }
      step();
    }
    return future.join();
  }

  /** Runs everything due within {@code span}. */
  public void advance(Duration span) {
    long until = later(span);
    Event next = events.peek();
    while (next != null && next.atNanos() <= until) {
      step();
      next = events.peek();
    }
    nowNanos = Math.max(nowNanos, until);
  }

  /** The instant after {@code span}: never before now, and at the end of time if beyond it. */
  private long later(Duration span) {
    long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(span));
    return nowNanos > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nowNanos + nanos;
  }

  private void step() {
    Event event = events.remove();
    nowNanos = Math.max(nowNanos, event.atNanos());
    event.task().run();
  }
}
