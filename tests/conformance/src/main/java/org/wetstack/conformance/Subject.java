package org.wetstack.conformance;

import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.Timebase;

/**
 * One physical instrument, real or emulated, that a suite is run against. Each test gets a subject
 * of its own; a real instrument is then the same one every time.
 */
public interface Subject extends AutoCloseable {

  /** A new session with the same physical instrument. The suite closes it. */
  Instrument open();

  /** The time in which the instrument's driver lives: the system's, or a virtual one. */
  Timebase time();

  /** What can be done to the instrument from outside. Rules that need more are skipped. */
  default Bench bench() {
    return Bench.NOTHING;
  }

  /** Puts everything away. Sessions are closed by then. */
  @Override
  void close();
}
