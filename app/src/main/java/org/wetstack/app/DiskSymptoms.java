package org.wetstack.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wetstack.hal.spi.SystemTimebase;

/** Whether there is room for recordings, and how long a journal waits for the disk. */
final class DiskSymptoms {

  private static final long GIBIBYTE = 1L << 30;
  private static final long LITTLE = 10 * GIBIBYTE;
  private static final long TOO_LITTLE = GIBIBYTE;
  private static final int WRITES = 21;
  private static final int BYTES = 512;

  /** Each command waits for one of these before anything happens. */
  private static final long SLOW_NANOS = 50_000_000;

  private DiskSymptoms() {}

  /** {@code data} need not be there yet. */
  static List<Symptom> of(Path data, long keepFree) {
    Path folder = there(data.toAbsolutePath());
    List<Symptom> all = new ArrayList<>();
    try {
      all.add(space(folder, Files.getFileStore(folder).getUsableSpace(), keepFree));
      long[] nanos = writes(folder);
      all.add(speed(folder, nanos[nanos.length / 2], nanos[nanos.length - 1]));
    } catch (IOException e) {
      all.add(
          Symptom.wrong(
              "disk",
              folder + " cannot be written to: " + e,
              "make it yours, or name another folder as 'data' in the rig file"));
    }
    return all;
  }

  private static Path there(Path wanted) {
    Path folder = wanted;
    while (!Files.isDirectory(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    return folder;
  }

  static Symptom space(Path folder, long free, long keepFree) {
    String found = "%.1f GiB free at %s".formatted((double) free / GIBIBYTE, folder);
    if (free >= LITTLE) {
      return Symptom.fine("disk", found);
    }
    String remedy = "free some, or name a folder on another disk as 'data' in the rig file";
    if (free >= TOO_LITTLE && free < keepFree) {
      return Symptom.wrong(
          "disk",
          found
              + "; 'keep-free' is %.1f GiB, so nothing is recorded"
                  .formatted((double) keepFree / GIBIBYTE),
          "move old recordings elsewhere, or name a folder on another disk as 'data'");
    }
    return free >= TOO_LITTLE
        ? Symptom.doubtful("disk", found + "; an array fills a gigabyte in minutes", remedy)
        : Symptom.wrong("disk", found + "; the journal must never run out of it", remedy);
  }

  /** How long entries of a journal take to be on disk, in nanoseconds, shortest first. */
  private static long[] writes(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, ".wetstack-doctor", "");
    long[] nanos = new long[WRITES];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < WRITES; i++) {
        long from = SystemTimebase.shared().nanoTime();
        channel.write(ByteBuffer.allocate(BYTES));
        channel.force(false);
        nanos[i] = SystemTimebase.shared().nanoTime() - from;
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(nanos);
    return nanos;
  }

  static Symptom speed(Path folder, long medianNanos, long longestNanos) {
    String found =
        "an entry of the journal takes %.1f ms to be on disk, %.1f ms at most"
            .formatted(medianNanos / 1e6, longestNanos / 1e6);
    return medianNanos <= SLOW_NANOS
        ? Symptom.fine("disk", found)
        : Symptom.doubtful(
            "disk",
            found + "; every dose and pulse waits for that",
            "put 'data' on a disk of its own, no network and no SD card: " + folder + " is slow");
  }
}
