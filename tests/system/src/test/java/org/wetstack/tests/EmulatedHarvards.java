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
import org.wetstack.emulator.harvard.HarvardPump;
import org.wetstack.emulator.harvard.HarvardSpec;
import org.wetstack.emulator.harvard.Model;
import org.wetstack.emulator.host.Host;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Volume;

/** Subjects made of one emulated Harvard pump. */
final class EmulatedHarvards {

  private static final String SYRINGE = "?diameter=14.43&max-dose=100ul&max-per-hour=2ml";

  private EmulatedHarvards() {}

  static HarvardSpec spec(Model model, int address) {
    return HarvardSpec.of(model, address, model.with(14.43, 60));
  }

  /** A pump on a cable in virtual time. */
  static Rig onCable(HarvardSpec spec) {
    var time = new VirtualTimebase();
    var world = new World(time, 1, 1);
    var pump = new HarvardPump(world, spec);
    var line = new SerialLine(world, List.of(pump));
    LinkProvider links =
        new Cable(time, 1, Delivery.RAW_BYTES, CableFaults.none()).provider(line::plug);
    return rig(spec, pump, world, "cable:harvard", Delivery.RAW_BYTES, links, time);
  }

  /** Opens a way to a line for real programs. */
  interface Hosting {
    Host open(SerialLine line) throws IOException;
  }

  /** A pump in real time. */
  static Rig hosted(HarvardSpec spec, Delivery delivery, Hosting hosting) {
    Timebase time = SystemTimebase.shared();
    var world = new World(time, 1, 1);
    var pump = new HarvardPump(world, spec);
    try {
      Host host = hosting.open(new SerialLine(world, List.of(pump)));
      LinkProvider links = Instruments.link(host.endpoint());
      return rig(spec, pump, world, String.valueOf(host.endpoint()), delivery, links, time)
          .closing(host);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot host the pump", e);
    }
  }

  private static Rig rig(
      HarvardSpec spec,
      HarvardPump pump,
      World world,
      String at,
      Delivery delivery,
      LinkProvider links,
      Timebase time) {
    Path ledger = ledger();
    URI endpoint =
        URI.create(at + SYRINGE + "&address=" + spec.address() + "&ledger=" + ledger);
    return new Rig("harvard", endpoint, delivery, links, time)
        .closing(world::end)
        .closing(() -> Files.deleteIfExists(ledger))
        .withoutStrayWire()
        .power(pump::cyclePower)
        .pump(() -> Volume.nanoliters(pump.bench().pumpedNanoliters()), outlet(pump));
  }

  private static Path ledger() {
    try {
      return Files.createTempFile("harvard", ".ledger");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bench.Outlet outlet(HarvardPump pump) {
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
