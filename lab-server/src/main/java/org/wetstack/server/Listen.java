package org.wetstack.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a controller is served.
 *
 * @param address with a port; port 0 for one that is free
 * @param tls needed wherever others than this computer can come from
 * @param users whether somebody has said who may come in; needed there too
 */
public record Listen(InetSocketAddress address, Optional<Tls> tls, boolean users) {

  /**
   * Files in PEM.
   *
   * @param clients who has signed the certificates that clients must show; empty if they need none
   */
  public record Tls(Path certificate, Path key, Optional<Path> clients) {}

  public Listen {
    InetAddress host = address.getAddress();
    if (host == null) {
      throw new IllegalArgumentException(
          "'" + address.getHostString() + "' is no address of this computer");
    }
    if (tls.isEmpty() && !host.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "to listen on "
              + address
              + " the controller needs TLS, for others could come in between: give a certificate"
              + " and a key, or listen on 127.0.0.1");
    }
    if (!users && !host.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "to listen on "
              + address
              + " the controller needs to be told who may come in: write 'users' into the rig"
              + " file, or listen on 127.0.0.1");
    }
  }

  /** For whoever has a token that the controller made, on this computer only. */
  public Listen(InetSocketAddress address, Optional<Tls> tls) {
    this(address, tls, false);
  }
}
