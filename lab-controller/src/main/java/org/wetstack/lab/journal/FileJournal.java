package org.wetstack.lab.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.wetstack.hal.spi.Timebase;

/**
 * A journal in the files of a folder: docs/reference/journal.md. Entries that threads append at the
 * same time share one sync. Once anything could not be written, nothing is written any more: the
 * controller must be started again, which checks what is there.
 *
 * <p>A thread that is interrupted while it appends goes on, and is interrupted afterwards.
 */
public final class FileJournal implements Journal, AutoCloseable {

  /** Entries after which {@code head} is written again. */
  static final long HEAD_ENTRIES = 1_000;

  /** The time after which it is, when something is appended or {@link #checkpoint} is called. */
  static final long HEAD_NANOS = 60_000_000_000L;

  static final long PAGE_BYTES = 64L << 20;

  private final Path folder;
  private final Disk disk;
  private final InstantSource clock;
  private final Timebase time;
  private final FolderLock lock;
  private final Pages pages;
  private final long tornBytes;
  private final Turns turns = new Turns(Turns.WAIT_NANOS);

  // All below: whoever has the turn.
  private final List<Consumer<Entry>> followers = new ArrayList<>();
  private Head last;
  private Head written;
  private long writtenNanos;

  private FileJournal(
      Path folder, Disk disk, InstantSource clock, Timebase time, long pageBytes, FolderLock lock)
      throws IOException, BrokenException {
    this.folder = folder;
    this.disk = disk;
    this.clock = clock;
    this.time = time;
    this.lock = lock;
    if (isNew(folder)) {
      disk.replace(folder.resolve(Folder.HEAD), Head.NONE.bytes());
    }
    Reader.End end = Reader.read(folder, entry -> {});
    tornBytes = end.tornBytes();
    if (tornBytes > 0 && end.page() != null) {
      disk.cut(end.page(), end.wholeBytes());
    }
    last = end.head();
    written = last;
    // At once, so that a later loss of what was found here is noticed.
    writeHead();
    pages = Pages.after(end, disk, folder, pageBytes);
  }

  /**
   * Opens the journal in {@code folder}, or begins one if there is none, and checks everything that
   * is in it. The unfinished end of a line is cut off: nobody was told that it was on disk.
   *
   * @param clock dates entries
   * @param time tells when a minute has passed
   * @throws JournalException naming file, line and entry, if the journal is not as it was written;
   *     or if another process has it open
   */
  public static FileJournal open(Path folder, InstantSource clock, Timebase time) {
    return open(folder, clock, time, PAGE_BYTES, Disk.host());
  }

  static FileJournal open(
      Path folder, InstantSource clock, Timebase time, long pageBytes, Disk disk) {
    try {
      Files.createDirectories(folder);
      FolderLock lock = FolderLock.take(folder);
      boolean open = false;
      try {
        FileJournal journal = new FileJournal(folder, disk, clock, time, pageBytes, lock);
        open = true;
        return journal;
      } finally {
        if (!open) {
          lock.close();
        }
      }
    } catch (BrokenException e) {
      throw new JournalException(
          "the journal is not as it was written, and is left as it is: "
              + e.getMessage()
              + "; look at it with 'wetstack audit verify "
              + folder
              + "'",
          e);
    } catch (IOException e) {
      throw new JournalException("the journal in " + folder + " cannot be opened: " + e, e);
    }
  }

  private static boolean isNew(Path folder) throws IOException {
    if (Files.exists(folder.resolve(Folder.HEAD)) || !Folder.pages(folder).isEmpty()) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> other =
          files
              .filter(file -> !file.endsWith(Folder.LOCK) && !file.endsWith(Folder.HEAD + ".new"))
              .findFirst();
      if (other.isPresent()) {
        throw new IOException(
            "it holds no journal, but " + other.get().getFileName() + ": choose an empty folder");
      }
    }
    return true;
  }

  /** Bytes of an unfinished line that were cut off when it was opened. */
  public long tornBytes() {
    return tornBytes;
  }

  @Override
  public Optional<JournalException> failure() {
    return turns.failure();
  }

  /**
   * As in {@link Journal}. Waits for the disk; others whose entries are written meanwhile wait at
   * most 30 seconds.
   *
   * @throws IllegalArgumentException if no such entry can be written: {@code who} or {@code what}
   *     is empty, a fact is named with other than up to 64 of {@code A-Z a-z 0-9 . _ -}, or it
   *     needs more than 64 kB. The journal goes on
   */
  @Override
  public Entry append(String who, String what, Map<String, String> facts) {
    Line.check(clock.instant(), who, what, facts);
    Turns.Wanted wanted = new Turns.Wanted(who, what, facts);
    return turns.commit(wanted, this::commit);
  }

  /** Writes them in their order, and tells followers once all are on disk. */
  private void commit(List<Turns.Wanted> batch) throws IOException {
    List<Entry> entries = new ArrayList<>(batch.size());
    for (Turns.Wanted wanted : batch) {
      Entry entry =
          new Entry(
              last.number() + 1,
              Line.millis(clock.instant()),
              wanted.who(),
              wanted.what(),
              wanted.facts());
      byte[] canonical = Line.canonical(entry);
      Hash hash = last.hash().then(canonical);
      pages.add(entry.number(), Line.with(hash, canonical));
      last = new Head(entry.number(), hash);
      entries.add(entry);
    }
    pages.force();
    if (last.number() - written.number() >= HEAD_ENTRIES || isOld()) {
      writeHead();
    }
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      followers.forEach(follower -> follower.accept(entry));
      batch.get(i).done(entry);
    }
  }

  @Override
  public void follow(Consumer<Entry> follower) {
    turns.alone(
        () -> {
          try {
            Reader.read(folder, follower);
          } catch (BrokenException e) {
            throw new IOException("the journal has changed: " + e.getMessage(), e);
          }
          followers.add(follower);
        });
  }

  @Override
  public void settle() {
    turns.alone(() -> {});
  }

  @Override
  public void read(Consumer<Entry> reader) {
    try {
      Reader.read(folder, reader);
    } catch (BrokenException e) {
      throw new JournalException("the journal has changed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new JournalException("the journal in " + folder + " cannot be read: " + e, e);
    }
  }

  /**
   * Notes how far the journal has come, so that a loss of entries up to here would be noticed. To
   * be called each minute; does nothing if nothing is new.
   *
   * @throws JournalException if it could not be noted; nothing can be appended any more then
   */
  public void checkpoint() {
    turns.alone(
        () -> {
          if (!written.equals(last)) {
            writeHead();
          }
        });
  }

  private boolean isOld() {
    return time.nanoTime() - writtenNanos >= HEAD_NANOS;
  }

  private void writeHead() throws IOException {
    disk.replace(folder.resolve(Folder.HEAD), last.bytes());
    written = last;
    writtenNanos = time.nanoTime();
  }

  /**
   * Ends writing. What was appended is on disk already.
   *
   * @throws JournalException if the last checkpoint could not be written
   */
  @Override
  public void close() {
    if (!turns.end()) {
      return;
    }
    try (lock;
        pages) {
      if (turns.failure().isEmpty() && !written.equals(last)) {
        writeHead();
      }
    } catch (IOException e) {
      throw new JournalException("the journal in " + folder + " could not be closed: " + e, e);
    }
  }
}
