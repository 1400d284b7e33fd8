package org.wetstack.emulator.rig;

import java.io.IOException;
import java.net.URI;
import java.util.function.Function;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.host.Host;
import org.wetstack.emulator.host.MqttHost;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.TlsFiles;

/** Opens the places where boards meet real programs. What fails says which board it was for. */
final class Hosting {

  private Hosting() {}

  static Host open(
      String name, EmulatedBoard board, Place at, Function<URI, LinkProvider> links, Timebase time)
      throws IOException {
    String whose = "board '" + name + "': ";
    try {
      return open(board, at, links, time);
    } catch (IOException e) {
      throw new IOException(whose + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(whose + e.getMessage(), e);
    }
  }

  private static Host open(
      EmulatedBoard board, Place at, Function<URI, LinkProvider> links, Timebase time)
      throws IOException {
    return switch (at.kind()) {
      case SERIAL -> SerialHost.open(board.plug(), at.link().orElse(null));
      case TCP -> TcpHost.open(board::plug, at.port(), time);
      case TLS -> tls(board, at, time);
      case MQTT -> mqtt(board, at, links, time);
      case CABLE -> throw new IllegalArgumentException("'" + at + "' has no host: it is a cable");
    };
  }

  private static Host tls(EmulatedBoard board, Place at, Timebase time) throws IOException {
    EndpointOptions options = EndpointOptions.parse(at.uri(), TlsFiles.OPTIONS);
    boolean clientCertificates = options.text("ca").isPresent();
    return TcpHost.openTls(
        board::plug, at.port(), TlsFiles.read(options), clientCertificates, time);
  }

  private static Host mqtt(
      EmulatedBoard board, Place at, Function<URI, LinkProvider> links, Timebase time) {
    if (at.needsBroker()) {
      throw new IllegalArgumentException(
          "'" + at + "' needs a broker: name one as in mqtt://127.0.0.1:1883/rig-1/pump");
    }
    return MqttHost.open(board::plug, at.uri(), links.apply(at.uri()), time);
  }
}
