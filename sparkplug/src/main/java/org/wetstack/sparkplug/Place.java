package org.wetstack.sparkplug;

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
 * Where a node stands: at {@code mqtt://broker:1883?user=NAME&password-file=FILE} or {@code
 * mqtts://…?ca=FILE&cert=FILE&key=FILE}, as {@code node} of {@code group}.
 *
 * @param broker for messages
 * @param host the primary host application: nothing is told while it is not online; empty for none
 * @param tls null on a plain connection
 */
public record Place(
    String broker,
    String group,
    String node,
    Optional<String> host,
    Optional<String> user,
    Optional<String> password,
    @Nullable TlsFiles tls) {

  private static final String NAMESPACE = "spBv1.0";
  private static final int MOST_CHARACTERS = 100;

  public Place {
    check("a group", group);
    check("a node", node);
    host.ifPresent(name -> check("a host application", name));
  }

  /**
   * Reads {@code endpoint}.
   *
   * @throws IllegalArgumentException if it is no broker, or a name is none; says what to write
   */
  public static Place of(URI endpoint, String group, String node, Optional<String> host) {
    boolean secure = "mqtts".equals(endpoint.getScheme());
    if (!(secure || "mqtt".equals(endpoint.getScheme())) || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "'" + endpoint + "' is no broker: write it as in mqtts://broker.lab:8883");
    }
    if (endpoint.getRawPath() != null && endpoint.getRawPath().length() > 1) {
      throw new IllegalArgumentException(
          "'" + endpoint + "' has a topic, which Sparkplug makes itself: leave out the path");
    }
    Set<String> known = new HashSet<>(Set.of("user", "password-file"));
    if (secure) {
      known.addAll(TlsFiles.OPTIONS);
    }
    EndpointOptions options = EndpointOptions.parse(endpoint, known);
    int port = endpoint.getPort() < 0 ? (secure ? 8883 : 1883) : endpoint.getPort();
    return new Place(
        (secure ? "ssl://" : "tcp://") + endpoint.getHost() + ":" + port,
        group,
        node,
        host,
        options.text("user"),
        options.text("password-file").map(Place::password),
        secure ? TlsFiles.read(options) : null);
  }

  private static String password(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException("password-file " + file + " cannot be read: " + e, e);
    }
  }

  /** Names are parts of topics. */
  static void check(String what, String name) {
    if (name.isBlank()
        || name.length() > MOST_CHARACTERS
        || name.chars().anyMatch(c -> c == '+' || c == '#' || c == '/' || c < ' ')) {
      throw new IllegalArgumentException(
          what
              + " is called by 1 to "
              + MOST_CHARACTERS
              + " characters without + / #, not by '"
              + name
              + "'");
    }
  }

  /** Of messages of {@code kind} about the node. */
  String topic(String kind) {
    return NAMESPACE + "/" + group + "/" + kind + "/" + node;
  }

  /** Of messages of {@code kind} about {@code device}. */
  String topic(String kind, String device) {
    return topic(kind) + "/" + device;
  }

  /** Where a host application says whether it is online. */
  static String state(String host) {
    return NAMESPACE + "/STATE/" + host;
  }
}
