package org.wetstack.emulator.culture;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Stateful;

/**
 * Cultures in files: what one follows from (seed, profile, dish) and the state of its parts.
 * docs/explanation/culture-life.md has the format. Integers are big-endian, numbers with a point
 * are IEEE 754 doubles, so a state is the same on every machine.
 */
public final class CultureFile {

  /** A part of a culture, under the name that errors call it. */
  public record Part(String name, Stateful content) {

    public Part {
      if (name.isEmpty() || name.length() > 64) {
        throw new IllegalArgumentException("a part has a name of 1 to 64 characters: " + name);
      }
    }
  }

  /** Begins like a PNG file: no text, and spoiled by whatever changes ends of lines. */
  private static final byte[] MAGIC = {(byte) 0x89, 'W', 'C', 'L', '\r', '\n', 0x1A, '\n'};

  private static final int VERSION = 1;
  private static final int MAX_BYTES = 1 << 29;
  private static final int MAX_PROFILE = 1 << 20;
  private static final int MAX_PARTS = 4_096;
  private static final int CHECK_BYTES = 8;

  private CultureFile() {}

  /**
   * Saves a culture in {@code file}, which is replaced as a whole or not at all.
   *
   * @throws IOException if that fails
   */
  public static void write(Path file, long seed, Profile profile, Dish dish, List<Part> parts)
      throws IOException {
    byte[] bytes = bytes(seed, profile, dish, parts);
    Path absolute = file.toAbsolutePath();
    Path unfinished = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      try (FileChannel out =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          out.write(left);
        }
        // A culture may be all there is of months: on the disk before it takes the old one's place.
        out.force(true);
      }
      Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /**
   * A culture as bytes.
   *
   * @param parts at most 4096, with names that differ, in the order in which they are restored
   * @throws IOException if a part cannot be saved, or all of it is larger than 512 MiB
   */
  public static byte[] bytes(long seed, Profile profile, Dish dish, List<Part> parts)
      throws IOException {
    if (parts.size() > MAX_PARTS
        || parts.stream().map(Part::name).distinct().count() < parts.size()) {
      throw new IllegalArgumentException(
          "a culture has at most " + MAX_PARTS + " parts, with names that differ");
    }
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.write(MAGIC);
    out.writeInt(VERSION);
    out.writeLong(seed);
    block(out, ProfileFile.write(profile).getBytes(StandardCharsets.UTF_8));
    out.writeInt(dish.samplesPerSecond());
    out.writeInt(dish.nanovoltsPerCount());
    out.writeInt(dish.electrodes().size());
    for (Dish.Place place : dish.electrodes()) {
      out.writeInt(place.xMicrometers());
      out.writeInt(place.yMicrometers());
    }
    out.writeInt(parts.size());
    for (Part part : parts) {
      var content = new ByteArrayOutputStream();
      part.content().save(new DataOutputStream(content));
      out.writeUTF(part.name());
      block(out, content.toByteArray());
      if (bytes.size() > MAX_BYTES - CHECK_BYTES) {
        throw new IOException("a culture of more than " + MAX_BYTES + " bytes cannot be saved");
      }
    }
    out.writeLong(check(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  private static void block(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static long check(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  /**
   * The culture in {@code file}, whole and intact.
   *
   * @throws IOException if it cannot be read, is no saved culture, or was damaged; it says which,
   *     and what to do
   */
  public static SavedCulture read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder: name the saved culture in it");
    }
    byte[] bytes = content(file);
    if (bytes.length > MAX_BYTES) {
      throw new IOException(
          "%s is larger than a saved culture can be, %d bytes: name another file"
              .formatted(file, MAX_BYTES));
    }
    return parse(file.toString(), bytes);
  }

  private static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file '" + file + "': name a saved culture", e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          file + " may not be read by you: check its permissions, or name another file", e);
    } catch (IOException e) {
      throw new IOException(
          file + " cannot be read (" + e.getMessage() + "): name a saved culture", e);
    }
  }

  /** The culture in {@code bytes}; {@code name} stands for the file in errors. */
  public static SavedCulture parse(String name, byte[] bytes) throws IOException {
    int length = Math.min(bytes.length, MAGIC.length);
    if (length == 0 || !Arrays.equals(bytes, 0, length, MAGIC, 0, length)) {
      throw new IOException(
          name + " is no saved culture: it does not begin like one; name a file of a culture");
    }
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      in.readFully(new byte[MAGIC.length]);
      int version = in.readInt();
      if (version != VERSION) {
        throw new IOException(
            "%s is a saved culture of format %d; this program reads format %d: save it again with"
                    .formatted(name, version, VERSION)
                + " a program that reads both");
      }
      int end = bytes.length - CHECK_BYTES;
      requireIntact(name, bytes, end);
      SavedCulture culture = content(name, in);
      if (in.available() != CHECK_BYTES) {
        throw new IOException(
            name + " has " + (in.available() - CHECK_BYTES) + " bytes after its last part");
      }
      return culture;
    } catch (EOFException e) {
      throw new IOException(name + " is cut short: take another copy of it", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  private static void requireIntact(String name, byte[] bytes, int end) throws IOException {
    if (end < 0) {
      throw new EOFException();
    }
    long said = new DataInputStream(new ByteArrayInputStream(bytes, end, CHECK_BYTES)).readLong();
    long is = check(bytes, end);
    if (said != is) {
      throw new IOException(
          "%s is damaged or cut short: its check sum is %08x, not %08x as it says; take another copy"
              .formatted(name, is, said));
    }
  }

  private static SavedCulture content(String name, DataInputStream in) throws IOException {
    long seed = in.readLong();
    String yaml = new String(block(name, in, MAX_PROFILE, "profile"), StandardCharsets.UTF_8);
    Profile profile = ProfileFile.parse("its profile", yaml);
    int rate = in.readInt();
    int nanovolts = in.readInt();
    int electrodes = bounded(name, in, 1_024, "electrodes");
    List<Dish.Place> places = new ArrayList<>();
    for (int i = 0; i < electrodes; i++) {
      places.add(new Dish.Place(in.readInt(), in.readInt()));
    }
    var dish = new Dish(rate, nanovolts, places);
    int count = bounded(name, in, MAX_PARTS, "parts");
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String part = in.readUTF();
      if (parts.put(part, block(name, in, MAX_BYTES, "bytes of a part")) != null) {
        throw new IOException(name + " has the part '" + part + "' twice");
      }
    }
    return new SavedCulture(name, seed, profile, dish, parts);
  }

  private static byte[] block(String name, DataInputStream in, int most, String what)
      throws IOException {
    byte[] bytes = new byte[bounded(name, in, Math.min(most, in.available()), what)];
    in.readFully(bytes);
    return bytes;
  }

  private static int bounded(String name, DataInputStream in, int most, String what)
      throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException(
          "%s cannot have %d %s there: take another copy".formatted(name, count, what));
    }
    return count;
  }
}
