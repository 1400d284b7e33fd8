package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.wetstack.bridge.Epochs;
import org.wetstack.bridge.PumpBridge;
import org.wetstack.conformance.Bench;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.cavro.CavroPump;
import org.wetstack.emulator.cavro.CavroSpec;
import org.wetstack.emulator.fluidics.FluidBench;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Volume;

/** Subjects made of an emulated XCalibur behind a bridge, all of it in virtual time. */
final class BridgedPumps {

  private static final Duration POWER_UP = Duration.ofMillis(1_100);
  private static final Duration BACK = Duration.ofSeconds(15);

  private BridgedPumps() {}

  /** A pump on a good line, and a bridge to it behind a cable of whole messages. */
  static Rig onCable(CableFaults faults) {
    var time = new VirtualTimebase();
    var world = new World(time, 1, 1);
    var pump = new CavroPump(world, CavroSpec.xcalibur(0, 1_000));
    var line = new SerialLine(world, List.of(pump));
    time.advance(POWER_UP);
    Path folder = newFolder();
    LinkProvider serial =
        new Cable(time, 1, Link.Delivery.RAW_BYTES, CableFaults.none()).provider(line::plug);
    URI pumpEndpoint = URI.create("cable:cavro?syringe=1000&ledger=" + folder.resolve("ledger"));
    Executor soon =
        task -> {
          var unused = time.after(Duration.ZERO, task);
        };
    PumpBridge bridge =
        PumpBridge.open(
            new PumpBridge.Parts(
                () -> Instruments.driver("cavro").open(pumpEndpoint, serial, time),
                time,
                soon,
                soon,
                new Random(1)::nextLong,
                epochs(folder.resolve("epochs")),
                news -> {}));
    var cable = new Cable(time, 1, Link.Delivery.MESSAGES, faults);
    FluidBench bench = pump.bench();
    return new Rig(
            URI.create("cable:bridge"), Link.Delivery.MESSAGES, cable.provider(bridge::plug), time)
        .power(
            () -> {
              pump.cyclePower();
              time.advance(BACK);
            })
        .pump(() -> Volume.nanoliters(bench.pumpedNanoliters()), outlet(bench))
        .closing(() -> delete(folder))
        .closing(world::end)
        .closing(bridge);
  }

  private static Epochs epochs(Path file) {
    try {
      return Epochs.in(file);
    } catch (IOException e) {
      throw new UncheckedIOException("no epochs", e);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory(Path.of("target"), "bridge");
    } catch (IOException e) {
      throw new UncheckedIOException("no place for a ledger", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static Bench.Outlet outlet(FluidBench bench) {
    return new Bench.Outlet() {
      @Override
      public void occlude() {
        bench.occlude();
      }

      @Override
      public void free() {
        bench.open();
      }
    };
  }
}
