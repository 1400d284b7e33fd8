package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** A broker that dies in the middle of a dose, with all that it had acknowledged. */
@Timeout(120)
class BrokerLossTest {

  private static final OperationId DOSE = new OperationId(20260702);
  private static final Dose HALF_A_MINUTE =
      new Dose(Volume.nanoliters(1_000_000), FlowRate.nanolitersPerMinute(2_000_000));

  @Test
  void aDoseUnderWayWhenTheBrokerIsKilledIsAskedAboutThroughTheNextAndNeverGivenTwice()
      throws Exception {
    try (Mosquitto broker = Mosquitto.start();
        Rig rig = EmulatedBoards.onBroker(broker.port());
        Instrument before = rig.open()) {
      DoseRun run = before.device(Pump.class).dispense(DOSE, HALF_A_MINUTE);
      try (Mosquitto next = broker.killAndStartAnew()) {
        assertEquals(broker.port(), next.port());
        DeviceException lost =
            SystemTimebase.shared()
                .await(before.ended().toCompletableFuture(), Duration.ofSeconds(30))
                .orElseThrow();
        assertEquals(Reason.LINK_LOST, lost.reason(), lost::toString);
        DeviceException unknown = assertThrows(DeviceException.class, run::await);
        assertEquals(Outcome.UNKNOWN, unknown.outcome(), unknown::toString);
        try (Instrument after = reopen(rig)) {
          Pump pump = after.device(Pump.class);
          pump.stop();
          DoseReport report = pump.report(DOSE).orElseThrow();
          assertTrue(
              EnumSet.of(DoseReport.End.STOPPED, DoseReport.End.HOST_SILENT).contains(report.end()),
              report::toString);
          Volume truth = rig.beaker().orElseThrow().volume();
          assertTrue(truth.compareTo(report.delivered().atLeast()) >= 0, report::toString);
          assertTrue(truth.compareTo(report.delivered().atMost()) <= 0, report::toString);
          after.clearSafeState();
          assertEquals(report, pump.dispense(DOSE, HALF_A_MINUTE).await());
          assertEquals(truth, rig.beaker().orElseThrow().volume(), "nothing flowed again");
        }
      }
    }
  }

  /** The board comes back to the broker by itself, in its own time. */
  private static Instrument reopen(Rig rig) {
    DeviceException last = null;
    for (int i = 0; i < 60; i++) {
      try {
        return rig.open();
      } catch (DeviceException e) {
        last = e;
        LockSupport.parkNanos(500_000_000);
      }
    }
    throw new IllegalStateException("the board did not come back", last);
  }
}
