package org.wetstack.emulator.rig;

import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wetstack.emulator.board.DeviceSpec;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.SensorSpec;

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
          throw new IllegalArgumentException(
              "two devices of board '" + name + "' are called '" + part.name() + "'");
        }
      }
    }
  }

  /** One device of a board. */
  public sealed interface Part {
    String name();
  }

  /** What an array's electrodes are in. */
  public enum Medium {
    CULTURE,
    SALINE
  }

  /** An electrode array. */
  public record Array(
      String name, Layout layout, int samplesPerSecond, boolean stimulates, Medium tissue)
      implements Part {

    public Array {
      DeviceSpec.checkName(name);
      if (samplesPerSecond < 1_000 || samplesPerSecond > 100_000) {
        throw new IllegalArgumentException(
            "samples per second are 1000 to 100000, not " + samplesPerSecond);
      }
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
   */
  public record Pump(PumpSpec spec, Optional<String> feeds) implements Part {
    @Override
    public String name() {
      return spec.name();
    }
  }

  /** A sensor whose reading is set on the bench. */
  public record Sensor(SensorSpec spec) implements Part {
    @Override
    public String name() {
      return spec.name();
    }
  }

  /** A light. */
  public record Light(LightSpec spec) implements Part {
    @Override
    public String name() {
      return spec.name();
    }
  }

  public RigSpec {
    boards = List.copyOf(boards);
    if (boards.isEmpty() || boards.size() > 64) {
      throw new IllegalArgumentException("a rig has 1 to 64 boards, not " + boards.size());
    }
    if (speed < 1 || speed > 1_000) {
      throw new IllegalArgumentException("speed is 1 to 1000, not " + speed);
    }
    Set<String> names = new HashSet<>();
    for (Board board : boards) {
      if (!names.add(board.name())) {
        throw new IllegalArgumentException("two boards are called '" + board.name() + "'");
      }
    }
    checkTubes(boards);
  }

  private static void checkTubes(List<Board> boards) {
    Map<String, Integer> arrays = new HashMap<>();
    for (Board board : boards) {
      for (Part part : board.parts()) {
        if (part instanceof Array) {
          arrays.merge(part.name(), 1, Integer::sum);
        }
      }
    }
    for (Board board : boards) {
      for (Part part : board.parts()) {
        if (part instanceof Pump pump && pump.feeds().isPresent()) {
          String fed = pump.feeds().get();
          int found = arrays.getOrDefault(fed, 0);
          if (found != 1) {
            throw new IllegalArgumentException(
                "pump '"
                    + pump.name()
                    + "' feeds '"
                    + fed
                    + "', but "
                    + (found == 0 ? "no array" : "more than one array")
                    + " of the rig is called that; arrays are "
                    + arrays.keySet());
          }
        }
      }
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

  /** The same rig from another seed. */
  public RigSpec withSeed(long other) {
    return new RigSpec(other, speed, boards);
  }

  /** The same rig at another speed. */
  public RigSpec withSpeed(int other) {
    return new RigSpec(seed, other, boards);
  }
}
