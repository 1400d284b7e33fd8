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
import org.wetstack.emulator.cavro.ValveType;
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
   * @param checked whether its messages have checksums, so that it bears strays and noise
   * @param speed of its world in real time: filling a syringe takes some of them long
   */
  record Pump(
      String name,
      String driver,
      String options,
      boolean tellsStalls,
      boolean checked,
      int speed,
      Maker maker) {

    Pump with(String newName, String newOptions, Maker newMaker) {
      return new Pump(newName, driver, newOptions, tellsStalls, checked, speed, newMaker);
    }

    /** The same one with an address of its own, to share a line with others. */
    Pump at(int address) {
      return with(
          name + " at " + address,
          options + "&address=" + address,
          (world, ignored) -> maker.make(world, address));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** One of each maker. */
  static Stream<Pump> all() {
    return Stream.of(NEW_ERA, HARVARD, CAVRO, HARP);
  }

  private static final String BOUNDS = "&max-dose=5ul&max-per-hour=30ul";

  static final Pump NEW_ERA =
      new Pump(
          "New Era",
          "new-era",
          "diameter=1.46" + BOUNDS,
          true,
          true,
          1,
          (world, address) -> {
            var spec = NewEraSpec.of(NewEraModel.NE_1000, 1.46, 60).at(address);
            var pump = new NewEraPump(world, spec);
            return new Made(pump, pump.bench());
          });

  static final Pump HARVARD =
      new Pump(
          "Harvard Pump 11 Elite",
          "harvard",
          "diameter=1.46&syringe=100ul" + BOUNDS,
          true,
          false,
          1,
          (world, address) -> harvard(world, Model.ELITE_11, address));

  static final Pump HARVARD_ULTRA =
      HARVARD.with(
          "Harvard PHD ULTRA",
          HARVARD.options,
          (world, address) -> harvard(world, Model.PHD_ULTRA, address));

  static final Pump CAVRO =
      new Pump(
          "Cavro XCalibur",
          "cavro",
          "syringe=50" + BOUNDS,
          true,
          true,
          5,
          (world, address) -> cavro(world, CavroSpec.xcalibur(address, 50)));

  static final Pump CAVRO_WITH_DISTRIBUTION_VALVE =
      CAVRO.with(
          "Cavro XCalibur, distribution valve",
          CAVRO.options + "&valve=9&outlet=7&reservoir=4",
          (world, address) ->
              cavro(
                  world,
                  CavroSpec.distributing(
                      org.wetstack.emulator.cavro.Model.XCALIBUR,
                      address,
                      50,
                      ValveType.DISTRIBUTION_9,
                      7,
                      4)));

  static final Pump CENTRIS =
      CAVRO.with(
          "Cavro Centris",
          CAVRO.options + "&model=centris&valve=9&outlet=7&reservoir=4",
          (world, address) ->
              cavro(
                  world,
                  CavroSpec.distributing(
                      org.wetstack.emulator.cavro.Model.CENTRIS,
                      address,
                      50,
                      ValveType.DISTRIBUTION_9,
                      7,
                      4)));

  /** A motor step of which moves 10 nL. */
  static final Pump HARP =
      new Pump(
          "Harp",
          "harp",
          "step-volume=10nl" + BOUNDS,
          false,
          true,
          1,
          (world, address) -> {
            var pump = new HarpSyringePump(world, harpSpec());
            return new Made(pump, pump.bench());
          });

  static SyringePumpSpec harpSpec() {
    return SyringePumpSpec.of(Mechanics.ideal(0.01 / 16, Math.sqrt(4 / Math.PI), 1_000));
  }

  private static Made harvard(World world, Model model, int address) {
    var spec = HarvardSpec.of(model, address, model.with(1.46, 60));
    var pump = new HarvardPump(world, address == 0 ? spec : spec.chained());
    return new Made(pump, pump.bench());
  }

  private static Made cavro(World world, CavroSpec spec) {
    var pump = new CavroPump(world, spec);
    return new Made(pump, pump.bench());
  }

  /** The same, so that no number of doses is too many for an hour. */
  static Pump tireless(Pump pump) {
    String options = pump.options.replaceFirst("max-per-hour=[^&]*", "max-per-hour=10ml");
    return pump.with(pump.name, options, pump.maker);
  }

  /** Makes an emulated pump. */
  interface Maker {
    Made make(World world, int address);
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
    Made made = pump.maker.make(world, 0);
    var line = new SerialLine(world, List.of(made.device));
    var cable = new Cable(time, seed, Link.Delivery.RAW_BYTES, faults);
    Path ledger = ledger();
    URI endpoint = URI.create("cable:pump-" + CABLES.incrementAndGet() + options(pump, ledger));
    Rig rig =
        new Rig(
            pump.driver, endpoint, Link.Delivery.RAW_BYTES, cable.provider(() -> plug(line)), time);
    return new Cabled(
        bench(rig, pump, world, made).closing(() -> Files.deleteIfExists(ledger)),
        cable,
        made.bench);
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
    var world = new World(time, 1, pump.speed);
    Made made = pump.maker.make(world, 0);
    var line = new SerialLine(world, List.of(made.device));
    Path ledger = ledger();
    try {
      Host host = hosting.open(line);
      URI endpoint = URI.create(host.endpoint() + options(pump, ledger));
      return bench(
              new Rig(
                  pump.driver, endpoint, Link.Delivery.RAW_BYTES, Instruments.link(endpoint), time),
              pump,
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

  private static Rig bench(Rig rig, Pump pump, World world, Made made) {
    rig.closing(world::end)
        .power(() -> world.run(made.device::cyclePower))
        .pump(
            () -> Volume.nanoliters(made.bench.pumpedNanoliters()),
            pump.tellsStalls ? outlet(made.bench) : null);
    return pump.checked ? rig : rig.withoutStrayWire();
  }

  private static Bench.Outlet outlet(SyringeBench bench) {
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
