package org.wetstack.link.mqtt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.broker.EmbeddedBroker;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;

/** What links through a broker do that is not a rule for every link. */
@Timeout(120)
class MqttLinksTest {

  private static final EmbeddedBroker BROKER = new EmbeddedBroker(0);

  @BeforeAll
  static void startBroker() throws Exception {
    BROKER.start();
  }

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

  @Test
  void aDeviceStaysOnTheBrokerWhenItsHostsComeAndGo() throws Exception {
    var device = new Ears();
    Link ofDevice = open("/stays?role=device", device);
    for (byte i = 0; i < 3; i++) {
      var host = new Ears();
      Link ofHost = open("/stays", host);
      ofHost.send(ByteBuffer.wrap(new byte[] {i}));
      assertArrayEquals(new byte[] {i}, device.hear());
      ofDevice.send(ByteBuffer.wrap(new byte[] {i, i}));
      assertArrayEquals(new byte[] {i, i}, host.hear());
      ofHost.close();
      assertEquals(Optional.empty(), host.ended.get(30, TimeUnit.SECONDS));
    }
    assertFalse(device.ended.isDone());
    ofDevice.close();
    assertEquals(Optional.empty(), device.ended.get(30, TimeUnit.SECONDS));
  }

  @Test
  void theLibraryBelowWritesNothingToTheConsole() {
    open("/quiet", new Ears()).close();
    for (String loud : new String[] {"CommsSender", "CommsReceiver", "ClientComms"}) {
      Logger logger = Logger.getLogger("org.eclipse.paho.mqttv5.client.internal." + loud);
      assertFalse(logger.isLoggable(Level.SEVERE), loud);
    }
  }

  private static Link open(String topic, LinkHandler handler) {
    return new MqttLinks().open(URI.create("mqtt://127.0.0.1:" + BROKER.port() + topic), handler);
  }

  private static final class Ears implements LinkHandler {

    final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
    private final LinkedBlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();

    byte @Nullable [] hear() throws InterruptedException {
      return heard.poll(30, TimeUnit.SECONDS);
    }

    @Override
    public void onBytes(Link link, ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      heard.add(copy);
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      ended.complete(Optional.ofNullable(cause));
    }
  }
}
