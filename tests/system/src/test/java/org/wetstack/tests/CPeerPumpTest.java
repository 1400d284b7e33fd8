package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.SystemTimebase;

/** The rules on a pump written in C with nanopb, over a pseudo-terminal. */
@DisplayName("C peer")
class CPeerPumpTest extends PumpConformance {

  @Override
  protected Subject subject() {
    CPeer peer = CPeer.start();
    return new Rig(
            peer.endpoint(),
            Link.Delivery.RAW_BYTES,
            Instruments.link(peer.endpoint()),
            SystemTimebase.shared())
        .power(peer)
        .pump(peer, peer)
        .closing(peer);
  }
}
