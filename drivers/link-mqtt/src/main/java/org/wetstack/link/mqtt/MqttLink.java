package org.wetstack.link.mqtt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.SystemTimebase;

/**
 * One session with a broker. One thread owns the client and sends; another calls the handler, so
 * that a slow handler delays neither. Lost is lost: there is no reconnecting in here.
 */
final class MqttLink implements Link {

  static final int MAX_MESSAGE = 128 * 1024;
  private static final int OUTBOX_MESSAGES = 256;
  private static final int INBOX_MESSAGES = 2_000;
  private static final int INBOX_BYTES = 16 << 20;
  private static final Duration CLOSE = Duration.ofMillis(1_900);

  /** Why the link ended; null for an ordinary close. */
  private record End(@Nullable Throwable cause) {}

  private record Incoming(String topic, ByteBuffer payload) {}

  private final MqttEndpoint endpoint;
  private final LinkHandler handler;
  private final BrokerSession session;
  private final MessageQueue<byte[]> outbox = new MessageQueue<>(OUTBOX_MESSAGES, 2 * MAX_MESSAGE);
  private final MessageQueue<Incoming> inbox = new MessageQueue<>(INBOX_MESSAGES, INBOX_BYTES);
  private final CompletableFuture<Link> ready = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private boolean deviceSeen;

  MqttLink(MqttEndpoint endpoint, LinkHandler handler) {
    this.endpoint = endpoint;
    this.handler = handler;
    this.session = new BrokerSession(endpoint, this::arrived, this::broke);
  }

  /**
   * Begins to connect. The future completes when the link is usable, or with the reason why not.
   */
  CompletableFuture<Link> start() {
    thread("owner", this::own);
    return ready;
  }

  /** Stops opening. False if it is open already. */
  boolean giveUp() {
    boolean first = ready.completeExceptionally(new TimeoutException());
    if (first) {
      session.lost();
    }
    return first;
  }

  private void own() {
    try {
      session.open();
    } catch (MqttException | IOException | RuntimeException e) {
      // First the reason: whoever opens waits for it, and leaving takes its time.
      ready.completeExceptionally(
          new DeviceException(
              Reason.LINK_LOST, Outcome.NOT_DONE, BrokerFailure.explain(e, endpoint), e));
      session.leave(false);
      return;
    }
    if (!ready.complete(this)) {
      session.leave(true);
      return;
    }
    thread("handler", this::handle);
    try {
      for (byte[] message = outbox.take(); message != null; message = outbox.take()) {
        session.publish(message);
      }
    } catch (MqttException | IOException | RuntimeException e) {
      finish(new IOException(BrokerFailure.explain(e, endpoint), e));
    } finally {
      End reason = end.get();
      session.leave(reason != null && reason.cause() == null);
      over.complete(null);
    }
  }

  /** On a thread of Paho: only hands over, since Paho stops reading while this runs. */
  private void arrived(String topic, byte[] payload) {
    if (inbox.offer(new Incoming(topic, ByteBuffer.wrap(payload)), payload.length)
        == MessageQueue.Offer.FULL) {
      finish(new IOException("messages from " + endpoint.where() + " come faster than handled"));
    }
  }

  private void broke(IOException cause) {
    finish(cause);
  }

  private void handle() {
    try {
      for (Incoming next = inbox.take(); next != null; next = inbox.take()) {
        if (next.topic().equals(endpoint.incomingTopic())) {
          handler.onBytes(this, next.payload());
        } else if (next.topic().equals(endpoint.devicePresence())) {
          deviceIs(StandardCharsets.UTF_8.decode(next.payload()).toString());
        }
      }
    } catch (Throwable e) {
      finish(new IOException("the handler of " + endpoint.where() + " failed: " + e, e));
      inbox.abandon();
    }
    // The next link must not open before this one has said that it is offline.
    awaitOver();
    End reason = end.get();
    handler.onClosed(reason == null ? null : reason.cause());
  }

  private void deviceIs(String presence) {
    if (presence.equals("online")) {
      deviceSeen = true;
    } else if (deviceSeen) {
      finish(
          new IOException(
              "the device at "
                  + endpoint.where()
                  + " has gone offline: switched off, or its connection broke"));
      // Nothing that is said after it counts.
      inbox.abandon();
    }
  }

  @Override
  public Delivery delivery() {
    return Delivery.MESSAGES;
  }

  @Override
  public void send(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (count > MAX_MESSAGE) {
      throw new IllegalArgumentException(
          count + " bytes at once; an MQTT link takes at most " + MAX_MESSAGE);
    }
    byte[] message = new byte[count];
    bytes.duplicate().get(message);
    switch (outbox.offer(message, count)) {
      case TAKEN -> bytes.position(bytes.limit());
      case FULL ->
          throw new DeviceException(
              Reason.TIMEOUT,
              Outcome.NOT_DONE,
              "the outgoing queue to " + endpoint.where() + " is full: the broker does not read");
      case CLOSED ->
          throw new DeviceException(
              Reason.LINK_LOST, Outcome.NOT_DONE, "the link to " + endpoint.where() + " is closed");
    }
  }

  @Override
  public void close() {
    finish(null);
    awaitOver();
  }

  private void finish(@Nullable Throwable cause) {
    if (!end.compareAndSet(null, new End(cause))) {
      return;
    }
    if (cause == null) {
      outbox.close();
      inbox.abandon();
    } else {
      outbox.abandon();
      session.lost();
      inbox.close();
    }
  }

  private void awaitOver() {
    try {
      SystemTimebase.shared().await(over, CLOSE);
    } catch (TimeoutException e) {
      session.lost();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void thread(String role, Runnable task) {
    var thread = new Thread(task, "wetstack mqtt " + endpoint.base() + " " + role);
    thread.setDaemon(true);
    thread.start();
  }
}
