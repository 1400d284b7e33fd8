package org.wetstack.tests;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.RealTime;
import org.wetstack.conformance.Subject;

/** The rules on an emulated board behind a broker, Debian's mosquitto. */
@Execution(ExecutionMode.CONCURRENT)
class MqttMosquittoTest {

  private static Mosquitto broker;

  @BeforeAll
  static void startBroker() {
    broker = Mosquitto.start();
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  private static Subject mqtt() {
    return EmulatedBoards.onBroker(broker.port());
  }

  @Nested
  @RealTime
  @DisplayName("MQTT, mosquitto")
  class PumpOnMosquitto extends PumpConformance {
    @Override
    protected Subject subject() {
      return mqtt();
    }
  }

  @Nested
  @RealTime
  @DisplayName("MQTT, mosquitto")
  class ArrayOnMosquitto extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return mqtt();
    }
  }
}
