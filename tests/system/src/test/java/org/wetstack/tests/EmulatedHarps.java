package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.Mechanics;
import org.wetstack.emulator.harp.HarpSyringePump;
import org.wetstack.emulator.harp.SyringePumpSpec;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Volume;

/** Subjects made of an emulated Harp syringe pump, a motor step of which moves 10 nL. */
final class EmulatedHarps {

  private static final String OPTIONS =
      "?step-volume=10nl&max-dose=20ul&max-per-hour=200ul&ledger=";

  private EmulatedHarps() {}

  static SyringePumpSpec spec() {
    return SyringePumpSpec.of(Mechanics.ideal(0.01 / 16, Math.sqrt(4 / Math.PI), 1_000));
  }

  /** A pump on a cable in virtual time. */
  static Rig onCable(CableFaults faults) {
    var time = new VirtualTimebase();
    var world = new World(time, 1, 1);
    var pump = new HarpSyringePump(world, spec());
    var line = new SerialLine(world, List.of(pump));
    var cable = new Cable(time, 1, Delivery.RAW_BYTES, faults);
    return rig(pump, "cable:harp", cable.provider(line::plug), time).closing(world::end);
  }

  /** A pump in real time behind a pseudo-terminal. */
  static Rig onSerial() {
    Timebase time = SystemTimebase.shared();
    var world = new World(time, 1, 1);
    var pump = new HarpSyringePump(world, spec());
    try {
      var host = SerialHost.open(new SerialLine(world, List.of(pump)).plug(), null);
      URI endpoint = host.endpoint();
      return rig(pump, endpoint.toString(), Instruments.link(endpoint), time)
          .closing(world::end)
          .closing(host);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot host the pump", e);
    }
  }

  private static Rig rig(HarpSyringePump pump, String endpoint, LinkProvider links, Timebase time) {
    Path ledger = ledger();
    return new Rig("harp", URI.create(endpoint + OPTIONS + ledger), Delivery.RAW_BYTES, links, time)
        .closing(() -> Files.deleteIfExists(ledger))
        .power(pump::cyclePower)
        .pump(() -> Volume.nanoliters(pump.bench().pumpedNanoliters()), null);
  }

  /** A file for a ledger that nothing has been written to. */
  static Path ledger() {
    try {
      Path file = Files.createTempFile("harp", ".ledger");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("no place for a ledger", e);
    }
  }
}
