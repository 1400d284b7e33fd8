package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.LightConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.SystemTimebase;

/**
 * The rules on the light of an emulated board: in virtual time on cables of every kind, and in real
 * time over TCP. Serial ports and brokers take much longer to open, forty times, and bring nothing
 * to a light that they do not bring to a pump.
 */
class LightTest {

  @Nested
  @DisplayName("light, virtual, bytes")
  class OnBytes extends LightConformance {
    @Override
    protected Subject subject() {
      return EmulatedLights.onCable(Delivery.RAW_BYTES, CableFaults.none());
    }
  }

  @Nested
  @DisplayName("light, virtual, stream")
  class OnStream extends LightConformance {
    @Override
    protected Subject subject() {
      return EmulatedLights.onCable(Delivery.RELIABLE_BYTES, CableFaults.none());
    }
  }

  @Nested
  @DisplayName("light, virtual, messages")
  class OnMessages extends LightConformance {
    @Override
    protected Subject subject() {
      return EmulatedLights.onCable(Delivery.MESSAGES, CableFaults.none());
    }
  }

  @Nested
  @DisplayName("light, noisy line")
  class OnNoisyLine extends LightConformance {
    @Override
    protected Subject subject() {
      return EmulatedLights.onCable(Delivery.RAW_BYTES, CableFaults.noisyLine());
    }
  }

  @Nested
  @DisplayName("light, slow stream")
  class OnSlowStream extends LightConformance {
    @Override
    protected Subject subject() {
      return EmulatedLights.onCable(Delivery.RELIABLE_BYTES, CableFaults.slowStream());
    }
  }

  @Nested
  @DisplayName("light, lossy broker")
  class OnLossyBroker extends LightConformance {
    @Override
    protected Subject subject() {
      return EmulatedLights.onCable(Delivery.MESSAGES, CableFaults.lossyBroker());
    }
  }

  @Nested
  @RealTime
  @DisplayName("light, TCP")
  class OnTcp extends LightConformance {
    @Override
    protected Subject subject() {
      return EmulatedLights.hosted(
          Delivery.RELIABLE_BYTES, board -> TcpHost.open(board::plug, 0, SystemTimebase.shared()));
    }
  }
}
