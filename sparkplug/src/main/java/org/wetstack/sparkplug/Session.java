package org.wetstack.sparkplug;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.wetstack.hal.spi.TlsFiles;
import org.wetstack.sparkplug.payload.Payload;

/** One connection to the broker: with its death left there from the first moment on. */
final class Session implements MqttCallback {

  /** On a thread of Paho. */
  interface Inbox {
    void put(String topic, byte[] payload);
  }

  private static final Logger PAHO = Logger.getLogger("org.eclipse.paho.mqttv5.client");

  static {
    // It logs traces of stacks when a connection is cut; what happened is told once, by us.
    if (PAHO.getLevel() == null) {
      PAHO.setLevel(Level.OFF);
    }
  }

  private static final int ANSWER_MILLIS = 6_000;
  private static final int CONNECT_SECONDS = 5;
  private static final int KEEP_ALIVE_SECONDS = 10;
  private static final int REFUSED = 0x80;

  private final MqttAsyncClient client;
  private final Place place;
  private final Payload death;
  private final Inbox inbox;
  private volatile boolean lost;

  private Session(MqttAsyncClient client, Place place, int number, long millis, Inbox inbox) {
    this.client = client;
    this.place = place;
    this.inbox = inbox;
    // No sequence number: it is sent whenever it is.
    death =
        Payload.newBuilder()
            .setTimestamp(millis)
            .addMetrics(Telling.session(number, millis))
            .build();
  }

  /**
   * Connects as session {@code number}, and listens.
   *
   * @throws IOException if the broker is not there, or refuses
   */
  static Session open(Place place, int number, long millis, Inbox inbox) throws IOException {
    try {
      var client =
          new MqttAsyncClient(
              place.broker(),
              "wetstack-" + place.group() + "-" + place.node(),
              new MemoryPersistence());
      var session = new Session(client, place, number, millis, inbox);
      try {
        session.begin();
        return session;
      } catch (MqttException | IOException e) {
        session.close(false);
        throw e;
      }
    } catch (MqttException e) {
      throw new IOException("the broker at " + place.broker() + ": " + e.getMessage(), e);
    }
  }

  private void begin() throws MqttException, IOException {
    client.setCallback(this);
    answered(client.connect(options()));
    List<MqttSubscription> wanted = new ArrayList<>();
    wanted.add(new MqttSubscription(place.topic("NCMD"), 1));
    place.host().ifPresent(host -> wanted.add(new MqttSubscription(Place.state(host), 1)));
    answered(client.subscribe(wanted.toArray(MqttSubscription[]::new)));
  }

  private MqttConnectionOptions options() {
    var options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setWill(place.topic("NDEATH"), message(death, 1));
    place.user().ifPresent(options::setUserName);
    place
        .password()
        .ifPresent(secret -> options.setPassword(secret.getBytes(StandardCharsets.UTF_8)));
    TlsFiles tls = place.tls();
    if (tls != null) {
      options.setSocketFactory(tls.context().getSocketFactory());
      options.setHttpsHostnameVerificationEnabled(true);
    }
    return options;
  }

  boolean isLost() {
    return lost || !client.isConnected();
  }

  /** Hands {@code payload} to the connection; nobody confirms that it came. */
  void send(String topic, Payload payload) throws IOException {
    try {
      client.publish(topic, message(payload, 0)).waitForCompletion(ANSWER_MILLIS);
    } catch (MqttException e) {
      lost = true;
      throw new IOException("the broker at " + place.broker() + ": " + e.getMessage(), e);
    }
  }

  /** Leaves; {@code inOrder} says so to everybody first, who would not hear of it otherwise. */
  void close(boolean inOrder) {
    try {
      if (inOrder && !isLost()) {
        client.publish(place.topic("NDEATH"), message(death, 1)).waitForCompletion(ANSWER_MILLIS);
        client.disconnect(0).waitForCompletion(ANSWER_MILLIS);
      }
    } catch (MqttException e) {
      // The broker sends the same by itself.
    }
    try {
      client.disconnectForcibly(0, 1, false);
    } catch (MqttException e) {
      // It was not connected.
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      // It is closed.
    }
  }

  private static MqttMessage message(MessageLite payload, int quality) {
    return new MqttMessage(payload.toByteArray(), quality, false, new MqttProperties());
  }

  private static void answered(IMqttToken token) throws MqttException, IOException {
    token.waitForCompletion(ANSWER_MILLIS);
    int[] codes = token.getReasonCodes();
    for (int code : codes == null ? new int[0] : codes) {
      if (code >= REFUSED) {
        throw new IOException("the broker refuses, with reason " + code);
      }
    }
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    inbox.put(topic, message.getPayload());
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    lost = true;
  }

  @Override
  public void mqttErrorOccurred(MqttException failure) {
    lost = true;
  }

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String uri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
