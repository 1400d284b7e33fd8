package org.wetstack.lab.journal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a journal from its beginning, one line in memory at a time, and checks every byte. */
final class Reader {

  private final Path folder;
  private final Consumer<Entry> into;
  private long number;
  private Hash hash = Hash.NONE;
  private long wholeBytes;
  private long tornBytes;

  /**
   * Where a journal ends.
   *
   * @param head of its last entry
   * @param page the last file; null if there is none
   * @param wholeBytes of {@code page} that are whole lines
   * @param tornBytes after them: a line whose writing was cut off
   */
  record End(Head head, int pages, @Nullable Path page, long wholeBytes, long tornBytes) {}

  private Reader(Path folder, Consumer<Entry> into) {
    this.folder = folder;
    this.into = into;
  }

  /**
   * Hands all entries to {@code into}, in order.
   *
   * @throws BrokenException at the first that is not as it was written; those before were handed on
   * @throws NoSuchFileException if {@code folder} holds no journal
   */
  static End read(Path folder, Consumer<Entry> into) throws IOException, BrokenException {
    return new Reader(folder, into).all();
  }

  private End all() throws IOException, BrokenException {
    // First: while somebody appends, the files may be ahead of the head, and never behind it.
    Head head = head();
    SortedMap<Long, Path> pages = Folder.pages(folder);
    for (var page : pages.entrySet()) {
      if (page.getKey() != number + 1) {
        throw new BrokenException(
            page.getValue(),
            1,
            number + 1,
            "no file begins with this entry; this is the next file");
      }
      page(page.getValue(), page.getKey().equals(pages.lastKey()), head);
    }
    if (number < head.number()) {
      throw new BrokenException(
          folder.resolve(Folder.HEAD),
          1,
          number + 1,
          "it is missing, with all up to " + head.number() + ", which had been on disk");
    }
    return new End(
        new Head(number, hash),
        pages.size(),
        pages.isEmpty() ? null : pages.get(pages.lastKey()),
        wholeBytes,
        tornBytes);
  }

  private Head head() throws IOException, BrokenException {
    Path file = folder.resolve(Folder.HEAD);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(256);
    } catch (NoSuchFileException e) {
      if (!Files.isDirectory(folder) || Folder.pages(folder).isEmpty()) {
        throw e;
      }
      throw new BrokenException(file, 1, 0, "the file is missing, which every journal has");
    }
    return Head.of(bytes)
        .orElseThrow(
            () -> new BrokenException(file, 1, 0, "the file is not as the journal wrote it"));
  }

  private void page(Path file, boolean last, Head head) throws IOException, BrokenException {
    wholeBytes = 0;
    var line = new ByteArrayOutputStream(1_024);
    long lines = 0;
    try (var in = new BufferedInputStream(Files.newInputStream(file), Line.MOST_BYTES)) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next != '\n') {
          line.write(next);
          if (line.size() >= Line.MOST_BYTES) {
            throw new BrokenException(
                file,
                lines + 1,
                number + 1,
                "its line has no end within " + line.size() + " bytes");
          }
          continue;
        }
        lines++;
        line(file, lines, line.toByteArray(), head);
        wholeBytes += line.size() + 1;
        line.reset();
      }
    }
    if (line.size() > 0 && !last) {
      throw new BrokenException(file, lines + 1, number + 1, "its line has no end");
    }
    if (lines == 0 && !last) {
      throw new BrokenException(file, 1, number + 1, "the file has no entries");
    }
    tornBytes = line.size();
  }

  private void line(Path file, long at, byte[] bytes, Head head) throws BrokenException {
    Line.Read read;
    try {
      read = Line.read(bytes, number + 1, hash);
    } catch (Line.WrongException e) {
      throw new BrokenException(file, at, number + 1, String.valueOf(e.getMessage()));
    }
    hash = read.hash();
    number++;
    if (number == head.number() && !head.hash().equals(hash)) {
      throw new BrokenException(
          file, at, number, "it is another than the one that the file 'head' knows");
    }
    into.accept(read.entry());
  }
}
