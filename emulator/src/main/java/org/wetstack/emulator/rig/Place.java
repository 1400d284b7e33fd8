package org.wetstack.emulator.rig;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
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

  /** A good cable. */
  public static final Place CABLE = parse("cable");

  /** A pseudo-terminal with a path of the system's choice. */
  public static final Place SERIAL = parse("serial");

  /** A free port of the loopback interface. */
  public static final Place TCP = parse("tcp");

  public Place {
    if (kind != PlaceRules.kindOf(text)) {
      throw new IllegalArgumentException("'" + text + "' is not of the kind " + kind);
    }
    PlaceRules.check(kind, text);
  }

  /**
   * The place that {@code text} means.
   *
   * @throws IllegalArgumentException if it means none; the message says what would
   */
  public static Place parse(String text) {
    return new Place(PlaceRules.kindOf(text), text);
  }

  /** Whether this is MQTT at a broker that the rig has to bring along. */
  boolean needsBroker() {
    return kind == Kind.MQTT && !text.contains("//");
  }

  /** The same topic at {@code broker}. */
  Place at(URI broker) {
    return parse(broker + "/" + PlaceRules.topic(text));
  }

  /** What no two boards can have at once; empty if there is enough for all. */
  Optional<String> claim() {
    return switch (kind) {
      case CABLE -> Optional.empty();
      case SERIAL -> link().map(path -> path.toAbsolutePath().normalize().toString());
      case TCP, TLS -> port() == 0 ? Optional.empty() : Optional.of("port " + port());
      case MQTT ->
          Optional.of(
              "topic "
                  + (needsBroker()
                      ? PlaceRules.topic(text)
                      : uri().getRawAuthority() + uri().getPath()));
    };
  }

  /** The port to listen on; 0 for a free one. */
  int port() {
    return text.equals("tcp") ? 0 : Math.max(0, uri().getPort());
  }

  /** The symbolic link to make to the pseudo-terminal. */
  Optional<Path> link() {
    return text.equals("serial")
        ? Optional.empty()
        : Optional.of(Path.of(text.substring("serial:".length())));
  }

  URI uri() {
    return PlaceRules.uri(text);
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
