package org.wetstack.emulator.rig;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Set;
import org.wetstack.emulator.CableFaults;
import org.wetstack.hal.spi.Link.Delivery;

/**
 * Where a board of an emulated rig is found: {@code serial}, {@code tcp://127.0.0.1:7310}, {@code
 * mqtt:rig-1/pump}, {@code cable}, … (docs/reference/emulator-yaml.md has the list).
 *
 * @param text as it was written
 */
public record Place(Kind kind, String text) {

  /** What carries the bytes. */
  public enum Kind {
    /** In the memory of this process; see {@link Place#faults}. */
    CABLE,
    SERIAL,
    TCP,
    TLS,
    MQTT
  }

  private static final String WORDS =
      "write serial, serial:/tmp/pump, tcp, tcp://127.0.0.1:7310, tls://…, mqtt:rig-1/pump,"
          + " mqtt://…, mqtts://…, cable, noisy-line, slow-stream or lossy-broker";

  private static final Set<String> CABLES =
      Set.of("cable", "noisy-line", "slow-stream", "lossy-broker");

  /** A good cable. */
  public static final Place CABLE = new Place(Kind.CABLE, "cable");

  /** A pseudo-terminal with a path of the system's choice. */
  public static final Place SERIAL = new Place(Kind.SERIAL, "serial");

  /** A free port of the loopback interface. */
  public static final Place TCP = new Place(Kind.TCP, "tcp");

  /**
   * The place that {@code text} means.
   *
   * @throws IllegalArgumentException if it means none; the message says what would
   */
  public static Place parse(String text) {
    if (CABLES.contains(text)) {
      return new Place(Kind.CABLE, text);
    }
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? text : text.substring(0, colon);
    Kind kind =
        switch (scheme) {
          case "serial" -> Kind.SERIAL;
          case "tcp" -> Kind.TCP;
          case "tls" -> Kind.TLS;
          case "mqtt", "mqtts" -> Kind.MQTT;
          default ->
              throw new IllegalArgumentException("no place is called '" + text + "': " + WORDS);
        };
    var place = new Place(kind, text);
    place.check();
    return place;
  }

  private void check() {
    switch (kind) {
      case SERIAL -> {
        if (!text.equals("serial") && text.length() <= "serial:".length()) {
          throw new IllegalArgumentException(
              "'" + text + "' names no link: write serial, or serial:/tmp/pump");
        }
      }
      case TCP, TLS -> {
        int unused = port();
      }
      case MQTT -> {
        if (needsBroker() ? topic().isEmpty() : uri().getHost() == null) {
          throw new IllegalArgumentException(
              "'"
                  + text
                  + "' names no topic: write mqtt:rig-1/pump, or mqtt://127.0.0.1/rig-1/pump");
        }
      }
      case CABLE -> {}
    }
  }

  /** Whether this is MQTT at a broker that the rig has to bring along. */
  boolean needsBroker() {
    return kind == Kind.MQTT && !text.contains("//");
  }

  /** The same topic at {@code broker}. */
  Place at(URI broker) {
    return parse(broker + "/" + topic());
  }

  private String topic() {
    return text.startsWith("mqtt:") ? text.substring("mqtt:".length()) : "";
  }

  /** The port to listen on; 0 for a free one. */
  int port() {
    if (text.equals("tcp")) {
      return 0;
    }
    URI uri = uri();
    if (uri.getHost() == null || uri.getPort() > 65_535) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no address to listen at: write "
              + kind.name().toLowerCase(java.util.Locale.ROOT)
              + "://127.0.0.1:7310, with port 0 for a free one");
    }
    if (!loopback(uri.getHost())) {
      throw new IllegalArgumentException(
          "'" + text + "' is not on this computer: emulated boards listen on 127.0.0.1 only");
    }
    return Math.max(0, uri.getPort());
  }

  private static boolean loopback(String host) {
    try {
      return host.equals("localhost")
          || (host.matches("[0-9.]+") && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The symbolic link to make to the pseudo-terminal; empty for none. */
  String link() {
    return text.equals("serial") ? "" : text.substring("serial:".length());
  }

  URI uri() {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an endpoint: " + e.getReason() + "; " + WORDS, e);
    }
  }

  Delivery delivery() {
    return switch (text) {
      case "noisy-line" -> Delivery.RAW_BYTES;
      case "lossy-broker" -> Delivery.MESSAGES;
      default -> Delivery.RELIABLE_BYTES;
    };
  }

  CableFaults faults() {
    return switch (text) {
      case "noisy-line" -> CableFaults.noisyLine();
      case "lossy-broker" -> CableFaults.lossyBroker();
      case "slow-stream" -> CableFaults.slowStream();
      default -> CableFaults.none();
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
