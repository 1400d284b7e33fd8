package org.wetstack.hal.spi;

import java.net.URI;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instrument;

/** Opens instruments of one family. Found by {@link java.util.ServiceLoader}. */
public interface DriverProvider {

  /** Lower case, unique, for example {@code firmware}. */
  String name();

  /**
   * Opens the instrument at {@code endpoint}. Blocks until it has answered and told what it
   * carries, at most 15 s.
   *
   * @throws IllegalArgumentException if the endpoint is malformed
   * @throws DeviceException if the link cannot be opened, nothing answers, or what answers is not
   *     an instrument of this family
   */
  Instrument open(URI endpoint, LinkProvider links, Timebase time);

  /**
   * This driver with all that it chooses at random taken from {@code seed}, for simulations that
   * must repeat to the byte. A driver that chooses nothing at random is it already.
   */
  default DriverProvider seeded(long seed) {
    return this;
  }
}
