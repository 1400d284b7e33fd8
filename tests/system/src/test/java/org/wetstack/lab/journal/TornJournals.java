package org.wetstack.lab.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.wetstack.hal.spi.Timebase;

/** Opens journals on a disk that a simulation watches: it does not sync, which costs real time. */
public final class TornJournals {

  private TornJournals() {}

  /** Is asked before each operation of the disk; what it throws comes when that is half done. */
  public interface Fate {
    void next() throws IOException;
  }

  public static FileJournal open(Path folder, Timebase time, Fate fate) {
    return FileJournal.open(folder, time::now, time, FileJournal.PAGE_BYTES, new Watched(fate));
  }

  private record Watched(Fate fate) implements Disk {

    @Override
    public Tail end(Path file) throws IOException {
      fate.next();
      RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
      open.seek(open.length());
      return new Tail() {
        @Override
        public void write(byte[] bytes, int count) throws IOException {
          boolean whole = false;
          try {
            fate.next();
            whole = true;
          } finally {
            open.write(bytes, 0, whole ? count : count / 2);
          }
        }

        @Override
        public void force() throws IOException {
          fate.next();
        }

        @Override
        public void close() throws IOException {
          open.close();
        }
      };
    }

    @Override
    public void replace(Path file, byte[] bytes) throws IOException {
      fate.next();
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, bytes);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void cut(Path file, long bytes) throws IOException {
      fate.next();
      try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
        open.setLength(bytes);
      }
    }
  }

  /**
   * Lets go of a journal as a process that is killed does: nothing more is written.
   *
   * @throws UncheckedIOException if its files cannot be closed
   */
  public static void abandon(FileJournal journal) {
    try {
      journal.close();
    } catch (JournalException dead) {
      // What it wanted to write at the end must not be there.
    }
  }
}
