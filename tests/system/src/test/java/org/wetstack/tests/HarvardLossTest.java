package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.harvard.HarvardPump;
import org.wetstack.emulator.harvard.Model;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** One dose, asked for until it is done, on lines that lose one piece in eight, both ways. */
class HarvardLossTest {

  private static final int SEEDS = Integer.getInteger("wetstack.losses.seeds", 150);
  private static final int MAX_SESSIONS = 200;
  private static final Dose DOSE =
      new Dose(Volume.nanoliters(20_000), FlowRate.nanolitersPerMinute(1_000_000));

  @TempDir private Path folder;

  /** One pump and its line. */
  private final class Bench {
    final VirtualTimebase time = new VirtualTimebase();
    final World world = new World(time, 1, 1);
    final HarvardPump pump = new HarvardPump(world, EmulatedHarvards.spec(Model.ELITE_11, 0));
    final Cable cable;
    final LinkProvider links;
    final URI endpoint;
    final OperationId operation;

    Bench(int seed) {
      cable =
          new Cable(
              time, seed, Delivery.RAW_BYTES, new CableFaults(500_000, 0, 0, 0, 8, 0, 0, 0));
      var line = new SerialLine(world, List.of(pump));
      links = cable.provider(line::plug);
      operation = new OperationId(seed);
      endpoint =
          URI.create(
              "cable:harvard?diameter=14.43&max-dose=100ul&ledger="
                  + folder.resolve(seed + ".ledger"));
    }

    /** A session; what it could tell of the dose, or null. */
    DoseReport session() {
      try (Instrument instrument = Instruments.driver("harvard").open(endpoint, links, time)) {
        Pump device = instrument.device(Pump.class, "pump");
        return device.dispense(operation, DOSE).await();
      }
    }
  }

  @Test
  void noDoseIsGivenTwice() {
    var wrong = new ArrayList<String>();
    long lost = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      var bench = new Bench(seed);
      DoseReport report = null;
      for (int i = 0; report == null && i < MAX_SESSIONS; i++) {
        try {
          report = bench.session();
        } catch (DeviceException e) {
          bench.time.advance(Duration.ofSeconds(1));
        }
      }
      lost += bench.cable.injected().getOrDefault("loss", 0L);
      double given = bench.pump.bench().passedNanoliters();
      boolean once = report != null && given <= 20_012;
      boolean told =
          report != null
              && given >= report.delivered().atLeast().nanoliters() - 1
              && given <= report.delivered().atMost().nanoliters() + 1
              && (report.end() != End.COMPLETE || given >= 20_000 - 12);
      if (!once || !told) {
        wrong.add("seed " + seed + ": gave " + given + " nL, said " + report);
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(lost > 5L * SEEDS, "only " + lost + " pieces were lost");
  }
}
