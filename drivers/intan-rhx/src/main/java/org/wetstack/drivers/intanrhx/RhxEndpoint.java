package org.wetstack.drivers.intanrhx;

import java.net.URI;

/**
 * Where the two sockets of one RHX are, as plain endpoints for a link provider.
 *
 * @param command takes commands and answers them
 * @param waveform brings samples
 */
record RhxEndpoint(URI command, URI waveform) {

  private static final int COMMAND_PORT = 5_000;

  /**
   * The two behind {@code endpoint}, with {@code linkOptions} in place of its own. Of {@code
   * tcp://host:5000} the sibling is {@code tcp://host:waveformPort}; of an endpoint without ports,
   * such as {@code cable:rhx}, it is {@code cable:rhx-waveform}.
   *
   * @throws IllegalArgumentException if there is more than a host, a port and options
   */
  static RhxEndpoint of(URI endpoint, int waveformPort, String linkOptions) {
    String whole = endpoint.toString();
    if (endpoint.getRawFragment() != null) {
      throw new IllegalArgumentException("'#' has no meaning in " + whole + ": leave it out");
    }
    int options = whole.indexOf('?');
    String plain = options < 0 ? whole : whole.substring(0, options);
    String prefix = endpoint.getScheme() + "://";
    if (!plain.startsWith(prefix)) {
      return new RhxEndpoint(
          URI.create(plain + linkOptions), URI.create(plain + "-waveform" + linkOptions));
    }
    String authority = plain.substring(prefix.length());
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon >= 0 && !authority.endsWith("]");
    String host = hasPort ? authority.substring(0, colon) : authority;
    if (host.isEmpty() || authority.contains("/") || authority.contains("@")) {
      throw new IllegalArgumentException(
          "no plain host and port in " + whole + "; write " + prefix + "host:" + COMMAND_PORT);
    }
    String command = hasPort ? authority.substring(colon + 1) : String.valueOf(COMMAND_PORT);
    return new RhxEndpoint(
        URI.create(prefix + host + ":" + command + linkOptions),
        URI.create(prefix + host + ":" + waveformPort + linkOptions));
  }
}
