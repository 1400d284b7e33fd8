package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.wetstack.conformance.Bench;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.host.Host;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.emulator.newera.NewEraModel;
import org.wetstack.emulator.newera.NewEraPump;
import org.wetstack.emulator.newera.NewEraSpec;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Volume;

/** Subjects made of an emulated New Era pump with a syringe of 1 mL. */
final class NewEraPumps {

  static final double BORE = 4.699;

  private NewEraPumps() {}

  /** A pump on a serial cable in virtual time. */
  static Rig onCable(CableFaults faults) {
    var time = new VirtualTimebase();
    var world = new World(time, 1, 1);
    NewEraPump pump = pump(world);
    var line = new SerialLine(world, List.of(pump));
    var cable = new Cable(time, 1, Link.Delivery.RAW_BYTES, faults);
    return rig(
        world, pump, "cable:pump", Link.Delivery.RAW_BYTES, cable.provider(line::plug), time);
  }

  /** Opens a way to a line for real programs. */
  interface Hosting {
    Host open(SerialLine line) throws IOException;
  }

  /** A pump in real time, hosted by {@code hosting}. */
  static Rig hosted(Link.Delivery delivery, Hosting hosting) {
    Timebase time = SystemTimebase.shared();
    var world = new World(time, 1, 1);
    NewEraPump pump = pump(world);
    try {
      Host host = hosting.open(new SerialLine(world, List.of(pump)));
      String endpoint = host.endpoint().toString();
      LinkProvider links = Instruments.link(URI.create(endpoint));
      return rig(world, pump, endpoint, delivery, links, time).closing(host);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot host the pump", e);
    }
  }

  static NewEraPump pump(World world) {
    return new NewEraPump(world, NewEraSpec.of(NewEraModel.NE_1000, BORE, 57));
  }

  private static Rig rig(
      World world,
      NewEraPump pump,
      String endpoint,
      Link.Delivery delivery,
      LinkProvider links,
      Timebase time) {
    Path ledger = ledger();
    URI full = URI.create(endpoint + "?diameter=" + BORE + "&ledger=" + ledger);
    return new Rig("new-era", full, delivery, links, time)
        .closing(() -> Files.deleteIfExists(ledger))
        .closing(world::end)
        .power(pump::cyclePower)
        .pump(() -> Volume.nanoliters(pump.bench().pumpedNanoliters()), outlet(pump));
  }

  /** The name of a file that is not there yet. */
  static Path ledger() {
    try {
      Path ledger = Files.createTempFile("new-era", ".ledger");
      Files.delete(ledger);
      return ledger;
    } catch (IOException e) {
      throw new UncheckedIOException("no place for a ledger", e);
    }
  }

  private static Bench.Outlet outlet(NewEraPump pump) {
    return new Bench.Outlet() {
      @Override
      public void occlude() {
        pump.bench().occlude();
      }

      @Override
      public void free() {
        pump.bench().open();
      }
    };
  }
}
