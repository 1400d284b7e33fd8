package org.wetstack.emulator.rig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.wetstack.yaml.PlacedException;
import org.wetstack.yaml.YamlFile;
import org.wetstack.yaml.YamlMap;

/** Reads an emulated rig from YAML; docs/reference/emulator-yaml.md describes the file. */
public final class RigFile {

  private final YamlMap root;
  private final IdentityHashMap<Object, YamlMap> places = new IdentityHashMap<>();

  private RigFile(YamlMap root) {
    this.root = root;
  }

  /**
   * The rig that {@code file} describes.
   *
   * @throws IllegalArgumentException if it describes none; the message says where, why, and what
   *     would be right
   * @throws IOException if it cannot be read
   */
  public static RigSpec read(Path file) throws IOException {
    return parse(file.toString(), YamlFile.text(file, "rig"));
  }

  /** The rig that all of {@code in} describes; {@code name} stands for the file in errors. */
  public static RigSpec read(String name, InputStream in) throws IOException {
    return parse(name, YamlFile.text(name, in, "rig"));
  }

  /** The rig in {@code yaml}; {@code name} stands for the file in errors. */
  public static RigSpec parse(String name, String yaml) {
    return new RigFile(YamlMap.parse(name, yaml, "a rig")).rig();
  }

  private RigSpec rig() {
    List<RigSpec.Board> boards = new ArrayList<>();
    for (YamlMap board : root.maps("boards", "a board")) {
      boards.add(board(board));
    }
    long seed = root.whole("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    int speed = (int) root.whole("speed", 1, 1, 1_000);
    return made(root, () -> new RigSpec(seed, speed, boards));
  }

  private RigSpec.Board board(YamlMap board) {
    String name = board.text("name");
    Place at = board.made("at", Place::parse);
    List<RigSpec.Part> parts = new ArrayList<>();
    for (YamlMap device : board.maps("devices", "a device")) {
      YamlMap known = device.as(PartReader.kind(device));
      parts.add(made(known, () -> PartReader.read(known)));
    }
    return made(board, () -> new RigSpec.Board(name, at, parts));
  }

  /** What {@code make} makes of {@code map}; what it refuses is told with its place. */
  private <T> T made(YamlMap map, Supplier<T> make) {
    try {
      T result = make.get();
      map.done();
      places.put(result, map);
      return result;
    } catch (PlacedException e) {
      throw e;
    } catch (MisfitException e) {
      throw places.getOrDefault(e.misfit(), map).wrong(e.key(), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw map.wrong(String.valueOf(e.getMessage()));
    }
  }
}
