package org.wetstack.lab.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.spi.VirtualTimebase;

/** Entries arrive in another journal as they were, whatever is in them. */
class CarriedEntriesTest {

  private static final String ODD = "a \"b\" \\ \n\t\r\u0000 µ 𝄞 \ud800 \u007f";

  @TempDir private Path folder;

  private static List<Entry> entries(int count, String text) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(
          new Entry(
              i + 1, Instant.ofEpochMilli(1_000L * i), "ada", "note", Map.of("text", text + i)));
    }
    return entries;
  }

  private static List<Entry> read(List<String> pages) {
    List<Entry> all = new ArrayList<>();
    pages.forEach(page -> all.addAll(CarriedEntries.read(page)));
    return all;
  }

  @Test
  void pagesHoldWhatWasWrittenAndFitIntoEntries() {
    List<Entry> entries = entries(3_000, ODD);
    List<String> pages = CarriedEntries.pages(entries);
    assertTrue(pages.size() > 5, pages.size() + " pages");
    assertEquals(entries, read(pages));
    assertEquals(pages, CarriedEntries.pages(entries));
    var time = new VirtualTimebase();
    try (var journal = FileJournal.open(folder.resolve("journal"), time::now, time)) {
      for (String page : pages) {
        journal.append(
            "controller",
            Kinds.CULTURE_CARRIED,
            Map.of(
                "move",
                "00000000000000a1",
                "culture",
                "c".repeat(32),
                "from",
                "r".repeat(32),
                "page",
                "1999",
                "entries",
                page));
      }
      List<Entry> again = new ArrayList<>();
      journal.read(entry -> again.addAll(CarriedEntries.read(entry.fact("entries"))));
      assertEquals(entries, again);
    }
  }

  @Test
  void whatIsTooLongOrNotWrittenSoIsRefused() {
    List<Entry> one = entries(1, "x".repeat(62_000));
    assertThrows(IllegalArgumentException.class, () -> CarriedEntries.pages(one));
    String page = CarriedEntries.pages(entries(2, "y")).get(0);
    for (String bad :
        List.of(
            "",
            "\n",
            page.substring(0, page.length() - 1),
            page + "\n",
            page.replace("\"who\"", "\"who\" "),
            page.replace("y1", "µ"),
            page.replace("{\"text\":\"y0\"}", "[]"),
            "none\n",
            "y".repeat(70_000) + "\n")) {
      assertThrows(IllegalArgumentException.class, () -> CarriedEntries.read(bad), bad);
    }
  }
}
