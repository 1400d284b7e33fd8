package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.hal.spi.Link;

/** The rules on an emulated board behind a pseudo-terminal made in this process. */
class SerialTest {

  private static Subject serial() {
    return EmulatedBoards.hosted(
        Link.Delivery.RAW_BYTES, board -> SerialHost.open(board.plug(), null), "");
  }

  @Nested
  @DisplayName("serial (pty)")
  class PumpOnSerial extends PumpConformance {
    @Override
    protected Subject subject() {
      return serial();
    }
  }

  @Nested
  @DisplayName("serial (pty)")
  class ArrayOnSerial extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return serial();
    }
  }
}
