package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.emulator.newera.NewEraModel;
import org.wetstack.emulator.newera.NewEraPump;
import org.wetstack.emulator.newera.NewEraSpec;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.DoseReport.End;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/** New Era pumps on lines that lose: every dose is given once or never, and is accounted for. */
class NewEraLossTest {

  private static final int LOSSES = Integer.getInteger("wetstack.losses", 600);
  private static final Dose DOSE =
      new Dose(Volume.nanoliters(400), FlowRate.nanolitersPerMinute(100_000));

  /** A host that retries as hosts do, and its pump. */
  private static final class Host {
    final VirtualTimebase time = new VirtualTimebase();
    final World world = new World(time, 1, 1);
    final NewEraPump pump = NewEraPumps.pump(world);
    final Random random;
    final Path ledger = NewEraPumps.ledger();
    final TamperedLinks links;
    Instrument instrument;
    int losses;

    Host(long seed) {
      random = new Random(seed);
      var line = new SerialLine(world, List.of(pump));
      var cable = new Cable(time, seed, Delivery.RAW_BYTES, CableFaults.none());
      links = new TamperedLinks(cable.provider(line::plug), time);
      instrument = open();
    }

    Instrument open() {
      URI endpoint =
          URI.create(
              "cable:pump?max-per-hour=1ml&diameter=" + NewEraPumps.BORE + "&ledger=" + ledger);
      for (int tries = 0; ; tries++) {
        try {
          Instrument opened = Instruments.driver("new-era").open(endpoint, links, time);
          if (opened.safeState().isPresent()) {
            opened.clearSafeState();
          }
          return opened;
        } catch (DeviceException e) {
          assertTrue(tries < 20, () -> "cannot be opened again: " + e.getMessage());
          time.advance(Duration.ofSeconds(2));
        }
      }
    }

    Pump pump() {
      if (instrument.ended().toCompletableFuture().isDone()) {
        instrument.close();
        instrument = open();
      }
      if (instrument.safeState().isPresent()) {
        instrument.clearSafeState();
      }
      return instrument.device(Pump.class);
    }

    void lose() {
      int count = 1 + random.nextInt(3);
      if (random.nextBoolean()) {
        links.loseToDevice(count);
      } else {
        links.loseToHost(count);
      }
      losses += count;
    }

    /** Asks for one dose until it is known to be given; the report. */
    DoseReport give(OperationId operation) {
      for (int tries = 0; ; tries++) {
        try {
          pump().dispense(operation, DOSE);
          return ended(operation);
        } catch (DeviceException e) {
          assertTrue(tries < 20, () -> "never given: " + e.getMessage());
          time.advance(Duration.ofMillis(random.nextInt(3_000)));
        }
      }
    }

    private DoseReport ended(OperationId operation) {
      for (int i = 0; i < 100; i++) {
        Optional<DoseReport> report = report(operation);
        if (report.isPresent() && report.get().end() != End.NOT_YET) {
          return report.get();
        }
        time.advance(Duration.ofMillis(200));
      }
      throw new AssertionError(operation + " does not end");
    }

    private Optional<DoseReport> report(OperationId operation) {
      try {
        return pump().report(operation);
      } catch (DeviceException e) {
        // Not now; it is asked again.
        return Optional.empty();
      }
    }

    void close() throws Exception {
      instrument.close();
      world.end();
      Files.deleteIfExists(ledger);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsLostNoDoseIsGivenTwiceOrForgotten(long seed) throws Exception {
    var host = new Host(seed);
    int doses = 0;
    int whole = 0;
    try {
      double step = NewEraModel.NE_1000.stepMillimeters() * 17.4 * 1_000;
      while (host.losses < LOSSES) {
        double before = host.pump.bench().passedNanoliters();
        // Before, in the middle of, or after the command that starts it.
        host.time.advance(Duration.ofMillis(host.random.nextInt(700)));
        host.time.after(Duration.ofMillis(host.random.nextInt(250)), host::lose);
        DoseReport report = host.give(OperationId.random());
        host.time.advance(Duration.ofSeconds(2));
        double poured = host.pump.bench().passedNanoliters() - before;
        int dose = doses++;
        assertTrue(
            poured <= DOSE.volume().nanoliters() + step,
            () -> "twice: dose " + dose + " of seed " + seed + " gave " + poured + " nL");
        assertTrue(
            report.delivered().atLeast().nanoliters() <= poured + 1e-6
                && poured <= report.delivered().atMost().nanoliters() + 1e-6,
            () -> "dose " + dose + " of seed " + seed + ": " + report + ", poured " + poured);
        whole += poured >= DOSE.volume().nanoliters() - step ? 1 : 0;
        if (host.pump.bench().plungerMillimeters() < 5) {
          host.pump.bench().refill();
        }
      }
    } finally {
      host.close();
    }
    assertTrue(whole > doses * 9 / 10, whole + " of " + doses + " doses were given whole");
  }

  @Test
  void aNoisyLineIsNotASilentHost() throws Exception {
    var time = new VirtualTimebase();
    var world = new World(time, 1, 1);
    var line = new SerialLine(world, List.of(NewEraPumps.pump(world)));
    var cable = new Cable(time, 1, Delivery.RAW_BYTES, CableFaults.noisyLine());
    Instrument instrument =
        Instruments.driver("new-era")
            .open(
                URI.create("cable:pump?max-per-hour=1ml&diameter=" + NewEraPumps.BORE),
                cable.provider(line::plug),
                time);
    for (int hour = 0; hour < 8; hour++) {
      DoseReport report = instrument.device(Pump.class).dispense(DOSE).await();
      assertEquals(End.COMPLETE, report.end());
      time.advance(Duration.ofHours(1));
      assertEquals(Optional.empty(), instrument.safeState(), "after hour " + hour);
    }
    instrument.close();
    world.end();
  }

  @Test
  void severalPumpsShareALineAndNeverMixTheirAnswers() throws Exception {
    var time = new VirtualTimebase();
    var world = new World(time, 1, 1);
    List<NewEraPump> pumps =
        List.of(0, 7, 42).stream()
            .map(
                address ->
                    new NewEraPump(
                        world,
                        NewEraSpec.of(NewEraModel.NE_1000, NewEraPumps.BORE, 57).at(address)))
            .toList();
    var line = new SerialLine(world, pumps);
    var links =
        new TamperedLinks(
            new Cable(time, 1, Delivery.RAW_BYTES, CableFaults.none()).provider(line::plug), time);
    List<Instrument> open =
        List.of(0, 7, 42).stream()
            .map(
                address ->
                    Instruments.driver("new-era")
                        .open(
                            URI.create(
                                "cable:bus?diameter=" + NewEraPumps.BORE + "&address=" + address),
                            links,
                            time))
            .toList();
    for (int round = 1; round <= 5; round++) {
      for (int i = 0; i < 3; i++) {
        open.get(i)
            .device(Pump.class)
            .dispense(
                new Dose(Volume.nanoliters(400L * (i + 1)), FlowRate.nanolitersPerMinute(20_000)));
      }
      if (round % 2 == 0) {
        links.loseToHost(1);
      }
      time.advance(Duration.ofSeconds(10));
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(2_000.0 * (i + 1), pumps.get(i).bench().passedNanoliters(), 4);
      assertEquals(Optional.empty(), open.get(i).safeState());
      open.get(i).close();
    }
    world.end();
  }
}
