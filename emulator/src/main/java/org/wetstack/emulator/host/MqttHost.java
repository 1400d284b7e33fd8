package org.wetstack.emulator.host;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * An instrument behind an MQTT broker. When it loses the broker it comes back by itself, as a board
 * with a network module does.
 */
public final class MqttHost implements Host {

  private static final Duration COME_BACK = Duration.ofMillis(500);
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final URI endpoint;
  private final URI asDevice;
  private final LinkProvider links;
  private final Supplier<LinkHandler> instrument;
  private final Timebase time;
  private final CompletableFuture<Boolean> closing = new CompletableFuture<>();
  private volatile @Nullable Link current;

  private MqttHost(
      URI endpoint, LinkProvider links, Supplier<LinkHandler> instrument, Timebase time) {
    this.endpoint = endpoint;
    this.asDevice =
        URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + "role=device");
    this.links = links;
    this.instrument = instrument;
    this.time = time;
  }

  /**
   * Connects to the broker at {@code endpoint}, such as {@code mqtt://127.0.0.1:1883/rig-1/pump}.
   *
   * @param links opens {@code mqtt} endpoints
   * @throws DeviceException if the broker cannot be reached now
   */
  public static MqttHost open(
      Supplier<LinkHandler> instrument, URI endpoint, LinkProvider links, Timebase time) {
    var host = new MqttHost(endpoint, links, instrument, time);
    CompletableFuture<Boolean> lost = host.connect();
    var thread = new Thread(() -> host.stay(lost), "mqtt " + endpoint);
    thread.setDaemon(true);
    thread.start();
    return host;
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    closing.complete(true);
    Link link = current;
    if (link != null) {
      link.close();
    }
  }

  /** Opens a link; the future completes when it is lost. */
  private CompletableFuture<Boolean> connect() {
    var lost = new CompletableFuture<Boolean>();
    LinkHandler board = instrument.get();
    Link link =
        links.open(
            asDevice,
            new LinkHandler() {
              @Override
              public void onBytes(Link from, ByteBuffer bytes) {
                board.onBytes(from, bytes);
              }

              @Override
              public void onClosed(@Nullable Throwable cause) {
                board.onClosed(cause);
                lost.complete(true);
              }
            });
    current = link;
    if (closing.isDone()) {
      link.close();
    }
    return lost;
  }

  private void stay(CompletableFuture<Boolean> firstLoss) {
    CompletableFuture<Boolean> lost = firstLoss;
    try {
      while (!closing.isDone()) {
        if (passed(lost, FOR_EVER) && !passed(closing, COME_BACK)) {
          lost = again(lost);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Boolean> again(CompletableFuture<Boolean> lost) {
    try {
      return connect();
    } catch (DeviceException e) {
      // The broker is still away: the old loss stands, and the next try follows.
      return lost;
    }
  }

  private boolean passed(CompletableFuture<Boolean> event, Duration limit)
      throws InterruptedException {
    try {
      return time.await(event, limit);
    } catch (TimeoutException e) {
      return false;
    }
  }
}
