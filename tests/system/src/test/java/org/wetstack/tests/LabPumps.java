package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.wetstack.conformance.Bench;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.cavro.CavroPump;
import org.wetstack.emulator.cavro.CavroSpec;
import org.wetstack.emulator.fluidics.Mechanics;
import org.wetstack.emulator.fluidics.SyringeBench;
import org.wetstack.emulator.harp.HarpSyringePump;
import org.wetstack.emulator.harp.SyringePumpSpec;
import org.wetstack.emulator.harvard.HarvardPump;
import org.wetstack.emulator.harvard.HarvardSpec;
import org.wetstack.emulator.harvard.Model;
import org.wetstack.emulator.host.Host;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.emulator.newera.NewEraModel;
import org.wetstack.emulator.newera.NewEraPump;
import org.wetstack.emulator.newera.NewEraSpec;
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
   * @param tellsStalls whether it notices when its motor cannot turn
   */
  record Pump(String driver, String options, boolean tellsStalls, Maker maker) {
    @Override
    public String toString() {
      return driver;
    }
  }

  /** Usual settings of each pump, in a syringe of about 100 µL. */
  static Stream<Pump> all() {
    return Stream.of(NEW_ERA, HARVARD, CAVRO, HARP);
  }

  static final Pump NEW_ERA =
      new Pump(
          "new-era",
          "diameter=1.46&max-dose=5ul&max-per-hour=30ul",
          true,
          world -> {
            var pump = new NewEraPump(world, NewEraSpec.of(NewEraModel.NE_1000, 1.46, 60));
            return new Made(pump, pump.bench());
          });

  static final Pump HARVARD =
      new Pump(
          "harvard",
          "diameter=1.46&syringe=100ul&max-dose=5ul&max-per-hour=30ul",
          true,
          world -> {
            Model elite = Model.ELITE_11;
            var pump = new HarvardPump(world, HarvardSpec.of(elite, 0, elite.with(1.46, 60)));
            return new Made(pump, pump.bench());
          });

  static final Pump CAVRO =
      new Pump(
          "cavro",
          "syringe=50&max-dose=5ul&max-per-hour=30ul",
          true,
          world -> {
            var pump = new CavroPump(world, CavroSpec.xcalibur(0, 50));
            return new Made(pump, pump.bench());
          });

  /** A motor step of which moves 10 nL. */
  static final Pump HARP =
      new Pump(
          "harp",
          "step-volume=10nl&max-dose=5ul&max-per-hour=30ul",
          false,
          world -> {
            var mechanics = Mechanics.ideal(0.01 / 16, Math.sqrt(4 / Math.PI), 1_000);
            var pump = new HarpSyringePump(world, SyringePumpSpec.of(mechanics));
            return new Made(pump, pump.bench());
          });

  /** The same, so that no number of doses is too many for an hour. */
  static Pump tireless(Pump pump) {
    String options = pump.options.replaceFirst("max-per-hour=[^&]*", "max-per-hour=10ml");
    return new Pump(pump.driver, options, pump.tellsStalls, pump.maker);
  }

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
    return cabled(pump, faults, 1).rig;
  }

  /** A subject, and the cable that it is on. */
  record Cabled(Rig rig, Cable cable, SyringeBench bench) {}

  static Cabled cabled(Pump pump, CableFaults faults, long seed) {
    var time = new VirtualTimebase();
    var world = new World(time, seed, 1);
    Made made = pump.maker.make(world);
    var line = new SerialLine(world, List.of(made.device));
    var cable = new Cable(time, seed, Link.Delivery.RAW_BYTES, faults);
    Path ledger = ledger();
    URI endpoint = URI.create("cable:pump-" + CABLES.incrementAndGet() + options(pump, ledger));
    Rig rig =
        new Rig(
            pump.driver, endpoint, Link.Delivery.RAW_BYTES, cable.provider(() -> plug(line)), time);
    return new Cabled(
        bench(rig, world, made).closing(() -> Files.deleteIfExists(ledger)), cable, made.bench);
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
