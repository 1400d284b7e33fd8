package org.wetstack.link.mqtt;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.wetstack.hal.spi.TlsFailure;

/** What went wrong with a broker, in words for a person. */
final class BrokerFailure {

  static final int SERVER_REFUSES = 0x80;
  private static final int NO_MQTT_5 = 0x84;
  private static final int CLIENT_ID = 0x85;
  private static final int BAD_CREDENTIALS = 0x86;
  private static final int NOT_AUTHORISED = 0x87;
  private static final int TAKEN_OVER = 0x8E;
  private static final int SHUTTING_DOWN = 0x8B;
  private static final int QUOTA = 0x97;

  private BrokerFailure() {}

  /** What the broker answered instead of yes; the message is complete. */
  static final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  /** Why there is no connection, or no longer one. */
  static String explain(Throwable failure, MqttEndpoint endpoint) {
    String broker = endpoint.broker();
    if (failure instanceof Refusal refusal) {
      return String.valueOf(refusal.getMessage());
    }
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UnknownHostException) {
        return "there is no host " + endpoint.host() + ": correct the name, or use its address";
      }
      if (e instanceof SSLException && endpoint.tls() != null) {
        return TlsFailure.explain(e, broker, endpoint.tls(), "mqtt");
      }
      if (e instanceof SocketTimeoutException) {
        return broker + " does not answer: is it switched on, and does a firewall stand between?";
      }
      if (e instanceof NoRouteToHostException) {
        return "no way to reach " + broker + ": is this computer on its network?";
      }
      if (e instanceof ConnectException) {
        return "nothing listens on "
            + broker
            + " (connection refused): is the broker running, and is the port right?";
      }
    }
    int code = failure instanceof MqttException mqtt ? mqtt.getReasonCode() : 0;
    if (code == MqttClientException.REASON_CODE_CLIENT_TIMEOUT) {
      return broker + " does not answer in MQTT: is it a broker, and is the port right?";
    }
    return code > 0 && code < 256
        ? broker + " " + inWords(code, endpoint)
        : "the connection to " + broker + " broke: " + failure.getMessage() + cause(failure);
  }

  /** What a reason code of MQTT 5 at or above 0x80 means, as a sentence after its subject. */
  static String inWords(int code, MqttEndpoint endpoint) {
    return switch (code) {
      case BAD_CREDENTIALS ->
          "does not accept the user name and password: check user= and password-file=";
      case NOT_AUTHORISED ->
          endpoint.user().isEmpty()
              ? "does not let an unnamed user in: add user= and password-file="
              : "does not allow this to user "
                  + endpoint.user().get()
                  + ": check the password, and the broker's access list";
      case CLIENT_ID -> "does not accept the client id '" + endpoint.clientId() + "'";
      case NO_MQTT_5 -> "does not speak MQTT 5: update it";
      case TAKEN_OVER ->
          "has given our place to another with client id '"
              + endpoint.clientId()
              + "': is a second controller running?";
      case SHUTTING_DOWN -> "is shutting down";
      case QUOTA -> "says that a quota is exceeded";
      default -> "refuses, with reason code 0x" + Integer.toHexString(code) + " of MQTT 5";
    };
  }

  private static String cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? "" : " (" + cause + ")";
  }
}
