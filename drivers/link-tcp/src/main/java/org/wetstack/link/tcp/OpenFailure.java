package org.wetstack.link.tcp;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.TlsFailure;

/** Why a connection could not be opened, and what to do about it. */
final class OpenFailure {

  private OpenFailure() {}

  static DeviceException of(Throwable failure, TcpEndpoint wanted) {
    String peer = wanted.peer();
    if (failure instanceof UnknownHostException) {
      return lost(
          "there is no host " + wanted.host() + ": correct the name, or use its address", failure);
    }
    if (failure instanceof ConnectTimeoutException) {
      return timeout(wanted, false);
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof NoRouteToHostException || message.contains("unreachable")) {
      return lost("no way to reach " + peer + ": is this computer on its network?", failure);
    }
    if (failure instanceof ConnectException) {
      return lost(
          "nothing listens on "
              + peer
              + " (connection refused): is the instrument switched on, and is the port right?",
          failure);
    }
    if (wanted.tls() != null) {
      return lost(TlsFailure.explain(failure, peer, wanted.tls(), "tcp"), failure);
    }
    return lost("cannot connect to " + peer + ": " + failure, failure);
  }

  static DeviceException timeout(TcpEndpoint wanted, boolean connected) {
    String limit = " within " + wanted.connectMillis() + " ms";
    if (connected) {
      return lost(
          wanted.peer()
              + " accepts the connection but does not answer in TLS"
              + limit
              + ": use tcp:// or another port",
          null);
    }
    return lost(
        wanted.peer()
            + " does not answer"
            + limit
            + ": is it switched on, and does a firewall stand between?",
        null);
  }

  static DeviceException lost(String message, @Nullable Throwable cause) {
    return new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, message, cause);
  }
}
