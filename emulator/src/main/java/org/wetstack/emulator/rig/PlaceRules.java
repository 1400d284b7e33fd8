package org.wetstack.emulator.rig;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import org.wetstack.emulator.rig.Place.Kind;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.TlsFiles;

/** What the text of a {@link Place} must be like. */
final class PlaceRules {

  static final Set<String> CABLES = Set.of("cable", "noisy-line", "slow-stream", "lossy-broker");

  private static final String WORDS =
      "write serial, serial:/tmp/pump, tcp, tcp://127.0.0.1:7310,"
          + " tls://127.0.0.1:7310?cert=…&key=…, mqtt:rig-1/pump,"
          + " mqtt://broker:1883/rig-1/pump, mqtts://…, cable, noisy-line, slow-stream or"
          + " lossy-broker";

  private static final String TOPIC =
      "write mqtt:rig-1/pump, or mqtt://127.0.0.1:1883/rig-1/pump for a broker that runs already";

  private PlaceRules() {}

  static Kind kindOf(String text) {
    if (CABLES.contains(text)) {
      return Kind.CABLE;
    }
    int colon = text.indexOf(':');
    return switch (colon < 0 ? text : text.substring(0, colon)) {
      case "serial" -> Kind.SERIAL;
      case "tcp" -> Kind.TCP;
      case "tls" -> Kind.TLS;
      case "mqtt", "mqtts" -> Kind.MQTT;
      default -> throw wrong(text, "is no place", WORDS);
    };
  }

  static void check(Kind kind, String text) {
    switch (kind) {
      case SERIAL -> checkLink(text);
      case TCP, TLS -> checkListening(text, kind == Kind.TLS);
      case MQTT -> checkTopic(text);
      case CABLE -> {}
    }
  }

  private static void checkLink(String text) {
    if (text.equals("serial")) {
      return;
    }
    String path = text.substring("serial:".length());
    if (path.isEmpty()) {
      throw wrong(text, "names no link", "write serial, or serial:/tmp/pump");
    }
    if (path.contains("?")) {
      throw wrong(text, "has options, and a pseudo-terminal takes none", "leave out the '?'");
    }
    try {
      Path unused = Path.of(path);
    } catch (InvalidPathException e) {
      throw wrong(text, "names no file: " + e.getReason(), "write serial:/tmp/pump");
    }
  }

  private static void checkListening(String text, boolean secure) {
    if (text.equals("tcp")) {
      return;
    }
    String right =
        secure
            ? "write tls://127.0.0.1:7310?cert=board.pem&key=board.key"
            : "write tcp, or tcp://127.0.0.1:7310";
    URI uri = uri(text);
    String authority = uri.getRawAuthority();
    if (authority == null) {
      throw wrong(text, "names no address to listen at", right);
    }
    String host = host(authority);
    if (!host.equals("127.0.0.1") && !host.equals("localhost")) {
      throw wrong(text, "is not on this computer: emulated boards listen on 127.0.0.1 only", right);
    }
    checkPort(text, authority, 0, right);
    if (!uri.getRawPath().isEmpty() || uri.getRawFragment() != null) {
      throw wrong(text, "has something after the port that means nothing here", right);
    }
    EndpointOptions options = EndpointOptions.parse(uri, secure ? TlsFiles.OPTIONS : Set.of());
    if (secure && (options.text("cert").isEmpty() || options.text("key").isEmpty())) {
      throw wrong(text, "has no certificate and key to show, which TLS needs", right);
    }
  }

  private static void checkTopic(String text) {
    boolean named = text.contains("//");
    if (!named && text.startsWith("mqtts")) {
      throw wrong(text, "names no broker", "write mqtts://broker:8883/rig-1/pump?ca=lab-ca.pem");
    }
    URI uri = uri(named ? text : "mqtt://127.0.0.1/" + topic(text), text);
    if (uri.getRawAuthority() == null) {
      throw wrong(text, "names no broker", TOPIC);
    }
    checkPort(text, uri.getRawAuthority(), 1, TOPIC);
    String path = uri.getPath();
    if (path.length() < 2) {
      throw wrong(text, "names no topic", TOPIC);
    }
    if (path.startsWith("//") || path.endsWith("/") || path.matches(".*[+#\\p{Cntrl}].*")) {
      throw wrong(text, "is no topic: no wildcards, and no '/' at its ends", TOPIC);
    }
    if (uri.getRawFragment() != null || (!named && uri.getRawQuery() != null)) {
      throw wrong(text, "has something after the topic that means nothing here", TOPIC);
    }
  }

  /** A missing port is right; what it then means depends on the scheme. */
  private static void checkPort(String text, String authority, int least, String right) {
    String host = host(authority);
    if (authority.equals(host)) {
      return;
    }
    String port = authority.substring(host.length() + 1);
    if (!port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) < least
        || Integer.parseInt(port) > 65_535) {
      throw wrong(
          text, "has '" + port + "' where a port belongs, from " + least + " to 65535", right);
    }
  }

  /** Not URI.getHost(): it is null for the underscores that many computers have in their names. */
  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
  }

  /** The topic of a place that names no broker; empty for another. */
  static String topic(String text) {
    return text.startsWith("mqtt:") ? text.substring("mqtt:".length()) : "";
  }

  static URI uri(String text) {
    return uri(text, text);
  }

  private static URI uri(String text, String written) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw wrong(written, "is not an endpoint: " + e.getReason(), WORDS);
    }
  }

  private static IllegalArgumentException wrong(String text, String what, String remedy) {
    return new IllegalArgumentException("'" + text + "' " + what + "; " + remedy);
  }
}
