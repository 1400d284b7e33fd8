package org.wetstack.emulator.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.regex.Pattern;

/** Listening on the loopback interface, and on nothing else. */
final class Loopback {

  private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private Loopback() {}

  /**
   * A socket that listens for one client.
   *
   * @param who for messages, such as {@code waveform port}
   * @param host an address; no names, so that nobody is asked what a name means
   * @param port 0 lets the system choose
   */
  static ServerSocket bound(String who, String host, int port) throws IOException {
    InetAddress address = address(who, host);
    var server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(address, port), 1);
      return server;
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "the "
              + who
              + " cannot listen on port "
              + port
              + " of "
              + host
              + ": "
              + e.getMessage()
              + "; choose another",
          e);
    }
  }

  private static InetAddress address(String who, String host) throws IOException {
    InetAddress address =
        NUMBERS.matcher(host).matches() || host.equals("::1") ? InetAddress.getByName(host) : null;
    if (address == null || !address.isLoopbackAddress()) {
      throw new IOException(
          "the "
              + who
              + " listens on addresses of the loopback interface only, such as 127.0.0.1, not on '"
              + host
              + "'");
    }
    return address;
  }
}
