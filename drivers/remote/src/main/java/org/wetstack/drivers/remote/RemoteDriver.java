package org.wetstack.drivers.remote;

import java.net.URI;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * Opens a culture of a rig that a lab controller keeps: {@code
 * lab://127.0.0.1:7400/culture:organoids?token-file=/home/ada/token}. Opening takes the lease of
 * the culture, closing gives it back.
 */
public final class RemoteDriver implements DriverProvider {

  @Override
  public String name() {
    return "remote";
  }

  /**
   * Options: {@code token-file} (needed), {@code ca} (PEM; needed unless the controller is on this
   * computer), {@code cert} and {@code key} (PEM, if it asks for them), {@code seconds} that the
   * lease may last (3600), {@code purpose}.
   */
  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    return Opening.of(LabEndpoint.parse(endpoint), time);
  }
}
