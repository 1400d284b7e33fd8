package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wetstack.drivers.harp.HarpDriver;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.harp.HarpSyringePump;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** A line that loses much, and a person who never gives up: no dose is ever given twice. */
class HarpLossTest {

  private static final int RUNS = 500;
  private static final int LOSSES = 10_000;
  private static final CableFaults LOSSY = new CableFaults(500_000, 200_000, 0, 0, 400, 7, 0, 0);
  private static final Dose DOSE =
      new Dose(Volume.nanoliters(400), FlowRate.nanolitersPerMinute(30_000));

  private long losses;
  private int complete;

  @Test
  void tenThousandLossesNeverMakeASecondDose() throws IOException {
    for (long seed = 1; seed <= RUNS; seed++) {
      var run = new OneDose(seed);
      run.insist();
      run.check();
      losses += run.losses();
      complete += run.whole() ? 1 : 0;
    }
    assertTrue(losses >= LOSSES, "only " + losses + " losses");
    assertTrue(complete > RUNS / 2, "only " + complete + " of " + RUNS + " doses were given");
  }

  /** One dose, ordered again and again under one name until its fate is known. */
  private static final class OneDose {
    private static final int TRIES = 60;

    private final long seed;
    private final VirtualTimebase time = new VirtualTimebase();
    private final Cable cable;
    private final SerialLine line;
    private final HarpSyringePump pump;
    private final Path ledger = EmulatedHarps.ledger();
    private final OperationId operation;
    private Optional<DoseReport> report = Optional.empty();
    private @Nullable Instrument open;

    OneDose(long seed) {
      this.seed = seed;
      var world = new World(time, seed, 1);
      pump = new HarpSyringePump(world, EmulatedHarps.spec());
      line = new SerialLine(world, List.of(pump));
      cable = new Cable(time, seed, Delivery.RAW_BYTES, LOSSY);
      operation = new OperationId(seed);
      time.advance(Duration.ofSeconds(1));
    }

    void insist() throws IOException {
      for (int i = 0; i < TRIES && !over(); i++) {
        try {
          Instrument instrument = session();
          Pump device = instrument.device(Pump.class);
          device.dispense(operation, DOSE);
          time.advance(Duration.ofSeconds(3));
          report = device.report(operation);
        } catch (DeviceException e) {
          time.advance(Duration.ofSeconds(5));
        }
      }
      if (open != null) {
        open.close();
      }
      Files.deleteIfExists(ledger);
    }

    private boolean over() {
      return report.isPresent() && report.get().end() != End.NOT_YET;
    }

    private Instrument session() {
      Instrument now = open;
      if (now == null || now.ended().toCompletableFuture().isDone()) {
        URI endpoint = URI.create("cable:harp?step-volume=10nl&ledger=" + ledger);
        now = new HarpDriver().open(endpoint, cable.provider(line::plug), time);
        open = now;
      }
      return now;
    }

    void check() {
      long pumped = pump.bench().pumpedNanoliters();
      assertTrue(
          pumped <= DOSE.volume().nanoliters(), "seed " + seed + ": " + pumped + " nL for " + DOSE);
      report.ifPresent(
          said ->
              assertTrue(
                  said.delivered().atLeast().nanoliters() <= pumped
                      && pumped <= said.delivered().atMost().nanoliters(),
                  "seed " + seed + ": " + pumped + " nL, but " + said));
    }

    long losses() {
      return cable.injected().getOrDefault("loss", 0L);
    }

    boolean whole() {
      return pump.bench().pumpedNanoliters() == DOSE.volume().nanoliters();
    }
  }
}
