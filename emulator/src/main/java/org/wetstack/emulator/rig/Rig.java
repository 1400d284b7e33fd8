package org.wetstack.emulator.rig;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.DeviceSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.host.Host;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * An emulated rig that runs: one world, its boards, and the places where hosts find them. All
 * methods may be called from any thread.
 */
public final class Rig implements AutoCloseable {

  private final World world;
  private final Timebase time;
  private final Map<String, EmulatedBoard> boards = new LinkedHashMap<>();
  private final Map<String, URI> endpoints = new LinkedHashMap<>();
  private final Map<String, Cable> cables = new LinkedHashMap<>();
  private final Dishes dishes;
  private final Deque<Host> hosts = new ConcurrentLinkedDeque<>();

  private Rig(RigSpec spec, Timebase time) {
    this.world = new World(time, spec.seed(), spec.speed());
    this.time = time;
    this.dishes = new Dishes(world, boards);
  }

  /**
   * Makes the rig and opens its places.
   *
   * @param links finds the provider for an {@code mqtt} endpoint; asked for nothing else
   * @throws IllegalArgumentException if a place is wrong, or needs a broker that is not named, or a
   *     saved culture cannot be read, was damaged or is for other electrodes
   * @throws IOException if a place is taken or not allowed; nothing stays open
   * @throws DeviceException if a broker cannot be reached; nothing stays open
   */
  public static Rig start(RigSpec spec, Timebase time, Function<URI, LinkProvider> links)
      throws IOException {
    return start(spec, time, links, Optional.empty());
  }

  /**
   * The same with boards that keep in {@code memory}, a folder, what real ones keep without power.
   */
  public static Rig start(
      RigSpec spec, Timebase time, Function<URI, LinkProvider> links, Optional<Path> memory)
      throws IOException {
    if (memory.isPresent()) {
      Files.createDirectories(memory.get());
    }
    var rig = new Rig(spec, time);
    try {
      for (RigSpec.Board board : spec.boards()) {
        rig.add(board, memory.map(folder -> folder.resolve(board.name() + ".txt")));
      }
      for (RigSpec.Board board : spec.boards()) {
        board.parts().forEach(part -> rig.dishes.connect(board.name(), part));
      }
      for (RigSpec.Board board : spec.boards()) {
        rig.offer(board, links);
      }
      return rig;
    } catch (IOException | RuntimeException e) {
      rig.close();
      throw e;
    }
  }

  private void add(RigSpec.Board board, Optional<Path> diary) {
    List<DeviceSpec> devices = new ArrayList<>();
    for (RigSpec.Part part : board.parts()) {
      devices.add(device(board.name(), part));
    }
    boards.put(
        board.name(),
        new EmulatedBoard(
            world, BoardSpec.of(board.name(), devices.toArray(DeviceSpec[]::new)), diary));
  }

  private DeviceSpec device(String board, RigSpec.Part part) {
    if (part instanceof RigSpec.Array array) {
      return array(board, array);
    } else if (part instanceof RigSpec.Pump pump) {
      return pump.spec();
    } else if (part instanceof RigSpec.Sensor sensor) {
      return sensor.spec();
    }
    return ((RigSpec.Light) part).spec();
  }

  private ArraySpec array(String board, RigSpec.Array wanted) {
    ArraySpec plan = wanted.layout().array(wanted.name());
    return new ArraySpec(
        wanted.name(),
        wanted.samplesPerSecond(),
        plan.sites(),
        wanted.stimulates(),
        plan.stimulator(),
        switch (wanted.amplifiers()) {
          case BANDPASS -> ChipParameters.usual();
          case FLAT -> ChipParameters.flat();
        },
        dishes.fill(board, wanted, plan));
  }

  private void offer(RigSpec.Board spec, Function<URI, LinkProvider> links) throws IOException {
    Place at = spec.at();
    if (at.kind() == Place.Kind.CABLE) {
      cables.put(
          spec.name(),
          new Cable(time, world.seedFor("cable " + spec.name()), at.delivery(), at.faults()));
      endpoints.put(spec.name(), URI.create("cable:" + spec.name()));
    } else {
      Host host = Hosting.open(spec.name(), board(spec.name()), at, links, time);
      hosts.push(host);
      endpoints.put(spec.name(), host.endpoint());
    }
  }

  /** Where each board is found, by name, in the order of the spec. */
  public Map<String, URI> endpoints() {
    return Collections.unmodifiableMap(endpoints);
  }

  /** Where the board called {@code name} is found. */
  public URI endpoint(String name) {
    return named(endpoints, name, "board");
  }

  /** The bench faces of the board called {@code name}. */
  public EmulatedBoard board(String name) {
    return named(boards, name, "board");
  }

  /** The bench face of the culture on the array called {@code array}. */
  public CultureBench culture(String array) {
    return dishes.culture(array);
  }

  /** The bench face of the fluid of the pump called {@code pump}, which must feed an array. */
  public ReservoirBench reservoir(String pump) {
    return dishes.reservoir(pump);
  }

  static <T> T named(Map<String, T> all, String name, String what) {
    T found = all.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "no " + what + " is called '" + name + "'; there are " + all.keySet());
    }
    return found;
  }

  /** All boards by name, in the order of the spec. */
  public Map<String, EmulatedBoard> boards() {
    return Collections.unmodifiableMap(boards);
  }

  /** The cable of the board called {@code name}, which must be at the end of one. */
  public Cable cable(String name) {
    return named(cables, name, "board with a cable");
  }

  /** Opens {@code cable:} endpoints of this rig. */
  public LinkProvider cables() {
    return new LinkProvider() {
      @Override
      public Set<String> schemes() {
        return Set.of("cable");
      }

      @Override
      public Link open(URI endpoint, LinkHandler handler) {
        String name = endpoint.getSchemeSpecificPart();
        return cable(name).provider(board(name)::plug).open(endpoint, handler);
      }
    };
  }

  /**
   * Hangs up on all hosts, the last board first, and stops the world: what happened in it can still
   * be looked at. Idempotent.
   */
  @Override
  public void close() {
    for (Host host = hosts.poll(); host != null; host = hosts.poll()) {
      host.close();
    }
    cables.values().forEach(Cable::cut);
    world.end();
  }
}
