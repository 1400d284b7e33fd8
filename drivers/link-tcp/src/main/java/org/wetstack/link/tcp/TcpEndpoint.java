package org.wetstack.link.tcp;

import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.TlsFiles;

/**
 * What {@code tcp://host:port?connect-millis=5000&poll=spin} or {@code tls://host:port?ca=FILE}
 * says.
 *
 * @param spin whether a plain connection asks for bytes all the time instead of waiting for them
 * @param tls null on a plain connection
 */
record TcpEndpoint(String host, int port, int connectMillis, boolean spin, @Nullable TlsFiles tls) {

  static final int DEFAULT_CONNECT_MILLIS = 5_000;
  static final int MAX_CONNECT_MILLIS = 9_000;

  static TcpEndpoint parse(URI endpoint) {
    boolean secure = "tls".equals(endpoint.getScheme());
    Set<String> known = new HashSet<>(Set.of("connect-millis"));
    known.addAll(secure ? TlsFiles.OPTIONS : Set.of("poll"));
    String authority = endpoint.getRawAuthority();
    if (authority == null || authority.contains("@")) {
      throw malformed(endpoint, "no host and port");
    }
    String path = endpoint.getRawPath();
    if (path != null && !path.isEmpty()) {
      throw malformed(endpoint, "'" + path + "' after the port");
    }
    if (endpoint.getFragment() != null) {
      throw malformed(endpoint, "'#' has no meaning");
    }
    // Not URI.getHost(): it is null for the underscores that many instruments have in their names.
    int colon = authority.lastIndexOf(':');
    String host = colon < 0 ? authority : authority.substring(0, colon);
    if (colon < 0 || authority.endsWith("]")) {
      throw malformed(endpoint, "no port");
    }
    if (host.isEmpty()) {
      throw malformed(endpoint, "no host");
    }
    int port = port(endpoint, authority.substring(colon + 1));
    EndpointOptions options = EndpointOptions.parse(endpoint, known);
    int connectMillis =
        options.integer("connect-millis", DEFAULT_CONNECT_MILLIS, 1, MAX_CONNECT_MILLIS);
    return new TcpEndpoint(
        host, port, connectMillis, spin(endpoint, options), secure ? TlsFiles.read(options) : null);
  }

  private static boolean spin(URI endpoint, EndpointOptions options) {
    Optional<String> poll = options.text("poll");
    if (poll.isPresent() && !poll.get().equals("spin")) {
      throw new IllegalArgumentException(
          "option 'poll' in "
              + endpoint
              + " must be spin, not '"
              + poll.get()
              + "'; leave it out to wait for bytes");
    }
    return poll.isPresent();
  }

  /** Host and port, for messages. */
  String peer() {
    return host + ":" + port;
  }

  private static int port(URI endpoint, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw malformed(endpoint, "the port must be a number from 1 to 65535, not '" + text + "'");
  }

  private static IllegalArgumentException malformed(URI endpoint, String what) {
    return new IllegalArgumentException(
        what + " in " + endpoint + "; write " + endpoint.getScheme() + "://host:port");
  }
}
