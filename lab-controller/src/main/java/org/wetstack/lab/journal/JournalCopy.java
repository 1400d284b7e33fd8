package org.wetstack.lab.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies of a journal that a controller may be writing. */
public final class JournalCopy {

  private static final int BUFFER = 1 << 16;

  private JournalCopy() {}

  /**
   * Copies all entries of {@code from} that are whole now into {@code to}, which is made and is
   * then a journal by itself.
   *
   * @return what the copy is worth
   * @throws java.nio.file.NoSuchFileException if {@code from} holds no journal
   * @throws IOException if it cannot be read, {@code to} is there, or the copy is not right
   */
  public static JournalCheck.Verdict copy(Path from, Path to) throws IOException {
    // First: whatever it knows of is in the files when these are read.
    byte[] head = Files.readAllBytes(from.resolve(Folder.HEAD));
    Files.createDirectory(to);
    // From file to file, as a list of the folder may lack one that is begun just now.
    long next = 1;
    for (Path page = Folder.page(from, next); Files.exists(page); page = Folder.page(from, next)) {
      long lines = copyLines(page, Folder.page(to, next));
      if (lines == 0) {
        break;
      }
      next += lines;
    }
    Files.write(to.resolve(Folder.HEAD), head);
    try {
      Reader.End end = Reader.read(to, entry -> {});
      Files.write(to.resolve(Folder.HEAD), end.head().bytes());
    } catch (BrokenException e) {
      throw new IOException("the journal is not right: " + e.place(), e);
    }
    return JournalCheck.verify(to);
  }

  /** All that ends in a newline; the number of lines. */
  private static long copyLines(Path from, Path to) throws IOException {
    long lines = 0;
    byte[] buffer = new byte[BUFFER];
    byte[] rest = new byte[0];
    try (InputStream in = Files.newInputStream(from);
        OutputStream out = Files.newOutputStream(to)) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        for (int i = 0; i < got; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
        int whole = got;
        while (whole > 0 && buffer[whole - 1] != '\n') {
          whole--;
        }
        if (whole > 0) {
          out.write(rest);
          out.write(buffer, 0, whole);
          rest = new byte[0];
        }
        byte[] longer = java.util.Arrays.copyOf(rest, rest.length + got - whole);
        System.arraycopy(buffer, whole, longer, rest.length, got - whole);
        rest = longer;
      }
    }
    return lines;
  }
}
