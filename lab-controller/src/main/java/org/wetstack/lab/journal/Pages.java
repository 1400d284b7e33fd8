package org.wetstack.lab.journal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes lines, and goes on in a new file when one is full. For one thread at a time. */
final class Pages implements Closeable {

  private final Disk disk;
  private final Path folder;
  private final long pageBytes;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(4_096);
  private Disk.@Nullable Tail tail;

  /** In the file at hand, and in {@link #lines} for it. */
  private long bytes;

  private Pages(Disk disk, Path folder, long pageBytes) {
    this.disk = disk;
    this.folder = folder;
    this.pageBytes = pageBytes;
  }

  /** Goes on where a journal ends. */
  static Pages after(Reader.End end, Disk disk, Path folder, long pageBytes) throws IOException {
    Pages pages = new Pages(disk, folder, pageBytes);
    if (end.page() != null) {
      pages.tail = disk.end(end.page());
      pages.bytes = end.wholeBytes();
    }
    return pages;
  }

  /** Takes the line of entry {@code number}. */
  void add(long number, byte[] line) throws IOException {
    if (tail == null || (bytes > 0 && bytes + line.length > pageBytes)) {
      turn(number);
    }
    lines.writeBytes(line);
    bytes += line.length;
  }

  /** Returns when everything that was taken is on disk. */
  void force() throws IOException {
    if (tail != null) {
      byte[] all = lines.toByteArray();
      tail.write(all, all.length);
      lines.reset();
      tail.force();
    }
  }

  private void turn(long first) throws IOException {
    force();
    close();
    tail = disk.end(Folder.page(folder, first));
    bytes = 0;
  }

  @Override
  public void close() throws IOException {
    if (tail != null) {
      Disk.Tail old = tail;
      tail = null;
      old.close();
    }
  }
}
