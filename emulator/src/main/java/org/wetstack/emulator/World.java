package org.wetstack.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.wetstack.hal.spi.Timebase;

/**
 * The one small world that emulated boards and their tissue share: one clock, one seed, and one
 * lock under which everything in it happens. In virtual time the lock is idle; in real time it
 * makes link threads and timers take turns, so boards themselves are written as if single-threaded.
 */
public final class World {

  private final Timebase time;
  private final long seed;
  private final int speed;

  /** Fair: where a computer cannot keep up, an array that catches up must not shut hosts out. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final long bornNanos;
  private volatile long endedNanos = -1;

  /**
   * A world that begins now.
   *
   * @param speed how many times faster than {@code time} everything physical goes, 1 to 1000: flow,
   *     sampling, tissue. What is agreed with a host stays in the host's time: leases, expiry and
   *     the clock on the wire.
   */
  public World(Timebase time, long seed, int speed) {
    if (speed < 1 || speed > 1_000) {
      throw new IllegalArgumentException("speed must be 1 to 1000, not " + speed);
    }
    this.time = time;
    this.seed = seed;
    this.speed = speed;
    this.bornNanos = time.nanoTime();
  }

  /** Nanoseconds of world time since this world began. */
  public long nanos() {
    return hostNanos() * speed;
  }

  /** Nanoseconds since this world began, as hosts count them. */
  public long hostNanos() {
    long ended = endedNanos;
    return ended >= 0 ? ended : time.nanoTime() - bornNanos;
  }

  /** The time on the wall, as hosts have it. */
  public Instant now() {
    return time.now();
  }

  /** As long as {@code span} of world time takes for hosts. */
  public Duration inHostTime(Duration span) {
    return span.dividedBy(speed);
  }

  /** Runs {@code task} under the lock after {@code delay} of the hosts' time. */
  public Timebase.Timer afterHostTime(Duration delay, Runnable task) {
    return ended() ? () -> {} : time.after(delay, () -> run(() -> unlessEnded(task)));
  }

  /** Runs {@code task} under the lock after {@code delay} of world time. */
  public Timebase.Timer after(Duration delay, Runnable task) {
    // Rounded up: a timer that is early finds nothing to do, and asks for another that is early.
    return afterHostTime(delay.plusNanos(speed - 1L).dividedBy(speed), task);
  }

  /** Stops this world's clock: nothing more happens in it, and what has can be looked at. */
  public void end() {
    run(() -> endedNanos = hostNanos());
  }

  private boolean ended() {
    return endedNanos >= 0;
  }

  private void unlessEnded(Runnable task) {
    if (!ended()) {
      task.run();
    }
  }

  /** Runs {@code task} now, under the lock. Reentrant. */
  public void run(Runnable task) {
    lock.lock();
    try {
      task.run();
    } finally {
      lock.unlock();
    }
  }

  /** Computes something under the lock. Reentrant. */
  public <T> T ask(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  /** A seed for the part called {@code name}, the same for the same world seed on every machine. */
  public long seedFor(String name) {
    long mixed = seed;
    for (int i = 0; i < name.length(); i++) {
      // SplitMix64 finalizer (Steele, Lea, Flood 2014), one round per character.
      mixed += 0x9E3779B97F4A7C15L + name.charAt(i);
      mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
      mixed ^= mixed >>> 31;
    }
    return mixed;
  }
}
