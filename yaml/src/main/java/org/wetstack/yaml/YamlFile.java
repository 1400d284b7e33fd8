package org.wetstack.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the text of a YAML file, of a size that a person could have written. */
public final class YamlFile {

  private static final int MAX_BYTES = 1 << 20;

  private YamlFile() {}

  /**
   * The text of {@code file}.
   *
   * @param kind what it should be, as in "rig"; for errors
   * @throws IllegalArgumentException if it is a folder, too large, or not UTF-8
   * @throws IOException if it cannot be read
   */
  public static String text(Path file, String kind) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder: name the YAML file in it");
    }
    // Not by its size: a pipe has none.
    try (InputStream in = Files.newInputStream(file)) {
      return text(file.toString(), in, kind);
    }
  }

  /** The text that all of {@code in} is; {@code name} stands for the file in errors. */
  public static String text(String name, InputStream in, String kind) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          name + " is larger than a " + kind + " file can be, " + MAX_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          name + " is not text in UTF-8: save it as such, or name another file", e);
    }
  }
}
