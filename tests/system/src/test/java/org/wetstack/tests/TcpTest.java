package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.SystemTimebase;

/** The rules on an emulated board behind a TCP port. */
class TcpTest {

  private static Subject tcp() {
    return EmulatedBoards.hosted(
        Link.Delivery.RELIABLE_BYTES,
        board -> TcpHost.open(board::plug, 0, SystemTimebase.shared()),
        "");
  }

  @Nested
  @DisplayName("TCP")
  class PumpOnTcp extends PumpConformance {
    @Override
    protected Subject subject() {
      return tcp();
    }
  }

  @Nested
  @DisplayName("TCP")
  class ArrayOnTcp extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return tcp();
    }
  }
}
