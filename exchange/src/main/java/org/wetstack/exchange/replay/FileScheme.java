package org.wetstack.exchange.replay;

import java.net.URI;
import java.util.Set;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

/**
 * Makes {@code file:} a scheme that is known. What stands behind it is a recording and no line of
 * bytes, so only the driver {@code recording} can open it, which needs no link.
 */
public final class FileScheme implements LinkProvider {

  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    throw new IllegalArgumentException(
        endpoint + " is a recording and no line: open it with the driver 'recording'");
  }
}
