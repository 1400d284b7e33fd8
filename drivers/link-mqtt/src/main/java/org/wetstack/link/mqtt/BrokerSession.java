package org.wetstack.link.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
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

/**
 * Paho's client, used in the one way that has been seen to work: asynchronous, every call from one
 * thread, callbacks that only hand over, a window of our own, and every acknowledgement looked at.
 */
final class BrokerSession implements MqttCallback {

  interface Arrival {
    void message(String topic, byte[] payload);
  }

  private static final Logger PAHO = Logger.getLogger("org.eclipse.paho.mqttv5.client");

  static {
    // Paho logs the trace of a stack, by default to the console, whenever a connection is cut under
    // it, which is how links end. What happened is told once, as the cause of the end.
    if (PAHO.getLevel() == null) {
      PAHO.setLevel(Level.OFF);
    }
  }

  private static final int QOS = 1;
  private static final int NO_RETAINED = 2;
  // Below the least "receive maximum" brokers are set to; Paho throws beyond that.
  private static final int WINDOW = 8;
  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_MILLIS = 6_000;
  private static final int ACKNOWLEDGE_SECONDS = 10;
  private static final int KEEP_ALIVE_SECONDS = 10;
  private static final long EXPIRY_SECONDS = 10;
  private static final int DRAIN_MILLIS = 500;
  private static final int FAREWELL_MILLIS = 400;

  private final MqttEndpoint endpoint;
  private final Arrival arrival;
  private final Consumer<IOException> broke;
  private final PromptSockets sockets;
  private final Semaphore window = new Semaphore(WINDOW);
  private volatile boolean lost;
  private @Nullable MqttAsyncClient client;

  /**
   * @param arrival called on a thread of Paho for each message
   * @param broke called, maybe more than once, when the session cannot go on
   */
  BrokerSession(MqttEndpoint endpoint, Arrival arrival, Consumer<IOException> broke) {
    this.endpoint = endpoint;
    this.arrival = arrival;
    this.broke = broke;
    this.sockets = new PromptSockets(endpoint.tls());
  }

  /** Connects, subscribes and says that we are here. */
  void open() throws MqttException, IOException {
    var fresh =
        new MqttAsyncClient(endpoint.serverUri(), endpoint.clientId(), new MemoryPersistence());
    client = fresh;
    fresh.setCallback(this);
    answered(fresh.connect(options()));
    var incoming = new MqttSubscription(endpoint.incomingTopic(), QOS);
    // What somebody has retained there is older than this link: never a command, never an answer.
    incoming.setRetainHandling(NO_RETAINED);
    var wanted = new ArrayList<>(List.of(incoming));
    if (endpoint.role() == MqttEndpoint.Role.HOST) {
      // A device stays where it is when hosts come and go; a host has lost what has gone offline.
      wanted.add(new MqttSubscription(endpoint.devicePresence(), QOS));
    }
    answered(fresh.subscribe(wanted.toArray(MqttSubscription[]::new)));
    answered(fresh.publish(endpoint.ownPresence(), presence("online")));
  }

  private MqttConnectionOptions options() {
    var options = new MqttConnectionOptions();
    // A link is a session. A broker that kept one for us would deliver, to a device that has
    // restarted, commands meant for the moment before: so it is to keep nothing.
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setUseSubscriptionIdentifiers(false);
    options.setSocketFactory(sockets.factory());
    options.setHttpsHostnameVerificationEnabled(true);
    options.setWill(endpoint.ownPresence(), presence("offline"));
    endpoint.user().ifPresent(options::setUserName);
    endpoint
        .password()
        .ifPresent(secret -> options.setPassword(secret.getBytes(StandardCharsets.UTF_8)));
    return options;
  }

  /** Sends one message, waiting for room in the window. Owner thread only. */
  void publish(byte[] payload) throws MqttException, IOException {
    try {
      if (!window.tryAcquire(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(
            "the broker does not acknowledge within " + ACKNOWLEDGE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    MqttAsyncClient open = client;
    if (lost || open == null) {
      return;
    }
    var properties = new MqttProperties();
    properties.setMessageExpiryInterval(EXPIRY_SECONDS);
    var message = new MqttMessage(payload, QOS, false, properties);
    open.publish(endpoint.outgoingTopic(), message, null, new Acknowledgement());
  }

  /** Lets go of the broker, in order if asked to and possible. Owner thread only. */
  void leave(boolean inOrder) {
    MqttAsyncClient open = client;
    if (open == null) {
      return;
    }
    try {
      if (inOrder && !lost && window.tryAcquire(WINDOW, DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        open.publish(endpoint.ownPresence(), presence("offline"))
            .waitForCompletion(FAREWELL_MILLIS);
        open.disconnect(0).waitForCompletion(FAREWELL_MILLIS);
      }
    } catch (MqttException | InterruptedException e) {
      // The broker will notice by itself, and send our will.
    }
    sockets.cut();
    try {
      open.disconnectForcibly(0, 1, false);
    } catch (MqttException e) {
      // It was not connected.
    }
    try {
      open.close(true);
    } catch (MqttException e) {
      // It is closed.
    }
  }

  /** Ends the connection whatever it is doing; the broker will send our will. From any thread. */
  void lost() {
    lost = true;
    window.release(WINDOW);
    sockets.cut();
  }

  private void answered(IMqttToken token) throws MqttException, IOException {
    token.waitForCompletion(ANSWER_MILLIS);
    String refusal = refusal(token);
    if (refusal != null) {
      throw new BrokerFailure.Refusal(refusal);
    }
  }

  /** Paho reports a refusal as a success with a reason code. Null if there is none. */
  private @Nullable String refusal(IMqttToken token) {
    int[] codes = token.getReasonCodes();
    for (int code : codes == null ? new int[0] : codes) {
      if (code >= BrokerFailure.SERVER_REFUSES) {
        return endpoint.where() + ": the broker " + BrokerFailure.inWords(code, endpoint);
      }
    }
    return null;
  }

  private static MqttMessage presence(String word) {
    return new MqttMessage(word.getBytes(StandardCharsets.UTF_8), QOS, true, new MqttProperties());
  }

  /** What the broker says to one message. On a thread of Paho. */
  private final class Acknowledgement implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      window.release();
      String refusal = refusal(token);
      if (refusal != null) {
        broke.accept(new BrokerFailure.Refusal(refusal));
      }
    }

    @Override
    public void onFailure(@Nullable IMqttToken token, Throwable failure) {
      window.release();
      broke.accept(new IOException(BrokerFailure.explain(failure, endpoint), failure));
    }
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    arrival.message(topic, message.getPayload());
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    int code = response.getReturnCode();
    MqttException failure = response.getException();
    String why =
        code >= BrokerFailure.SERVER_REFUSES
            ? endpoint.broker() + " " + BrokerFailure.inWords(code, endpoint)
            : failure == null
                ? endpoint.broker() + " closed the connection"
                : BrokerFailure.explain(failure, endpoint);
    broke.accept(new IOException(why, failure));
  }

  @Override
  public void mqttErrorOccurred(MqttException failure) {
    broke.accept(new IOException(BrokerFailure.explain(failure, endpoint), failure));
  }

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String uri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
