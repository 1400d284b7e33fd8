package org.wetstack.drivers.intanrhx;

import java.net.URI;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * Opens hosts that run Intan RHX 3.2 or a later 3.x, such as {@code
 * tcp://10.0.0.9:5000?channels=A-000:A-031&stimulate=none}. RHX listens only after an operator has
 * pressed Connect in its window Network, Remote TCP Control, and again after every session.
 *
 * <p>An electrode's number is 128 times the index of its port plus its channel number: A-010 is 10,
 * B-003 is 131.
 */
public final class RhxDriver implements DriverProvider {

  @Override
  public String name() {
    return "intan-rhx";
  }

  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    return new Opening(endpoint, links, time).open();
  }
}
