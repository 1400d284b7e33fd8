package org.wetstack.drivers.firmware;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import java.util.function.LongSupplier;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/** Opens boards that speak the wetstack firmware protocol. */
public final class FirmwareDriver implements DriverProvider {

  /**
   * How long the host may be silent before a board goes to its safe state, unless told otherwise.
   */
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(2);

  // One name for this process, so that it may reopen a board whose lease it still holds.
  private static final long THIS_PROCESS = new SecureRandom().nextLong() | 1;

  private final LongSupplier random;
  private final long hostId;
  private final Duration lease;

  /** The driver of this process. */
  public FirmwareDriver() {
    this(new SecureRandom()::nextLong, THIS_PROCESS, DEFAULT_LEASE);
  }

  /**
   * A driver whose every choice is given, for simulations.
   *
   * @param random where request ids begin
   * @param hostId not 0; boards grant their lease to one host id at a time
   * @param lease 1 s to 10 s
   */
  public FirmwareDriver(LongSupplier random, long hostId, Duration lease) {
    if (hostId == 0) {
      throw new IllegalArgumentException("a host id must not be 0");
    }
    if (lease.toMillis() < 1_000 || lease.toMillis() > 10_000) {
      throw new IllegalArgumentException("a lease is 1 s to 10 s, not " + lease);
    }
    this.random = random;
    this.hostId = hostId;
    this.lease = lease;
  }

  @Override
  public String name() {
    return "firmware";
  }

  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    return FirmwareBoard.open(endpoint, links, time, (int) random.getAsLong(), hostId, lease);
  }

  @Override
  public DriverProvider seeded(long seed) {
    var dice = new Random(seed);
    return new FirmwareDriver(dice::nextLong, dice.nextLong() | 1, lease);
  }
}
