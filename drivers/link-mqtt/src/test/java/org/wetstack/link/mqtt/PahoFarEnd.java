package org.wetstack.link.mqtt;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.wetstack.conformance.FarEnd;

/** A device on a broker, made from SPEC.md 2.7 and a bare client. */
final class PahoFarEnd implements FarEnd, MqttCallback {

  private static final int WAIT_MILLIS = 20_000;

  private final String endpoint;
  private final String base;
  private final PromptSockets sockets;
  private final MqttAsyncClient client;
  private final LinkedBlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
  private @Nullable Mosquitto broker;

  /**
   * Connects a device.
   *
   * @param endpoint what a host opens
   * @param connection how this device connects: user and password
   * @param sockets with TLS if the endpoint has it
   */
  PahoFarEnd(String endpoint, MqttConnectionOptions connection, PromptSockets sockets)
      throws MqttException {
    this.endpoint = endpoint;
    this.sockets = sockets;
    URI uri = URI.create(endpoint);
    this.base = uri.getPath().substring(1);
    String scheme = "mqtts".equals(uri.getScheme()) ? "ssl://" : "tcp://";
    client =
        new MqttAsyncClient(
            scheme + uri.getHost() + ":" + uri.getPort(),
            "far-end-" + base,
            new MemoryPersistence());
    client.setCallback(this);
    connection.setSocketFactory(sockets.factory());
    connection.setCleanStart(true);
    connection.setUseSubscriptionIdentifiers(false);
    connection.setWill(base + "/presence/device", presence("offline"));
    client.connect(connection).waitForCompletion(WAIT_MILLIS);
    client
        .subscribe(new MqttSubscription[] {new MqttSubscription(base + "/to-device", 1)})
        .waitForCompletion(WAIT_MILLIS);
    client.publish(base + "/presence/device", presence("online")).waitForCompletion(WAIT_MILLIS);
  }

  /** Connects a device without TLS or password. */
  PahoFarEnd(String endpoint) throws MqttException {
    this(endpoint, new MqttConnectionOptions(), new PromptSockets(null));
  }

  private static MqttMessage presence(String word) {
    return new MqttMessage(word.getBytes(StandardCharsets.UTF_8), 1, true, new MqttProperties());
  }

  @Override
  public URI endpoint() {
    return URI.create(endpoint);
  }

  @Override
  public void send(byte[] bytes) throws IOException {
    try {
      var acknowledged = new CompletableFuture<@Nullable Void>();
      // Paho wakes who waits for the token before it has made room for the next message.
      client.publish(base + "/to-host", bytes, 1, false, null, completing(acknowledged));
      acknowledged.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (MqttException | InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  private static MqttActionListener completing(CompletableFuture<@Nullable Void> future) {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        future.complete(null);
      }

      @Override
      public void onFailure(IMqttToken token, Throwable failure) {
        future.completeExceptionally(failure);
      }
    };
  }

  @Override
  public int receive(byte[] into) throws IOException {
    try {
      byte[] message = heard.poll(200, TimeUnit.MILLISECONDS);
      if (message == null) {
        return 0;
      }
      System.arraycopy(message, 0, into, 0, message.length);
      return message.length;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void vanish() {
    sockets.cut();
  }

  /** Stalls with {@code stalling}, through which it is connected. */
  PahoFarEnd behind(Mosquitto stalling) {
    broker = stalling;
    return this;
  }

  @Override
  public boolean stall() throws IOException {
    if (broker != null) {
      broker.stall();
    }
    return broker != null;
  }

  @Override
  public void resume() throws IOException {
    if (broker != null) {
      broker.resume();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 1_000, true);
      }
      client.close(true);
    } catch (MqttException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    heard.add(message.getPayload());
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {}

  @Override
  public void mqttErrorOccurred(MqttException failure) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String uri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
