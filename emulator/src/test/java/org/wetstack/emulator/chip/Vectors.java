package org.wetstack.emulator.chip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Lines of a file of vectors, split at blanks; what begins with # tells where they are from. */
final class Vectors {

  private Vectors() {}

  static List<String[]> of(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(l -> !l.startsWith("#")).map(l -> l.split(" ")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a table that begin with {@code key}. */
  static List<String[]> of(String name, String key) {
    return of(name).stream().filter(fields -> fields[0].equals(key)).toList();
  }
}
