package org.wetstack.link.serial;

import java.net.URI;
import java.util.Set;
import org.wetstack.hal.spi.EndpointOptions;

/** What {@code serial:/dev/ttyACM0?baud=115200} says. */
record SerialEndpoint(String port, int baud) {

  private static final int DEFAULT_BAUD = 115_200;
  private static final int MIN_BAUD = 300;
  private static final int MAX_BAUD = 12_000_000;
  private static final String RIGHT =
      "; write serial:/dev/ttyACM0?baud=115200, or serial:COM3 on Windows";

  static SerialEndpoint parse(URI endpoint) {
    if (endpoint.getFragment() != null) {
      throw new IllegalArgumentException("'#' has no meaning in " + endpoint + RIGHT);
    }
    String rest = endpoint.getSchemeSpecificPart();
    int query = rest.indexOf('?');
    String port = query < 0 ? rest : rest.substring(0, query);
    if (port.isEmpty()) {
      throw new IllegalArgumentException("no port in " + endpoint + RIGHT);
    }
    if (port.startsWith("//")) {
      throw new IllegalArgumentException(
          "a serial port is on this computer, so there is no '//' in its address: "
              + endpoint
              + RIGHT);
    }
    int baud =
        EndpointOptions.parse(endpoint, Set.of("baud"))
            .integer("baud", DEFAULT_BAUD, MIN_BAUD, MAX_BAUD);
    return new SerialEndpoint(port, baud);
  }
}
