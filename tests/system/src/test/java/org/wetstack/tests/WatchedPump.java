package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.firmware.FirmwareDriver;
import org.wetstack.drivers.fluidics.verification.FlowTolerance;
import org.wetstack.drivers.fluidics.verification.VerifiedInstrument;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.fluidics.FluidBench;
import org.wetstack.emulator.fluidics.SyringeBench;
import org.wetstack.emulator.harvard.Model;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.emulator.newera.NewEraModel;
import org.wetstack.emulator.shdlc.SensorErrors;
import org.wetstack.emulator.shdlc.ShdlcFlowSensor;
import org.wetstack.emulator.shdlc.ShdlcSpec;
import org.wetstack.hal.FlowSensor;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.VirtualTimebase;

/**
 * A pump, a tube that goes wrong, and a Sensirion sensor in it, each of the two instruments on a
 * line of its own. In virtual time.
 */
final class WatchedPump implements AutoCloseable {

  /** Of the syringe in {@link LabPumps}. */
  private static final class Bore {
    static final double SQUARE_MILLIMETERS = Math.PI / 4 * 1.46 * 1.46;
  }

  /** What can be watched. */
  enum Kind {
    NEW_ERA(
        LabPumps.NEW_ERA,
        Bore.SQUARE_MILLIMETERS * NewEraModel.NE_1000.stepMillimeters() * 1_000,
        0),
    HARVARD(
        LabPumps.HARVARD, Bore.SQUARE_MILLIMETERS * Model.ELITE_11.stepMillimeters() * 1_000, 1),
    CAVRO(LabPumps.CAVRO, 50_000.0 / 3_000 / 8, 2),
    HARP(LabPumps.HARP, 10, 3),
    /** A board with our firmware, whose driver knows no options: watched by the HAL. */
    BOARD(null, 25, 4);

    @SuppressWarnings("ImmutableEnumChecker") // Its maker keeps nothing.
    private final LabPumps.@Nullable Pump pump;

    /** Of the motor, in nanolitres. */
    final double step;

    /** Of its days; where it is even the sensor reads too much, otherwise too little. */
    final long seed;

    Kind(LabPumps.@Nullable Pump pump, double step, long seed) {
      this.pump = pump;
      this.step = step;
      this.seed = seed;
    }
  }

  final VirtualTimebase time = new VirtualTimebase();
  final FluidBench bench;
  final LeakyTube tube;
  private final World world;
  private final LinkProvider links;
  private final Supplier<Instrument> open;
  private final Path ledger;

  WatchedPump(Kind kind, CableFaults faults, long seed) {
    world = new World(time, seed, 1);
    ledger = file();
    Supplier<LinkHandler> plug;
    LabPumps.Pump pump = kind.pump;
    if (pump == null) {
      var board = new EmulatedBoard(world, BoardSpec.of("board-1", PumpSpec.defaults("pump")));
      PumpBench own = board.pump("pump");
      bench = own;
      tube = new LeakyTube(world, own);
      plug = board::plug;
      var driver = new FirmwareDriver(new Random(seed)::nextLong, 77, Duration.ofSeconds(2));
      open = () -> boardWithSensor(driver);
    } else {
      LabPumps.Made made = pump.maker().make(world, 0);
      bench = made.bench();
      tube = new LeakyTube(world, made.bench());
      plug = new SerialLine(world, List.of(made.device()))::plug;
      open = () -> pumpWithSensor(LabPumps.tireless(pump));
    }
    // As wrong as it may be, nearly.
    double scale = (seed % 2 == 0 ? 1 : -1) * 0.045;
    var errors = new SensorErrors(0.05, 0, scale, 20);
    var sensor = new ShdlcFlowSensor(world, ShdlcSpec.exact(0).withErrors(errors));
    sensor.bench().clampBehind(tube);
    links =
        links(
            new Cable(time, seed, Delivery.RAW_BYTES, faults).provider(plug),
            new Cable(time, seed + 1, Delivery.RAW_BYTES, faults)
                .provider(new SerialLine(world, List.of(sensor))::plug));
    time.advance(Duration.ofSeconds(2));
  }

  private static Path file() {
    try {
      return Files.createTempFile("wetstack-", ".ledger");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a ledger", e);
    }
  }

  /** Two lines under one scheme. */
  private static LinkProvider links(LinkProvider toPump, LinkProvider toSensor) {
    return new LinkProvider() {
      @Override
      public Set<String> schemes() {
        return Set.of("cable");
      }

      @Override
      public Link open(URI endpoint, LinkHandler handler) {
        boolean flow = endpoint.toString().startsWith("cable:flow");
        return (flow ? toSensor : toPump).open(endpoint, handler);
      }
    };
  }

  private Instrument pumpWithSensor(LabPumps.Pump pump) {
    String options = pump.options() + "&ledger=" + ledger + "&flow-sensor=cable%3Aflow";
    URI endpoint = URI.create("cable:pump?" + options);
    return Instruments.driver(pump.driver()).open(endpoint, links, time);
  }

  private Instrument boardWithSensor(FirmwareDriver driver) {
    Instrument board = driver.open(URI.create("cable:board"), links, time);
    try {
      Instrument cable = Instruments.driver("shdlc").open(URI.create("cable:flow"), links, time);
      FlowTolerance tolerance = FlowTolerance.of(cable.device(FlowSensor.class).limits());
      return VerifiedInstrument.over(
          board, cable, tolerance, time, task -> time.after(Duration.ZERO, task));
    } catch (RuntimeException e) {
      board.close();
      throw e;
    }
  }

  Instrument open() {
    return open.get();
  }

  /** What the culture got, in nanolitres. */
  double passed() {
    return tube.passedNanoliters();
  }

  /** A bubble, in pumps that can have one; otherwise a leak for all of the dose. */
  void air(long nanoliters) {
    if (bench instanceof SyringeBench syringe) {
      syringe.air(nanoliters);
    } else {
      tube.passes(0.3);
    }
  }

  void mend() {
    bench.open();
    bench.refill();
    tube.passes(1);
    tube.siphons(0);
  }

  void pass(double seconds) {
    time.advance(Duration.ofNanos((long) (seconds * 1e9)));
  }

  @Override
  public void close() throws IOException {
    world.end();
    Files.deleteIfExists(ledger);
  }
}
