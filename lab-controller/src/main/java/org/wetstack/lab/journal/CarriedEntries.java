package org.wetstack.lab.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/**
 * Entries of one journal as they travel into another: a line each, in the canonical form of
 * docs/reference/journal.md without hashes, and many lines on a page that one entry can hold.
 */
public final class CarriedEntries {

  /** Of a page, as it is written into an entry; leaves room for the other facts of that entry. */
  static final int MOST_WRITTEN = Line.MOST_BYTES - 4_096;

  private CarriedEntries() {}

  /**
   * All of {@code entries} on pages, always the same for the same entries.
   *
   * @throws IllegalArgumentException if one of them is too long for a page
   */
  public static List<String> pages(List<Entry> entries) {
    List<String> pages = new ArrayList<>();
    StringBuilder page = new StringBuilder();
    int written = 0;
    for (Entry entry : entries) {
      String line = new String(Line.canonical(entry), US_ASCII) + "\n";
      int more = written(line);
      if (more > MOST_WRITTEN) {
        throw new IllegalArgumentException(
            "entry %d (%s) is too long to be carried: %d bytes, and at most %d can be"
                .formatted(entry.number(), entry.what(), more, MOST_WRITTEN));
      }
      if (written + more > MOST_WRITTEN) {
        pages.add(page.toString());
        page.setLength(0);
        written = 0;
      }
      page.append(line);
      written += more;
    }
    if (written > 0) {
      pages.add(page.toString());
    }
    return pages;
  }

  /** How long {@code line}, all ASCII, gets by escapes within another entry. */
  private static int written(String line) {
    int bytes = line.length();
    for (int i = 0; i < line.length(); i++) {
      if ("\"\\\n".indexOf(line.charAt(i)) >= 0) {
        bytes++;
      }
    }
    return bytes;
  }

  /**
   * The entries of {@code page}.
   *
   * @throws IllegalArgumentException if it is not one that {@link #pages} made
   */
  public static List<Entry> read(String page) {
    if (page.isEmpty() || !page.endsWith("\n") || written(page) > MOST_WRITTEN) {
      throw new IllegalArgumentException(
          "a page of carried entries is 1 to "
              + MOST_WRITTEN
              + " bytes of whole lines, not "
              + written(page));
    }
    List<Entry> entries = new ArrayList<>();
    for (String line : page.substring(0, page.length() - 1).split("\n", -1)) {
      entries.add(entry(line, entries.size() + 1));
    }
    return entries;
  }

  private static Entry entry(String line, int number) {
    try {
      Entry entry = Line.parse(line.getBytes(US_ASCII));
      if (new String(Line.canonical(entry), US_ASCII).equals(line)) {
        return entry;
      }
    } catch (Line.WrongException e) {
      throw new IllegalArgumentException(
          "line " + number + " of carried entries is none: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "line " + number + " of carried entries is not in the canonical form");
  }
}
