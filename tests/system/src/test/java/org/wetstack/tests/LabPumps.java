package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.wetstack.conformance.Bench;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeBench;
import org.wetstack.emulator.host.Host;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Volume;

/** Subjects made of an emulated pump of another maker, alone on its line, with a ledger. */
final class LabPumps {

  private static final AtomicInteger CABLES = new AtomicInteger();

  private LabPumps() {}

  /**
   * One pump.
   *
   * @param driver that speaks to it
   * @param options of its endpoint, without the ledger
   */
  record Pump(String driver, String options, Maker maker) {}

  /** Makes an emulated pump. */
  interface Maker {
    Made make(World world);
  }

  /** An emulated pump and its bench. */
  record Made(LineDevice device, SyringeBench bench) {}

  /** Opens a way to a line for real programs. */
  interface Hosting {
    Host open(SerialLine line) throws IOException;
  }

  /** {@code pump} on a cable in virtual time. */
  static Rig onCable(Pump pump, CableFaults faults) {
    var time = new VirtualTimebase();
    var world = new World(time, 1, 1);
    Made made = pump.maker.make(world);
    var line = new SerialLine(world, List.of(made.device));
    var cable = new Cable(time, 1, Link.Delivery.RAW_BYTES, faults);
    Path ledger = ledger();
    URI endpoint = URI.create("cable:pump-" + CABLES.incrementAndGet() + options(pump, ledger));
    return bench(
            new Rig(
                pump.driver,
                endpoint,
                Link.Delivery.RAW_BYTES,
                cable.provider(() -> plug(line)),
                time),
            world,
            made)
        .closing(() -> Files.deleteIfExists(ledger));
  }

  private static LinkHandler plug(SerialLine line) {
    return line.plug();
  }

  /**
   * {@code pump} in real time, hosted by {@code hosting}. Also behind TCP its line is a serial one:
   * it may lose and corrupt.
   */
  static Rig hosted(Pump pump, Hosting hosting) {
    var time = SystemTimebase.shared();
    var world = new World(time, 1, 1);
    Made made = pump.maker.make(world);
    var line = new SerialLine(world, List.of(made.device));
    Path ledger = ledger();
    try {
      Host host = hosting.open(line);
      URI endpoint = URI.create(host.endpoint() + options(pump, ledger));
      return bench(
              new Rig(
                  pump.driver, endpoint, Link.Delivery.RAW_BYTES, Instruments.link(endpoint), time),
              world,
              made)
          .closing(host)
          .closing(() -> Files.deleteIfExists(ledger));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot host the pump", e);
    }
  }

  private static String options(Pump pump, Path ledger) {
    return "?" + pump.options + "&ledger=" + ledger;
  }

  private static Path ledger() {
    try {
      Path file = Files.createTempFile("wetstack-", ".ledger");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a ledger", e);
    }
  }

  private static Rig bench(Rig rig, World world, Made made) {
    return rig.closing(world::end)
        .power(() -> world.run(made.device::cyclePower))
        .pump(
            () -> Volume.nanoliters(made.bench.pumpedNanoliters()),
            new Bench.Outlet() {
              @Override
              public void occlude() {
                made.bench.occlude();
              }

              @Override
              public void free() {
                made.bench.open();
              }
            });
  }
}
