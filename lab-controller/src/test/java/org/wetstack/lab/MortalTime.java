package org.wetstack.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;

/** The time of something that can die: what it wanted done later is not done then. */
public final class MortalTime implements Timebase {

  private final VirtualTimebase time;
  private boolean dead;

  /** Is run whenever somebody looks at the clock. */
  public Runnable onLook = () -> {};

  public MortalTime(VirtualTimebase time) {
    this.time = time;
  }

  public void die() {
    dead = true;
  }

  @Override
  public long nanoTime() {
    onLook.run();
    return time.nanoTime();
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return time.after(
        delay,
        () -> {
          if (!dead) {
            task.run();
          }
        });
  }

  @Override
  public <T> T await(CompletableFuture<T> future, Duration limit) throws TimeoutException {
    return time.await(future, limit);
  }
}
