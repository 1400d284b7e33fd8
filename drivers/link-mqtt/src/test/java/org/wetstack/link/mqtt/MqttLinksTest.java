package org.wetstack.link.mqtt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.broker.EmbeddedBroker;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
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
  void aBrokerThatIsKilledEndsTheLinkOnceInWordsAndNothingMoreIsTaken(@TempDir Path dir)
      throws Exception {
    try (Mosquitto broker = Mosquitto.start(dir, "allow_anonymous true")) {
      var host = new Ears();
      URI endpoint = URI.create("mqtt://127.0.0.1:" + broker.port() + "/killed");
      Link link = new MqttLinks().open(endpoint, host);
      link.send(ByteBuffer.wrap(new byte[] {1}));
      broker.kill();
      Throwable cause = host.ended.get(10, TimeUnit.SECONDS).orElseThrow();
      assertTrue(cause.toString().contains("127.0.0.1:" + broker.port()), cause::toString);
      var refused =
          assertThrows(DeviceException.class, () -> link.send(ByteBuffer.wrap(new byte[] {2})));
      assertEquals(Reason.LINK_LOST, refused.reason());
      assertEquals(Outcome.NOT_DONE, refused.outcome());
      link.close();
      var gone = assertThrows(DeviceException.class, () -> new MqttLinks().open(endpoint, host));
      assertTrue(gone.toString().contains("nothing listens on"), gone::toString);
    }
  }

  @Test
  void aHandlerThatFallsTooFarBehindLosesTheLinkAndIsTold() throws Exception {
    var release = new CountDownLatch(1);
    var ended = new CompletableFuture<Optional<Throwable>>();
    Link slow =
        open(
            "/flood",
            new LinkHandler() {
              @Override
              public void onBytes(Link link, ByteBuffer bytes) {
                try {
                  release.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }

              @Override
              public void onClosed(@Nullable Throwable cause) {
                ended.complete(Optional.ofNullable(cause));
              }
            });
    Link device = open("/flood?role=device", new Ears());
    for (int sent = 0; sent < 2_600; ) {
      try {
        device.send(ByteBuffer.wrap(new byte[] {1}));
        sent++;
      } catch (DeviceException full) {
        assertEquals(Reason.TIMEOUT, full.reason(), full::toString);
        LockSupport.parkNanos(1_000_000);
      }
    }
    device.close();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      assertTrue(System.nanoTime() < deadline, "the link never ended");
      try {
        slow.send(ByteBuffer.wrap(new byte[] {1}));
      } catch (DeviceException over) {
        if (over.reason() == Reason.LINK_LOST) {
          break;
        }
        assertEquals(Reason.TIMEOUT, over.reason(), over::toString);
      }
      LockSupport.parkNanos(10_000_000);
    }
    release.countDown();
    Throwable cause = ended.get(30, TimeUnit.SECONDS).orElseThrow();
    assertTrue(cause.toString().contains("come faster than handled"), cause::toString);
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
