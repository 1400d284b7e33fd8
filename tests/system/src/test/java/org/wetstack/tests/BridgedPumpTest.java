package org.wetstack.tests;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wetstack.broker.EmbeddedBroker;
import org.wetstack.conformance.PumpConformance;
import org.wetstack.conformance.Subject;
import org.wetstack.emulator.CableFaults;

/** The rules on pumps of other makers that a bridge puts under the firmware protocol. */
class BridgedPumpTest {

  private static final EmbeddedBroker BROKER = new EmbeddedBroker(0);

  @BeforeAll
  static void startBroker() throws IOException {
    BROKER.start();
  }

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

  private static Subject virtual(LabPumps.Pump pump) {
    return BridgedPumps.onCable(pump, CableFaults.none());
  }

  @Nested
  @DisplayName("New Era behind a bridge, virtual")
  class NewEra extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.NEW_ERA);
    }
  }

  @Nested
  @DisplayName("Harvard 11 Elite behind a bridge, virtual")
  class Harvard extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.HARVARD);
    }
  }

  @Nested
  @DisplayName("Cavro XCalibur behind a bridge, virtual")
  class Cavro extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.CAVRO);
    }
  }

  @Nested
  @DisplayName("Harp behind a bridge, virtual")
  class Harp extends PumpConformance {
    @Override
    protected Subject subject() {
      return virtual(LabPumps.HARP);
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @DisplayName("New Era on a pty behind a bridge, MQTT")
  class NewEraOnBroker extends PumpConformance {
    @Override
    protected Subject subject() {
      return BridgedPumps.onBroker(LabPumps.NEW_ERA, BROKER.port());
    }
  }
}
