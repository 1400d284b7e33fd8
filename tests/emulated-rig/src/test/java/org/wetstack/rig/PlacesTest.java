package org.wetstack.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.conformance.TestCertificates;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** Rigs from files, at the places where real programs would find them. */
@Timeout(120)
class PlacesTest {

  private static final Dose DOSE =
      new Dose(Volume.nanoliters(500), FlowRate.microlitersPerMinute(600));

  @Test
  @EnabledOnOs(OS.LINUX)
  @EmulatedRig(file = "rigs/real.yaml")
  void aRigOnTcpSerialAndMqttBringsItsBrokerAlong(
      ElectrodeArray array,
      @Called("dopamine") Pump dopamine,
      @Called("serotonin") Pump serotonin,
      @Called("serotonin") PumpBench outlet,
      @Called("other") Instrument other,
      Rig rig,
      Timebase time)
      throws Exception {
    assertEquals(
        List.of("tcp", "serial", "mqtt"),
        rig.endpoints().values().stream().map(uri -> uri.getScheme()).toList());
    var heard = new Heard(3_000);
    try (Instrument.Subscription recording = array.record(100, heard)) {
      assertEquals(DoseReport.End.COMPLETE, dopamine.dispense(DOSE).await().end());
      assertEquals(DoseReport.End.COMPLETE, serotonin.dispense(DOSE).await().end());
      time.await(heard.enough(), Duration.ofSeconds(60));
    }
    assertEquals(500, outlet.pumpedNanoliters());
    assertEquals("other", other.info().serialNumber());
    assertFalse(other.ended().toCompletableFuture().isDone());
  }

  /** A rig file whose path the test before it has written. */
  @EmulatedRig(file = "target/tls.yaml")
  @InTrial
  static class BehindTls {
    @Test
    void dose(@Called("one-sided") Instrument oneSided, @Called("mutual") Instrument mutual) {
      for (Instrument each : List.of(oneSided, mutual)) {
        assertTrue(each.device(Pump.class).dispense(DOSE).await().delivered().exact());
      }
    }
  }

  @Test
  void boardsWithCertificatesAreTrustedForShowingThem(@TempDir Path folder) throws Exception {
    TestCertificates made = TestCertificates.create(folder);
    String own = "cert=" + made.certificate("server") + "&key=" + made.key("server");
    Files.writeString(
        Path.of("target/tls.yaml"),
        """
        boards:
          - {name: one-sided, at: 'tls://127.0.0.1?%s', devices: [{pump: a}]}
          - {name: mutual, at: 'tls://127.0.0.1?%s&ca=%s', devices: [{pump: a}]}
        """
            .formatted(own, own, made.certificate("ca")));
    assertEquals(List.of(), Trial.of(BehindTls.class).failures());
  }
}
