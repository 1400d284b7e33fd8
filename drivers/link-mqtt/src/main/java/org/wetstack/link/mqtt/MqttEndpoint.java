package org.wetstack.link.mqtt;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.TlsFiles;

/**
 * What {@code mqtt://broker:1883/rig-1/pump?user=rig-1&password-file=FILE} says.
 *
 * @param base the topic below which both ends meet
 * @param tls null on a plain connection
 */
record MqttEndpoint(
    String host,
    int port,
    String base,
    Role role,
    String clientId,
    Optional<String> user,
    Optional<String> password,
    @Nullable TlsFiles tls) {

  /** Which end of the link this is. */
  enum Role {
    HOST,
    DEVICE;

    String word() {
      return this == HOST ? "host" : "device";
    }
  }

  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final String RIGHT = "; write mqtt://broker:1883/rig-1/pump";

  static MqttEndpoint parse(URI endpoint) {
    boolean secure = "mqtts".equals(endpoint.getScheme());
    Set<String> known = new HashSet<>(Set.of("user", "password-file", "role", "client-id"));
    if (secure) {
      known.addAll(TlsFiles.OPTIONS);
    }
    String authority = endpoint.getRawAuthority();
    if (endpoint.getRawFragment() != null) {
      throw new IllegalArgumentException("'#' has no meaning in " + endpoint + RIGHT);
    }
    if (authority == null) {
      throw new IllegalArgumentException("no broker in " + endpoint + RIGHT);
    }
    if (authority.contains("@")) {
      throw new IllegalArgumentException(
          "no user or password before '@', where logs would show it: use user=NAME and"
              + " password-file=FILE");
    }
    EndpointOptions options = EndpointOptions.parse(endpoint, known);
    String base = base(endpoint);
    Role role = role(options.text("role").orElse("host"), endpoint);
    int colon = authority.lastIndexOf(':');
    boolean noPort = colon < 0 || authority.endsWith("]");
    String host = noPort ? authority : authority.substring(0, colon);
    if (host.isEmpty()) {
      throw new IllegalArgumentException("no broker in " + endpoint + RIGHT);
    }
    return new MqttEndpoint(
        host,
        noPort ? (secure ? TLS_PORT : PLAIN_PORT) : port(authority.substring(colon + 1), endpoint),
        base,
        role,
        // The same every time: whoever connects next takes over at once, so there are never two
        // hosts on one device, and the broker announces the end of the old link first.
        options.text("client-id").orElse("wetstack-" + role.word() + ":" + base),
        options.text("user"),
        options.text("password-file").map(MqttEndpoint::password),
        secure ? TlsFiles.read(options) : null);
  }

  /** Broker and topic, for messages. */
  String where() {
    return broker() + "/" + base;
  }

  String broker() {
    return host + ":" + port;
  }

  String serverUri() {
    return (tls == null ? "tcp://" : "ssl://") + broker();
  }

  String outgoingTopic() {
    return base + (role == Role.HOST ? "/to-device" : "/to-host");
  }

  String incomingTopic() {
    return base + (role == Role.HOST ? "/to-host" : "/to-device");
  }

  String ownPresence() {
    return base + "/presence/" + role.word();
  }

  String devicePresence() {
    return base + "/presence/" + Role.DEVICE.word();
  }

  private static String base(URI endpoint) {
    String path = endpoint.getPath();
    String base = path == null || path.isEmpty() ? "" : path.substring(1);
    if (base.isEmpty()) {
      throw new IllegalArgumentException("no topic in " + endpoint + RIGHT);
    }
    if (base.contains("+") || base.contains("#") || base.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a topic has no wildcards, but " + base + " in " + endpoint + " has");
    }
    if (base.startsWith("/") || base.endsWith("/")) {
      throw new IllegalArgumentException(
          "the topic " + base + " in " + endpoint + " begins or ends with '/'" + RIGHT);
    }
    return base;
  }

  private static Role role(String text, URI endpoint) {
    return switch (text) {
      case "host" -> Role.HOST;
      case "device" -> Role.DEVICE;
      default ->
          throw new IllegalArgumentException(
              "option 'role' in " + endpoint + " must be host or device, not '" + text + "'");
    };
  }

  private static int port(String text, URI endpoint) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "the port in " + endpoint + " must be a number from 1 to 65535, not '" + text + "'");
  }

  private static String password(String file) {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("there is no password file " + path.toAbsolutePath());
    }
    try {
      // Editors end files with a line end, which is not part of the password.
      return Files.readString(path, StandardCharsets.UTF_8).replaceFirst("\\R+\\z", "");
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + path + ": check its permissions", e);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return where() + " as " + role.word();
  }
}
