package org.wetstack.bridge;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/** The way to a broker, which comes back by itself when the broker was away. Thread-safe. */
final class Uplink implements AutoCloseable {

  private static final Duration COME_BACK = Duration.ofMillis(500);

  private final URI endpoint;
  private final LinkProvider links;
  private final Supplier<LinkHandler> plug;
  private final Timebase time;
  private final Hand hand;
  private final Consumer<String> news;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Link current;
  private boolean closed;

  /** {@code hand} waits for the broker. */
  Uplink(
      URI endpoint,
      LinkProvider links,
      Supplier<LinkHandler> plug,
      Timebase time,
      Hand hand,
      Consumer<String> news) {
    this.endpoint = endpoint;
    this.links = links;
    this.plug = plug;
    this.time = time;
    this.hand = hand;
    this.news = news;
  }

  /**
   * Connects for the first time. Blocks.
   *
   * @throws IllegalArgumentException if the endpoint is malformed
   * @throws DeviceException if the broker cannot be reached now
   */
  void connect() {
    LinkHandler device = plug.get();
    Link link =
        links.open(
            endpoint,
            new LinkHandler() {
              @Override
              public void onBytes(Link from, ByteBuffer bytes) {
                device.onBytes(from, bytes);
              }

              @Override
              public void onClosed(@Nullable Throwable cause) {
                device.onClosed(cause);
                lost(cause);
              }
            });
    boolean late;
    lock.lock();
    try {
      current = link;
      late = closed;
    } finally {
      lock.unlock();
    }
    if (late) {
      link.close();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void lost(@Nullable Throwable cause) {
    if (!isClosed()) {
      news.accept("the broker is lost: " + (cause == null ? "closed" : cause.getMessage()));
      later();
    }
  }

  private void later() {
    var unused =
        time.after(
            COME_BACK,
            () -> {
              if (!hand.offer(this::again)) {
                later();
              }
            });
  }

  private void again() {
    if (isClosed()) {
      return;
    }
    try {
      connect();
      news.accept("the broker is back");
    } catch (DeviceException | IllegalArgumentException e) {
      // It is still away, or a file of its endpoint is: the next try follows.
      later();
    }
  }

  @Override
  public void close() {
    Link link;
    lock.lock();
    try {
      closed = true;
      link = current;
    } finally {
      lock.unlock();
    }
    if (link != null) {
      link.close();
    }
  }
}
