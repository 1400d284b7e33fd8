package org.wetstack.server;

import java.net.URI;
import java.util.Set;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/** Is there, so that a rig file can name it; {@link ServedRig} opens what it stands for. */
public final class StubDriver implements DriverProvider, LinkProvider {

  @Override
  public String name() {
    return "stub";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("stub");
  }

  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    throw new UnsupportedOperationException("opened by the test");
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    throw new UnsupportedOperationException("opened by the test");
  }
}
