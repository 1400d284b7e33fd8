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
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
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

  /** The plumbing of {@link #distributing}. */
  private static final String NINE_PORTS = "&valve=9&outlet=7&reservoir=4";

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
          CAVRO.options + NINE_PORTS,
          (world, address) ->
              distributing(world, org.wetstack.emulator.cavro.Model.XCALIBUR, address));

  static final Pump CENTRIS =
      CAVRO.with(
          "Cavro Centris",
          CAVRO.options + "&model=centris" + NINE_PORTS,
          (world, address) ->
              distributing(world, org.wetstack.emulator.cavro.Model.CENTRIS, address));

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

  private static Made distributing(
      World world, org.wetstack.emulator.cavro.Model model, int address) {
    return cavro(world, CavroSpec.distributing(model, address, 50, ValveType.DISTRIBUTION_9, 7, 4));
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

  /** A pump alone on its line, with a file for the ledger of its driver. */
  record OnLine(Pump kind, World world, Made made, SerialLine line, Path ledger) {

    /** The endpoint of its driver on a link at {@code link}. */
    URI at(String link) {
      return URI.create(link + "?" + kind.options + "&ledger=" + ledger);
    }

    void cyclePower() {
      world.run(made.device::cyclePower);
    }
  }

  static OnLine onLine(Pump kind, Timebase time, long seed, int speed) {
    var world = new World(time, seed, speed);
    Made made = kind.maker.make(world, 0);
    return new OnLine(kind, world, made, new SerialLine(world, List.of(made.device)), ledger());
  }

  /** {@code pump} on a cable in virtual time. */
  static Rig onCable(Pump pump, CableFaults faults) {
    return cabled(pump, faults, 1).rig;
  }

  /** A subject, and the cable that it is on. */
  record Cabled(Rig rig, Cable cable, SyringeBench bench) {}

  static Cabled cabled(Pump kind, CableFaults faults, long seed) {
    var time = new VirtualTimebase();
    OnLine pump = onLine(kind, time, seed, 1);
    var cable = new Cable(time, seed, Link.Delivery.RAW_BYTES, faults);
    URI endpoint = pump.at("cable:pump-" + CABLES.incrementAndGet());
    var links = cable.provider(pump.line::plug);
    var rig = new Rig(kind.driver, endpoint, Link.Delivery.RAW_BYTES, links, time);
    return new Cabled(checked(bench(rig, pump), kind), cable, pump.made.bench);
  }

  /**
   * {@code kind} in real time, hosted by {@code hosting}. Also behind TCP its line is a serial one:
   * it may lose and corrupt.
   */
  static Rig hosted(Pump kind, Hosting hosting) {
    Timebase time = SystemTimebase.shared();
    OnLine pump = onLine(kind, time, 1, kind.speed);
    try {
      Host host = hosting.open(pump.line);
      URI endpoint = pump.at(host.endpoint().toString());
      var links = Instruments.link(endpoint);
      var rig = new Rig(kind.driver, endpoint, Link.Delivery.RAW_BYTES, links, time);
      return checked(bench(rig, pump), kind).closing(host);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot host the pump", e);
    }
  }

  private static Rig checked(Rig rig, Pump kind) {
    return kind.checked ? rig : rig.withoutStrayWire();
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

  /** {@code rig} with all there is on the bench of {@code pump}. */
  static Rig bench(Rig rig, OnLine pump) {
    return rig.closing(() -> Files.deleteIfExists(pump.ledger))
        .closing(pump.world::end)
        .power(pump::cyclePower)
        .pump(
            () -> Volume.nanoliters(pump.made.bench.pumpedNanoliters()),
            pump.kind.tellsStalls ? outlet(pump.made.bench) : null);
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
