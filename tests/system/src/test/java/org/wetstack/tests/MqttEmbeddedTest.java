package org.wetstack.tests;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wetstack.broker.EmbeddedBroker;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.conformance.Subject;

/** The rules on an emulated board behind a broker, the one inside this process. */
@Execution(ExecutionMode.CONCURRENT)
class MqttEmbeddedTest {

  private static final EmbeddedBroker BROKER = new EmbeddedBroker(0);

  @BeforeAll
  static void startBroker() throws IOException {
    BROKER.start();
  }

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

  private static Subject mqtt() {
    return EmulatedBoards.onBroker(BROKER.port());
  }

  @Nested
  @RealTime
  @DisplayName("MQTT, embedded")
  class PumpOnEmbedded extends PumpConformance {
    @Override
    protected Subject subject() {
      return mqtt();
    }
  }

  @Nested
  @RealTime
  @DisplayName("MQTT, embedded")
  class ArrayOnEmbedded extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return mqtt();
    }
  }
}
