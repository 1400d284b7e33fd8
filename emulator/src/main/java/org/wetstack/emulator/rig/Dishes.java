package org.wetstack.emulator.rig;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.culture.chemistry.ChemistryProfile;
import org.wetstack.emulator.headstage.Headstages;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.Preparation;

/**
 * What the arrays of a rig lie in, and what leads to it: tubes from pumps, light, and sensors
 * beside it. The first array of a name has that name here, others {@code board/name}.
 */
final class Dishes {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /**
   * What one array lies in.
   *
   * @param bench null if nothing lives
   * @param settle lets the samples that are due pass; under the world's lock
   * @param powers of each light that shines on it, in microwatts, by wavelength
   */
  private record Laid(
      Preparation preparation,
      @Nullable CultureBench bench,
      Runnable settle,
      Map<Integer, List<long[]>> powers) {

    Laid(Preparation preparation, @Nullable CultureBench bench, Runnable settle) {
      this(preparation, bench, settle, new TreeMap<>());
    }
  }

  private final World world;
  private final Map<String, Laid> laid = new LinkedHashMap<>();
  private final Map<String, ReservoirBench> reservoirs = new LinkedHashMap<>();
  private final Map<String, EmulatedBoard> boards;

  /**
   * @param boards of the rig by name, still to be filled
   */
  Dishes(World world, Map<String, EmulatedBoard> boards) {
    this.world = world;
    this.boards = boards;
  }

  /** What the device called {@code name} is called here, if {@code taken} are so far. */
  private static String key(Map<String, ?> taken, String board, String name) {
    return taken.containsKey(name) ? board + "/" + name : name;
  }

  /** What {@code array} of {@code board}, which will be as planned, lies in. */
  Preparation fill(String board, RigSpec.Array array, ArraySpec plan) {
    // Arrays of one name on two boards must not lie on the same culture.
    String key = key(laid, board, array.name());
    Runnable settle = () -> board(board).array(array.name()).settle();
    if (array.tissue() == RigSpec.Medium.SALINE) {
      laid.put(key, new Laid(plan.preparation(), null, settle));
      return plan.preparation();
    }
    try {
      long seed = world.seedFor("culture " + key);
      Culture culture = culture(array.living(), seed, dish(array, plan));
      laid.put(key, new Laid(culture, new CultureBench(world, culture, settle), settle));
      return culture;
    } catch (IOException | IllegalArgumentException e) {
      // A file that holds no culture is a mistake in the spec, like one for other electrodes.
      throw new IllegalArgumentException("array '" + array.name() + "': " + e.getMessage(), e);
    }
  }

  private static Culture culture(Living living, long seed, Dish dish) throws IOException {
    if (living.state().isEmpty()) {
      return new Culture(seed, living.profile(), dish);
    }
    return Culture.read(living.state().get(), dish);
  }

  private static Dish dish(RigSpec.Array array, ArraySpec plan) {
    return new Dish(
        array.samplesPerSecond(),
        Headstages.NANOVOLTS_PER_COUNT,
        plan.sites().stream()
            .map(at -> new Dish.Place(at.xMicrometers(), at.yMicrometers()))
            .toList());
  }

  private EmulatedBoard board(String name) {
    return Rig.named(boards, name, "board");
  }

  /** Leads {@code part} of {@code board} to the dish it is meant for, if it is. */
  void connect(String board, RigSpec.Part part) {
    if (part instanceof RigSpec.Pump pump && pump.feeds().isPresent()) {
      tube(board, pump, Rig.named(laid, pump.feeds().get(), "array"));
    } else if (part instanceof RigSpec.Light light && light.shines().isPresent()) {
      Laid place = Rig.named(laid, light.shines().get(), "array");
      shine(board, light, place, culture(light.shines().get()));
    } else if (part instanceof RigSpec.Sensor sensor && sensor.of().isPresent()) {
      CultureBench bench = culture(sensor.of().get());
      board(board)
          .sensor(sensor.name(), () -> AirSensor.counts(sensor.spec(), bench.environment()));
    }
  }

  private void tube(String board, RigSpec.Pump pump, Laid place) {
    CultureBench bench = place.bench();
    ChemistryProfile profile =
        bench == null ? ChemistryProfile.usual() : bench.profile().chemistry();
    var tube =
        new Tube(
            pump.filling(),
            profile,
            (Fluid fluid, long nanoliters) -> place.preparation().infuse(fluid, nanoliters),
            () -> world.nanos() / NANOS_PER_MILLI);
    reservoirs.put(key(reservoirs, board, pump.name()), new ReservoirBench(world, tube));
    board(board)
        .pump(pump.name())
        .onDelivered(
            nanoliters -> {
              place.settle().run();
              tube.push(nanoliters);
            });
  }

  private void shine(String board, RigSpec.Light light, Laid place, CultureBench bench) {
    int nanometers = light.spec().wavelengthNanometers();
    List<long[]> alike = place.powers().computeIfAbsent(nanometers, key -> new ArrayList<>());
    long[] power = new long[1];
    alike.add(power);
    board(board)
        .light(light.name())
        .onPower(
            microwatts -> {
              power[0] = microwatts;
              long all = alike.stream().mapToLong(each -> each[0]).sum();
              bench.run(culture -> culture.chemistry().light((double) all, nanometers));
            });
  }

  /** The bench of the culture on the array called {@code array}. */
  CultureBench culture(String array) {
    CultureBench bench = Rig.named(laid, array, "array").bench();
    if (bench == null) {
      throw new IllegalArgumentException("nothing lives on the array '" + array + "'");
    }
    return bench;
  }

  /** The bench of the reservoir of the pump called {@code pump}. */
  ReservoirBench reservoir(String pump) {
    return Rig.named(reservoirs, pump, "pump that feeds an array");
  }
}
