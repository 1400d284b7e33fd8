package org.wetstack.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * Numbers of sessions, each larger than all before it, also across restarts: a bound on them is in
 * a file before any of them is given. Not thread-safe.
 */
public final class Epochs {

  private static final long MAX = 0xFFFF_FFFFL;

  /** So many are reserved at a time, and lost at a restart. */
  private static final int RESERVED = 1_000;

  private final Path file;
  private long last;
  private long bound;

  private Epochs(Path file, long bound) {
    this.file = file;
    this.last = bound;
    this.bound = bound;
  }

  /**
   * Goes on behind what {@code file} says; one that is not there is made with the first number.
   *
   * @throws IllegalArgumentException if the file is of another kind, or has no place
   */
  public static Epochs in(Path file) throws IOException {
    if (!Files.isWritable(file.toAbsolutePath().resolveSibling("."))) {
      throw new IllegalArgumentException(
          file + " cannot be written: name a file in a folder of yours");
    }
    if (!Files.exists(file)) {
      return new Epochs(file, 0);
    }
    String text = Files.readString(file, StandardCharsets.UTF_8).strip();
    try {
      long bound = Long.parseLong(text);
      if (bound >= 0 && bound <= MAX) {
        return new Epochs(file, bound);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        file
            + " is not a bridge's: it should hold one whole number from 0 to "
            + MAX
            + "; name another file");
  }

  /**
   * The next number, never 0.
   *
   * @throws DeviceException if it cannot be written down
   */
  int next() {
    if (last >= bound) {
      reserve();
    }
    return (int) ++last;
  }

  private void reserve() {
    long wanted = Math.min(MAX, bound + RESERVED);
    if (wanted == bound) {
      throw new DeviceException(
          Reason.FAULT, Outcome.NOT_DONE, "all session numbers are used; delete " + file);
    }
    try {
      Path whole = file.toAbsolutePath();
      Path next = whole.resolveSibling(whole.getFileName() + ".new");
      try (var channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(wanted + "\n");
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      bound = wanted;
    } catch (IOException e) {
      throw new DeviceException(
          Reason.FAULT, Outcome.NOT_DONE, "cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
