package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.harvard.Model;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.SystemTimebase;

/** The rules on emulated Harvard pumps. */
class HarvardTest {

  @Nested
  @DisplayName("Harvard Pump 11 Elite, virtual")
  class Elite extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedHarvards.onCable(EmulatedHarvards.spec(Model.ELITE_11, 0));
    }
  }

  @Nested
  @DisplayName("Harvard PHD ULTRA in a chain, virtual")
  class Ultra extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedHarvards.onCable(EmulatedHarvards.spec(Model.PHD_ULTRA, 12).chained());
    }
  }

  @Nested
  @Patient
  @DisplayName("Harvard Pump 11 Elite, serial (pty)")
  class OnSerial extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedHarvards.hosted(
          EmulatedHarvards.spec(Model.ELITE_11, 0),
          Delivery.RAW_BYTES,
          line -> SerialHost.open(line.plug(), null));
    }
  }

  @Nested
  @Patient
  @DisplayName("Harvard PHD ULTRA, TCP")
  class OnTcp extends PumpConformance {
    @Override
    protected Subject subject() {
      return EmulatedHarvards.hosted(
          EmulatedHarvards.spec(Model.PHD_ULTRA, 0),
          Delivery.RELIABLE_BYTES,
          line -> TcpHost.open(line::plug, 0, SystemTimebase.shared()));
    }
  }
}
