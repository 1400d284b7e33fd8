package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.cavro.CavroPump;
import org.wetstack.emulator.cavro.CavroSpec;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** A line on which every eighth message vanishes, either way, never makes a dose twice. */
class CavroLossesTest {

  private static final int LOSSES = 10_000;
  private static final int ONE_IN = 8;
  private static final int DOSES = 40;
  private static final FlowRate RATE = FlowRate.nanolitersPerMinute(6_000_000);

  @TempDir private Path folder;

  private final class Bench {
    final VirtualTimebase time = new VirtualTimebase();
    final Random random;
    final CavroPump pump;
    final Cable cable;
    final LinkProvider links;
    final URI endpoint;
    Instrument session;

    Bench(long seed) {
      random = new Random(seed);
      var world = new World(time, seed, 1);
      pump = new CavroPump(world, CavroSpec.xcalibur(0, 1_000));
      var line = new SerialLine(world, List.of(pump));
      time.advance(Duration.ofSeconds(2));
      var faults = new CableFaults(500_000, 200_000, 0, 0, 0, ONE_IN, 0, 0);
      cable = new Cable(time, seed, Link.Delivery.RAW_BYTES, faults);
      links = cable.provider(line::plug);
      endpoint =
          URI.create(
              "cable:cavro?syringe=1000&max-per-hour=10l&ledger=" + folder.resolve("" + seed));
      session = open();
    }

    private Instrument open() {
      for (int i = 0; i < 100; i++) {
        try {
          return Instruments.driver("cavro").open(endpoint, links, time);
        } catch (DeviceException e) {
          time.advance(Duration.ofMillis(100));
        }
      }
      throw new AssertionError("it never opens");
    }

    Pump pump() {
      if (session.ended().toCompletableFuture().isDone()) {
        session.close();
        session = open();
      }
      return session.device(Pump.class);
    }

    long poured() {
      return pump.bench().pumpedNanoliters();
    }
  }

  @Test
  void tenThousandLossesMakeNoDoseTwice() {
    long losses = 0;
    int retried = 0;
    for (long seed = 1; losses < LOSSES; seed++) {
      var bench = new Bench(seed);
      for (int i = 0; i < DOSES; i++) {
        retried += dose(bench, "seed " + seed + ", dose " + i);
      }
      bench.session.close();
      losses += bench.cable.injected().getOrDefault("loss", 0L);
    }
    assertTrue(retried > 0, "some doses had to be asked for again");
  }

  /** One dose, asked for until it is given; the number of times that it had to be asked again. */
  private static int dose(Bench bench, String which) {
    Volume volume = Volume.nanoliters(125L * (1 + bench.random.nextInt(400)));
    var dose = new Dose(volume, RATE);
    OperationId operation = OperationId.random();
    long before = bench.poured();
    int asked = 0;
    boolean begun = false;
    while (!begun && asked < 200) {
      asked++;
      try {
        bench.pump().dispense(operation, dose);
        begun = true;
      } catch (DeviceException e) {
        assertNotEquals(DeviceException.Reason.PROTOCOL, e.reason(), which + ": " + e.getMessage());
        if (e.outcome() == Outcome.NOT_DONE) {
          bench.time.advance(Duration.ofSeconds(1));
          assertEquals(before, bench.poured(), which + ": it said that nothing was done");
        }
      }
    }
    DoseReport report = settled(bench, operation, which);
    long poured = bench.poured() - before;
    assertTrue(poured <= volume.nanoliters(), which + ": " + poured + " of " + dose);
    assertTrue(
        report.delivered().atLeast().nanoliters() <= poured
            && poured <= report.delivered().atMost().nanoliters(),
        which + ": " + report + ", but poured " + poured);
    assertEquals(volume.nanoliters(), poured, which + ": nobody stopped it");
    return asked - 1;
  }

  private static DoseReport settled(Bench bench, OperationId operation, String which) {
    for (int i = 0; i < 400; i++) {
      try {
        Optional<DoseReport> report = bench.pump().report(operation);
        if (report.isPresent() && report.get().end() != End.NOT_YET) {
          bench.time.advance(Duration.ofSeconds(1));
          return report.get();
        }
      } catch (DeviceException e) {
        // Lost as well: ask again.
      }
      bench.time.advance(Duration.ofMillis(100));
    }
    throw new AssertionError(which + " never ends");
  }
}
