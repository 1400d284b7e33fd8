package org.wetstack.emulator.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;

/**
 * What a board keeps without power, and every pulse that left it, in a file that outlives the
 * process: a line for each change, written before anything follows from it.
 * docs/reference/emulator-yaml.md describes it.
 */
final class Diary {

  private static final long MICROS = 1_000_000;

  private final World world;
  private final List<String[]> before;
  private final @Nullable FileChannel file;

  /** A diary that nobody keeps. */
  Diary(World world) {
    this.world = world;
    this.before = List.of();
    this.file = null;
  }

  /** Goes on with the diary in {@code path}; a last line that is not whole was never written. */
  Diary(World world, Path path) {
    this.world = world;
    try {
      String text = Files.exists(path) ? Files.readString(path) : "";
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      List<String[]> lines = new ArrayList<>();
      whole.lines().forEach(line -> lines.add(line.split(" ")));
      before = List.copyOf(lines);
      file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      file.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
      file.position(file.size());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the memory of a board in " + path + " cannot be used: name another folder", e);
    }
  }

  /** The lines about {@code what} when the board was made, oldest first: time, kind, and words. */
  List<String[]> before(String what) {
    return before.stream().filter(line -> line.length > 1 && line[1].equals(what)).toList();
  }

  /** Writes a line about {@code what}. */
  void write(String what, Object... words) {
    FileChannel open = file;
    if (open == null) {
      return;
    }
    Instant now = world.now();
    var line = new StringBuilder();
    line.append(now.getEpochSecond() * MICROS + now.getNano() / 1_000).append(' ').append(what);
    for (Object word : words) {
      line.append(' ').append(word);
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the memory of a board cannot be written: make room", e);
    }
  }
}
