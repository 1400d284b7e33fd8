package org.wetstack.tests;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.broker.EmbeddedBroker;
import org.wetstack.conformance.LightConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.SystemTimebase;

/** The rules on the light of an emulated board: in virtual time, and on links of every kind. */
class LightTest {

  private static final EmbeddedBroker BROKER = new EmbeddedBroker(0);

  @BeforeAll
  static void startBroker() throws IOException {
    BROKER.start();
  }

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

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

  @Nested
  @RealTime
  @DisplayName("light, serial (pty)")
  class OnSerial extends LightConformance {
    @Override
    protected Subject subject() {
      return EmulatedLights.hosted(
          Delivery.RAW_BYTES, board -> SerialHost.open(board.plug(), null));
    }
  }

  @Nested
  @RealTime
  @DisplayName("light, MQTT, embedded")
  class OnEmbedded extends LightConformance {
    @Override
    protected Subject subject() {
      return EmulatedLights.onBroker(BROKER.port());
    }
  }
}
