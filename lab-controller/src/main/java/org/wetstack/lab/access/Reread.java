package org.wetstack.lab.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in a small file, read again when it was replaced. May be used by any thread. */
final class Reread<T> {

  /** How large a file may be. */
  static final int MOST_BYTES = 1 << 20;

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

  /** Understands the bytes of a file. */
  interface Parser<T> {
    T parse(byte[] bytes) throws IOException;
  }

  private record Seen<T>(BasicFileAttributes as, T content) {}

  private final Path file;
  private final boolean secret;
  private final Parser<T> parser;
  private volatile @Nullable Seen<T> seen;

  /**
   * @param secret whether others must not be able to read the file; they must never write it
   */
  Reread(Path file, boolean secret, Parser<T> parser) {
    this.file = file;
    this.secret = secret;
    this.parser = parser;
  }

  /**
   * What stands in the file now.
   *
   * @throws NoSuchFileException if it is not there
   * @throws IOException if it cannot be read or understood, or others have too many rights on it
   */
  T content() throws IOException {
    BasicFileAttributes now = attributes();
    Seen<T> last = seen;
    if (last == null || !same(last.as(), now)) {
      last = new Seen<>(now, parser.parse(read()));
      seen = last;
    }
    return last.content();
  }

  private BasicFileAttributes attributes() throws IOException {
    PosixFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, PosixFileAttributes.class);
    } catch (UnsupportedOperationException e) {
      return Files.readAttributes(file, BasicFileAttributes.class);
    }
    Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
    others.addAll(attributes.permissions());
    others.retainAll(
        secret
            ? OF_OTHERS
            : EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    if (!others.isEmpty()) {
      throw new IOException(
          file
              + " can be used by others ("
              + others
              + "): chmod "
              + (secret ? "600 " : "go-w ")
              + file);
    }
    return attributes;
  }

  private static boolean same(BasicFileAttributes one, BasicFileAttributes other) {
    return one.size() == other.size()
        && one.lastModifiedTime().equals(other.lastModifiedTime())
        && String.valueOf(one.fileKey()).equals(String.valueOf(other.fileKey()));
  }

  private byte[] read() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
      }
      return bytes;
    }
  }
}
