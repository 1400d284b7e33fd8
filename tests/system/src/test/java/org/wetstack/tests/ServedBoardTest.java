package org.wetstack.tests;

import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.conformance.Subject;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.SystemTimebase;

/** The rules on a firmware board that is served as an RHX program and opened as one. */
class ServedBoardTest {

  @Nested
  @RealTime
  @DisplayName("firmware board as RHX, TCP")
  class OfABoard extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      ServedBoard board = ServedBoard.open();
      URI endpoint = board.served().endpoint("running=stop");
      return new Rig(
              "intan-rhx",
              endpoint,
              Link.Delivery.RELIABLE_BYTES,
              Instruments.link(endpoint),
              SystemTimebase.shared())
          .withoutStrayWire()
          .array(
              board::pulses,
              (electrode, sample) ->
                  board.array().injectSpike(electrode, sample + board.served().facade().origin()))
          .closing(board);
    }
  }
}
