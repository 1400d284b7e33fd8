package org.wetstack.conformance;

import java.util.Optional;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;

/**
 * A real instrument, named on the command line with {@code -Ddevice=serial:/dev/ttyUSB0}. There is
 * no bench, so the rules that need one are skipped.
 */
public final class PluggedInstrument implements Subject {

  private final String driver;
  private final String endpoint;

  private PluggedInstrument(String driver, String endpoint) {
    this.driver = driver;
    this.endpoint = endpoint;
  }

  /** The instrument at {@code -Ddevice=…}, spoken to by {@code driver}; empty without one. */
  public static Optional<Subject> named(String driver) {
    return Optional.ofNullable(System.getProperty("device"))
        .map(endpoint -> new PluggedInstrument(driver, endpoint));
  }

  @Override
  public Instrument open() {
    return Instruments.open(driver, endpoint);
  }

  @Override
  public Timebase time() {
    return SystemTimebase.shared();
  }

  @Override
  public void close() {}
}
