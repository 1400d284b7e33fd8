package org.wetstack.tests;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;

/**
 * One process in a simulated world: its time and its links. When it dies, which may be at any step
 * that it takes, nothing that it had begun goes on, and nobody is told.
 */
final class Life implements Timebase {

  private final VirtualTimebase world;
  private final Supplier<Duration> wrong;
  private long stepsLeft = Long.MAX_VALUE;
  private boolean dead;

  /**
   * @param wrong how far the clock on the wall is off
   */
  Life(VirtualTimebase world, Supplier<Duration> wrong) {
    this.world = world;
    this.wrong = wrong;
  }

  /** It dies in the step after so many. */
  void diesAfter(long steps) {
    stepsLeft = steps;
  }

  boolean dead() {
    return dead;
  }

  void die() {
    dead = true;
  }

  /** Something that others may see is about to be done. */
  void step() {
    if (!dead && stepsLeft-- <= 0) {
      dead = true;
    }
    check();
  }

  private void check() {
    if (dead) {
      throw new Killed();
    }
  }

  @Override
  public long nanoTime() {
    return world.nanoTime();
  }

  @Override
  public Instant now() {
    return world.now().plus(wrong.get());
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    check();
    return world.after(delay, () -> run(task));
  }

  private void run(Runnable task) {
    if (!dead) {
      try {
        task.run();
      } catch (Killed end) {
        // Whoever waits finds out.
      }
    }
  }

  @Override
  public <T> T await(CompletableFuture<T> future, Duration limit) throws TimeoutException {
    check();
    try {
      return world.await(future, limit);
    } finally {
      check();
    }
  }

  LinkProvider links(LinkProvider real) {
    return new LinkProvider() {
      @Override
      public Set<String> schemes() {
        return real.schemes();
      }

      @Override
      public Link open(URI endpoint, LinkHandler handler) {
        step();
        return new Mortal(real.open(endpoint, heard(handler)));
      }
    };
  }

  private LinkHandler heard(LinkHandler handler) {
    return new LinkHandler() {
      @Override
      public void onBytes(Link link, ByteBuffer bytes) {
        run(() -> handler.onBytes(new Mortal(link), bytes));
      }

      @Override
      public void onClosed(@Nullable Throwable cause) {
        run(() -> handler.onClosed(cause));
      }
    };
  }

  private final class Mortal implements Link {
    private final Link link;

    Mortal(Link link) {
      this.link = link;
    }

    @Override
    public Delivery delivery() {
      return link.delivery();
    }

    @Override
    public void send(ByteBuffer message) {
      step();
      link.send(message);
    }

    @Override
    public void close() {
      if (!dead) {
        link.close();
      }
    }
  }
}
