package org.wetstack.lab.supervise;

import org.wetstack.hal.Instrument;

/** Settles what was going on on an instrument before its session was lost. */
public interface Settling {

  /**
   * Called with each new session, before anybody else gets it, on a thread that may block. Asks for
   * the fate of what was under way and applies again what should be in force.
   *
   * @param sameBoot whether the instrument tells that it has not been restarted since the session
   *     before
   * @throws org.wetstack.hal.DeviceException if that did not succeed: the session is given up and
   *     another tried for
   */
  void settle(Station station, Instrument instrument, boolean sameBoot);

  /** Called when others can get the session. */
  default void ready(Station station, Instrument instrument) {}
}
