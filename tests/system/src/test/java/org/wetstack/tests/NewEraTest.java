package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.SystemTimebase;

/** The rules on an emulated New Era pump. */
class NewEraTest {

  @Nested
  @DisplayName("New Era, virtual")
  class OnCable extends PumpConformance {
    @Override
    protected Subject subject() {
      return NewEraPumps.onCable(CableFaults.none());
    }
  }

  @Nested
  @DisplayName("New Era, noisy line")
  class OnNoisyLine extends PumpConformance {
    @Override
    protected Subject subject() {
      return NewEraPumps.onCable(CableFaults.noisyLine());
    }
  }

  @Nested
  @Patient
  @DisplayName("New Era, serial (pty)")
  class OnSerial extends PumpConformance {
    @Override
    protected Subject subject() {
      return NewEraPumps.hosted(
          Link.Delivery.RAW_BYTES, line -> SerialHost.open(line.plug(), null));
    }
  }

  @Nested
  @Patient
  @DisplayName("New Era, TCP")
  class OnTcp extends PumpConformance {
    @Override
    protected Subject subject() {
      return NewEraPumps.hosted(
              Link.Delivery.RELIABLE_BYTES,
              line -> TcpHost.open(line::plug, 0, SystemTimebase.shared()))
          .withoutStrayWire();
    }
  }
}
