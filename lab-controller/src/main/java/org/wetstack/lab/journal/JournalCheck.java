package org.wetstack.lab.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a journal is as it was written. Reads only, so it may run while a controller writes, and
 * holds one line in memory.
 */
public final class JournalCheck {

  private JournalCheck() {}

  /**
   * What was found.
   *
   * @param first as far as the journal is right; null if it has no entries
   * @param last as far as the journal is right
   * @param entries that are right
   * @param hash of {@code last}, in hexadecimal digits: whoever keeps it elsewhere can tell later
   *     that everything up to here is still the same
   * @param tornBytes at the end, of an entry whose writing was cut off or goes on just now
   * @param wrong the first entry that is not right
   */
  public record Verdict(
      @Nullable Entry first,
      @Nullable Entry last,
      long entries,
      String hash,
      long tornBytes,
      Optional<Place> wrong) {}

  /**
   * Where something is wrong.
   *
   * @param line from 1
   * @param entry the number of the one that should stand there; 0 if it is about all of them
   */
  public record Place(Path file, long line, long entry, String why) {
    @Override
    public String toString() {
      return file + ":" + line + ": " + (entry > 0 ? "entry " + entry + ": " : "") + why;
    }
  }

  /**
   * Reads everything.
   *
   * @throws java.nio.file.NoSuchFileException if {@code folder} holds no journal
   * @throws IOException if it cannot be read
   */
  public static Verdict verify(Path folder) throws IOException {
    var seen = new Seen();
    try {
      Reader.End end = Reader.read(folder, seen::onEntry);
      return seen.verdict(end.head().hash().toString(), end.tornBytes(), Optional.empty());
    } catch (BrokenException e) {
      return seen.verdict("", 0, Optional.of(e.place()));
    }
  }

  private static final class Seen {
    private @Nullable Entry first;
    private @Nullable Entry last;
    private long entries;

    void onEntry(Entry entry) {
      if (first == null) {
        first = entry;
      }
      last = entry;
      entries++;
    }

    Verdict verdict(String hash, long tornBytes, Optional<Place> wrong) {
      return new Verdict(first, last, entries, hash, tornBytes, wrong);
    }
  }
}
