package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.wetstack.conformance.Bench;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.cavro.CavroPump;
import org.wetstack.emulator.cavro.CavroSpec;
import org.wetstack.emulator.fluidics.FluidBench;
import org.wetstack.emulator.host.Host;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Volume;

/** Subjects made of an emulated XCalibur, whose doses are in a ledger of their own. */
final class EmulatedCavros {

  private static final Duration POWER_UP = Duration.ofMillis(1_100);

  /** Filling a syringe takes seconds, and every rule does it. */
  private static final int SPEED = 5;

  private EmulatedCavros() {}

  /**
   * A pump on a cable in virtual time.
   *
   * @param options of the driver, which fit {@code spec}
   */
  static Rig onCable(CavroSpec spec, String options, CableFaults faults) {
    var time = new VirtualTimebase();
    var world = new World(time, 1, 1);
    var pump = new CavroPump(world, spec);
    var line = new SerialLine(world, List.of(pump));
    time.advance(POWER_UP);
    var cable = new Cable(time, 1, Link.Delivery.RAW_BYTES, faults);
    return rig(pump, "cable:cavro", options, cable.provider(line::plug), time)
        .power(
            () -> {
              pump.cyclePower();
              time.advance(POWER_UP);
            })
        .closing(world::end);
  }

  /** A pump in real time on a pseudo-terminal. */
  static Rig onSerialPort(CavroSpec spec, String options) {
    Timebase time = SystemTimebase.shared();
    var world = new World(time, 1, SPEED);
    var pump = new CavroPump(world, spec);
    var line = new SerialLine(world, List.of(pump));
    try {
      Host host = SerialHost.open(line.plug(), null);
      String endpoint = host.endpoint().toString();
      return rig(pump, endpoint, options, Instruments.link(host.endpoint()), time)
          .power(pump::cyclePower)
          .closing(world::end)
          .closing(host);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot host the pump", e);
    }
  }

  private static Rig rig(
      CavroPump pump, String endpoint, String options, LinkProvider links, Timebase time) {
    Path ledger = newLedger();
    URI whole = URI.create(endpoint + "?" + options + "&ledger=" + ledger);
    FluidBench bench = pump.bench();
    return new Rig("cavro", whole, Link.Delivery.RAW_BYTES, links, time)
        .pump(() -> Volume.nanoliters(bench.pumpedNanoliters()), outlet(bench))
        .closing(() -> Files.deleteIfExists(ledger));
  }

  private static Path newLedger() {
    try {
      Path file = Files.createTempFile(Path.of("target"), "cavro", ".ledger");
      Files.delete(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("no place for a ledger", e);
    }
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
