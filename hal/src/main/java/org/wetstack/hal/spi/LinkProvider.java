package org.wetstack.hal.spi;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.wetstack.hal.DeviceException;

/** Opens links of some URI schemes. Found by {@link java.util.ServiceLoader}. */
public interface LinkProvider {

  /** Such as {@code tcp} and {@code tls}; lower case. */
  Set<String> schemes();

  /**
   * Opens a link. Blocks until it is usable, for at most 10 s.
   *
   * @throws IllegalArgumentException if the endpoint is malformed or names an unknown option; the
   *     message says which part, and what would be right
   * @throws DeviceException LINK_LOST/NOT_DONE if it cannot be opened; the message tells a missing
   *     port, a refused connection, bad credentials and a missing permission apart, with the remedy
   */
  Link open(URI endpoint, LinkHandler handler);

  /**
   * What there is on this computer to open, in the system's order. Empty for links to elsewhere,
   * which cannot be listed. Opens and asks nothing.
   *
   * @throws DeviceException if the system cannot be asked
   */
  default List<FoundEndpoint> found() {
    return List.of();
  }
}
