package org.wetstack.emulator.rig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;

/** Reads an emulated rig from YAML; docs/reference/emulator-yaml.md describes the file. */
public final class RigFile {

  private static final int MAX_BYTES = 1 << 20;

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
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder: name the YAML file in it");
    }
    // Not by its size: a pipe has none.
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    }
  }

  /** The rig that all of {@code in} describes; {@code name} stands for the file in errors. */
  public static RigSpec read(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          name + " is larger than a rig file can be, " + MAX_BYTES + " bytes");
    }
    try {
      return parse(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          name + " is not text in UTF-8: save it as such, or name another file", e);
    }
  }

  /** The rig in {@code yaml}; {@code name} stands for the file in errors. */
  public static RigSpec parse(String name, String yaml) {
    // Some editors on Windows begin a file with a mark that is not part of the text.
    String text = yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml;
    return new RigFile(YamlMap.parse(name, text, "a rig")).rig();
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
    } catch (YamlText.PlacedException e) {
      throw e;
    } catch (MisfitException e) {
      throw places.getOrDefault(e.misfit(), map).wrong(e.key(), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw map.wrong(String.valueOf(e.getMessage()));
    }
  }
}
