package org.wetstack.drivers.remote;

import java.net.URI;
import java.util.Set;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

/**
 * Makes {@code lab://} a scheme that is known. What stands behind it is a whole rig and no line of
 * bytes, so only the driver {@code remote} can open it, which needs no link.
 */
public final class LabScheme implements LinkProvider {

  static final String NAME = "lab";

  @Override
  public Set<String> schemes() {
    return Set.of(NAME);
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    throw new IllegalArgumentException(
        endpoint + " is a rig and not an instrument on a line: open it with the driver 'remote'");
  }
}
