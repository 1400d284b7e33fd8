package org.wetstack.emulator.rig;

import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.board.DeviceSpec;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.SensorSpec;
import org.wetstack.emulator.chip.ChipParameters;

/**
 * What an emulated rig is made of. A plain value: {@link Rig#start} makes the rig.
 *
 * @param seed everything random follows from it
 * @param speed how many times faster than real time everything physical goes, 1 to 1000
 */
public record RigSpec(long seed, int speed, List<Board> boards) {

  /**
   * One board.
   *
   * @param name also its serial number; unique in the rig
   */
  public record Board(String name, Place at, List<Part> parts) {

    public Board {
      DeviceSpec.checkName(name);
      parts = List.copyOf(parts);
      if (parts.isEmpty() || parts.size() > 64) {
        throw new IllegalArgumentException(
            "board '" + name + "' carries " + parts.size() + " devices; 1 to 64 are possible");
      }
      Set<String> names = new HashSet<>();
      for (Part part : parts) {
        if (!names.add(part.name())) {
          throw new MisfitException(
              part,
              part.kind(),
              "two devices of board '" + name + "' are called '" + part.name() + "': rename one");
        }
      }
    }
  }

  /** One device of a board. */
  public sealed interface Part {
    String name();

    /** As files call it: {@code array}, {@code pump}, {@code sensor} or {@code light}. */
    String kind();
  }

  /** What an array's electrodes are in. */
  public enum Medium {
    CULTURE,
    SALINE
  }

  /**
   * An electrode array.
   *
   * @param living which culture it is, if it is one
   * @param amplifiers how they treat what they see
   */
  public record Array(
      String name,
      Layout layout,
      int samplesPerSecond,
      boolean stimulates,
      Medium tissue,
      Living living,
      ChipParameters.Amplifier amplifiers)
      implements Part {

    public Array {
      DeviceSpec.checkName(name);
      DeviceSpec.checkRange(
          "samplesPerSecond of array '" + name + "'", samplesPerSecond, 1_000, 30_000);
    }

    @Override
    public String kind() {
      return "array";
    }

    /** The same with the usual culture behind filters, or saline behind none. */
    public Array(
        String name, Layout layout, int samplesPerSecond, boolean stimulates, Medium tissue) {
      this(
          name,
          layout,
          samplesPerSecond,
          stimulates,
          tissue,
          Living.usual(),
          usualAmplifiers(tissue));
    }

    /** Filters where there is something to filter. */
    static ChipParameters.Amplifier usualAmplifiers(Medium tissue) {
      return tissue == Medium.CULTURE
          ? ChipParameters.Amplifier.BANDPASS
          : ChipParameters.Amplifier.FLAT;
    }

    /** The usual one: 30 kHz, stimulating, in a living culture. */
    public static Array living(String name, Layout layout) {
      return new Array(name, layout, 30_000, true, Medium.CULTURE);
    }
  }

  /**
   * A pump.
   *
   * @param feeds the array whose culture its outlet leads to; empty for a beaker
   * @param filling what it delivers
   */
  public record Pump(PumpSpec spec, Optional<String> feeds, Filling filling) implements Part {

    /** A pump of fresh dopamine. */
    public Pump(PumpSpec spec, Optional<String> feeds) {
      this(spec, feeds, Filling.usual());
    }

    @Override
    public String name() {
      return spec.name();
    }

    @Override
    public String kind() {
      return "pump";
    }
  }

  /**
   * A sensor.
   *
   * @param of the array whose culture it is beside, so that it reads the air there; empty if its
   *     reading is set on the bench
   */
  public record Sensor(SensorSpec spec, Optional<String> of) implements Part {

    /** A sensor whose reading is set on the bench. */
    public Sensor(SensorSpec spec) {
      this(spec, Optional.empty());
    }

    @Override
    public String name() {
      return spec.name();
    }

    @Override
    public String kind() {
      return "sensor";
    }
  }

  /**
   * A light.
   *
   * @param shines the array on whose culture it shines; empty for the void
   */
  public record Light(LightSpec spec, Optional<String> shines) implements Part {

    /** A light that shines on nothing that minds. */
    public Light(LightSpec spec) {
      this(spec, Optional.empty());
    }

    @Override
    public String name() {
      return spec.name();
    }

    @Override
    public String kind() {
      return "light";
    }
  }

  public RigSpec {
    boards = List.copyOf(boards);
    if (boards.isEmpty() || boards.size() > 64) {
      throw new IllegalArgumentException("a rig has 1 to 64 boards, not " + boards.size());
    }
    DeviceSpec.checkRange("speed", speed, 1, 1_000);
    Set<String> names = new HashSet<>();
    Map<String, Board> taken = new HashMap<>();
    for (Board board : boards) {
      if (!names.add(board.name())) {
        throw new MisfitException(
            board, "name", "two boards are called '" + board.name() + "': rename one");
      }
      board.at().claim().ifPresent(claim -> requireFree(taken.put(claim, board), board, claim));
    }
    Targets.check(boards);
  }

  private static void requireFree(@Nullable Board before, Board board, String claim) {
    if (before != null) {
      throw new MisfitException(
          board,
          "at",
          "boards '"
              + before.name()
              + "' and '"
              + board.name()
              + "' are both at "
              + claim
              + ": give each a place of its own");
    }
  }

  /** Whether a board waits behind a broker that nobody has named. */
  public boolean needsBroker() {
    return boards.stream().anyMatch(board -> board.at().needsBroker());
  }

  /**
   * The same rig with {@code broker}, such as {@code mqtt://127.0.0.1:1883}, where none is named.
   */
  public RigSpec withBroker(URI broker) {
    return new RigSpec(
        seed,
        speed,
        boards.stream()
            .map(
                board ->
                    board.at().needsBroker()
                        ? new Board(board.name(), board.at().at(broker), board.parts())
                        : board)
            .toList());
  }

  /** The names of the arrays on which something lives, in the order of the rig. */
  public List<String> living() {
    return boards.stream()
        .flatMap(board -> board.parts().stream())
        .filter(part -> part instanceof Array array && array.tissue() == Medium.CULTURE)
        .map(Part::name)
        .toList();
  }

  /** The same rig with other cultures where something lives. */
  public RigSpec withLiving(UnaryOperator<Living> other) {
    return new RigSpec(
        seed,
        speed,
        boards.stream()
            .map(
                board ->
                    new Board(
                        board.name(),
                        board.at(),
                        board.parts().stream().map(part -> withLiving(part, other)).toList()))
            .toList());
  }

  private static Part withLiving(Part part, UnaryOperator<Living> other) {
    return part instanceof Array array && array.tissue() == Medium.CULTURE
        ? new Array(
            array.name(),
            array.layout(),
            array.samplesPerSecond(),
            array.stimulates(),
            array.tissue(),
            other.apply(array.living()),
            array.amplifiers())
        : part;
  }

  /** The same rig from another seed. */
  public RigSpec withSeed(long other) {
    return new RigSpec(other, speed, boards);
  }

  /** The same rig at another speed. */
  public RigSpec withSpeed(int other) {
    return new RigSpec(seed, other, boards);
  }
}
