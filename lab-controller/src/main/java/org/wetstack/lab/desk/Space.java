package org.wetstack.lab.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What is left of the disk, and what recordings must leave of it: the journal needs room, for
 * without it nothing may be done.
 *
 * @param free bytes
 * @param keepFree bytes
 */
public record Space(long free, long keepFree) {

  private static final double GIBIBYTE = 1L << 30;

  /** Whether recordings have to end. */
  public boolean isShort() {
    return free < keepFree;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.2f GiB are free, and 'keep-free' of the rig file is %.2f GiB",
        free / GIBIBYTE,
        keepFree / GIBIBYTE);
  }

  /** How much may be written where {@code folder} is, or will be. */
  static LongSupplier at(Path folder) {
    return () -> {
      Path there = folder.toAbsolutePath();
      while (!Files.isDirectory(there) && there.getParent() != null) {
        there = there.getParent();
      }
      try {
        return Files.getFileStore(there).getUsableSpace();
      } catch (IOException e) {
        // Whoever writes there will hear of it.
        return Long.MAX_VALUE;
      }
    };
  }
}
