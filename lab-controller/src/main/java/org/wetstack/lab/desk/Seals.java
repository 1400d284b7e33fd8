package org.wetstack.lab.desk;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.wetstack.lab.parcel.Contents;

/**
 * Words that nobody knows until a culture is gone, a file each: whoever shows one has it from the
 * controller that let the culture go. Thread-safe.
 */
final class Seals {

  private static final int BYTES = 32;

  private final Path folder;
  private final SecureRandom random = new SecureRandom();

  Seals(Path folder) {
    this.folder = folder;
  }

  /** Makes one for {@code move} that is on disk when this returns; its SHA-256. */
  String make(String move) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String seal = HexFormat.of().formatHex(bytes);
    Path fresh = folder.resolve(move + ".new");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(fresh);
      create(fresh);
      try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
        out.write(seal.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        out.getFD().sync();
      }
      Files.move(fresh, file(move), StandardCopyOption.ATOMIC_MOVE);
      forceNames();
    } catch (IOException e) {
      throw new UncheckedIOException("the seal of move " + move + " cannot be kept: " + e, e);
    }
    return Contents.hash(seal);
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException e) {
      // Windows: whoever runs the controller owns its folder.
      Files.createFile(file);
    }
  }

  private void forceNames() throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (AccessDeniedException e) {
      // Windows keeps names durable by itself, and refuses to open a directory.
    }
  }

  /** That of {@code move}; empty if it is lost. */
  Optional<String> of(String move) {
    try {
      return Files.exists(file(move))
          ? Optional.of(Files.readString(file(move)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the seal of move " + move + " cannot be read: " + e, e);
    }
  }

  /** It is in the journal now, or of no use any more. */
  void forget(String move) {
    try {
      Files.deleteIfExists(file(move));
    } catch (IOException e) {
      // It does no harm there.
    }
  }

  private Path file(String move) {
    return folder.resolve(move + ".seal");
  }
}
