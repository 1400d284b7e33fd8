package org.wetstack.lab.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No byte of a journal can change, go or come without being noticed at the entry it was in. */
class TamperTest {

  private static final int ENTRIES = 6;

  @TempDir private Path temp;
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = temp.resolve("journal");
    Journals.small(folder, ENTRIES, 0);
    assertEquals(3, Folder.pages(folder).size());
  }

  private Optional<JournalCheck.Place> wrong() throws IOException {
    return JournalCheck.verify(folder).wrong();
  }

  /** That verification names {@code entry}, in {@code file}, and that nobody opens the journal. */
  private void named(long entry, Path file, String what) throws IOException {
    JournalCheck.Place place =
        wrong().orElseThrow(() -> new AssertionError("not noticed: " + what));
    assertEquals(entry, place.entry(), what);
    assertEquals(file, place.file(), what);
    JournalException refused =
        assertThrows(JournalException.class, () -> Journals.open(folder), what);
    assertTrue(
        String.valueOf(refused.getMessage()).contains(place.toString()), refused.getMessage());
    assertTrue(
        String.valueOf(refused.getMessage()).contains("wetstack audit verify"),
        refused.getMessage());
  }

  @Test
  void whatWasWrittenIsRight() throws IOException {
    JournalCheck.Verdict verdict = JournalCheck.verify(folder);
    assertEquals(Optional.empty(), verdict.wrong());
    assertEquals(ENTRIES, verdict.entries());
    assertEquals(0, verdict.tornBytes());
    assertTrue(verdict.first() != null && verdict.first().number() == 1);
    assertTrue(verdict.last() != null && verdict.last().number() == ENTRIES);
    String head = Files.readString(folder.resolve("head"));
    assertTrue(head.contains(verdict.hash()), head);
  }

  @Test
  void everyFlippedBitIsNamed() throws IOException {
    for (var page : Folder.pages(folder).entrySet()) {
      byte[] whole = Files.readAllBytes(page.getValue());
      long entry = page.getKey();
      for (int i = 0; i < whole.length; i++) {
        byte[] changed = whole.clone();
        changed[i] ^= (byte) (1 << i % 8);
        Files.write(page.getValue(), changed);
        boolean lastEnd =
            i == whole.length - 1 && page.getKey().equals(Folder.pages(folder).lastKey());
        named(
            entry,
            // Without the end of its line the last entry is not there, and only the head tells.
            lastEnd ? folder.resolve("head") : page.getValue(),
            "byte " + i + " of " + page.getValue());
        if (whole[i] == '\n') {
          entry++;
        }
      }
      Files.write(page.getValue(), whole);
    }
    byte[] head = Files.readAllBytes(folder.resolve("head"));
    for (int i = 0; i < head.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = head.clone();
        changed[i] ^= (byte) (1 << bit);
        Files.write(folder.resolve("head"), changed);
        assertTrue(wrong().isPresent(), "byte " + i + " of the head, bit " + bit);
      }
    }
    Files.write(folder.resolve("head"), head);
    assertEquals(Optional.empty(), wrong());
  }

  @Test
  void everyDeletedDoubledOrSwappedLineIsNamed() throws IOException {
    for (var page : Folder.pages(folder).entrySet()) {
      byte[] whole = Files.readAllBytes(page.getValue());
      List<String> lines = Files.readAllLines(page.getValue());
      for (int i = 0; i < lines.size(); i++) {
        long entry = page.getKey() + i;
        List<String> less = new ArrayList<>(lines);
        less.remove(i);
        Files.write(page.getValue(), less);
        boolean last = entry == ENTRIES;
        assertEquals(entry, wrong().orElseThrow().entry(), "deleted " + entry);
        if (last) {
          named(entry, folder.resolve("head"), "deleted " + entry);
        }
        List<String> more = new ArrayList<>(lines);
        more.add(i, lines.get(i));
        Files.write(page.getValue(), more);
        named(entry + 1, page.getValue(), "doubled " + entry);
        if (i > 0) {
          List<String> swapped = new ArrayList<>(lines);
          Collections.swap(swapped, i - 1, i);
          Files.write(page.getValue(), swapped);
          named(entry - 1, page.getValue(), "swapped " + entry);
        }
      }
      Files.write(page.getValue(), whole);
    }
  }

  @Test
  void everyShorterFileIsNamed() throws IOException {
    SortedMap<Long, Path> pages = Folder.pages(folder);
    for (var page : pages.entrySet()) {
      byte[] whole = Files.readAllBytes(page.getValue());
      long entry = page.getKey();
      for (int length = 0; length < whole.length; length++) {
        Files.write(page.getValue(), Arrays.copyOf(whole, length));
        JournalCheck.Place place = wrong().orElseThrow();
        assertEquals(entry, place.entry(), length + " of " + page.getValue());
        assertThrows(JournalException.class, () -> Journals.open(folder));
        if (whole[length] == '\n') {
          entry++;
        }
      }
      Files.write(page.getValue(), whole);
    }
  }

  @Test
  void filesThatAreMissingOrRenamedAreNamed() throws IOException {
    for (var page : Folder.pages(folder).entrySet()) {
      byte[] whole = Files.readAllBytes(page.getValue());
      Files.delete(page.getValue());
      assertEquals(page.getKey(), wrong().orElseThrow().entry());
      assertThrows(JournalException.class, () -> Journals.open(folder));
      Path other = Folder.page(folder, page.getKey() + 100);
      Files.write(other, whole);
      assertEquals(page.getKey(), wrong().orElseThrow().entry());
      Files.delete(other);
      Files.write(page.getValue(), whole);
    }
    byte[] head = Files.readAllBytes(folder.resolve("head"));
    Files.delete(folder.resolve("head"));
    named(0, folder.resolve("head"), "no head");
    Files.write(folder.resolve("head"), Arrays.copyOf(head, head.length + 300));
    named(0, folder.resolve("head"), "a longer head");
    Files.write(folder.resolve("head"), head);
    Path empty = Folder.page(folder, ENTRIES + 1);
    Files.createFile(empty);
    assertEquals(Optional.empty(), wrong(), "a file that was begun and not written");
    Files.createFile(Folder.page(folder, ENTRIES + 2));
    named(ENTRIES + 1, empty, "an empty file before another");
  }

  @Test
  void aTailIsTornOnlyAfterWhatTheHeadKnows() throws IOException {
    Path other = temp.resolve("unknown");
    Journals.small(other, ENTRIES, 1);
    folder = other;
    Path page = Folder.page(folder, Folder.pages(folder).lastKey());
    byte[] whole = Files.readAllBytes(page);
    String text = Files.readString(page);
    int begin = text.lastIndexOf('\n', text.length() - 2) + 1;
    for (int length = begin; length < whole.length; length++) {
      Files.write(page, Arrays.copyOf(whole, length));
      JournalCheck.Verdict verdict = JournalCheck.verify(folder);
      assertEquals(Optional.empty(), verdict.wrong());
      assertEquals(length - begin, verdict.tornBytes());
      assertEquals(ENTRIES - 1, verdict.entries());
    }
    byte[] head = Files.readAllBytes(folder.resolve("head"));
    try (FileJournal journal = Journals.open(folder)) {
      assertEquals(whole.length - 1 - begin, journal.tornBytes());
      assertEquals(ENTRIES - 1, Journals.entries(journal).size());
    }
    assertEquals(begin, Files.size(page));
    // A whole line is never cut off, whatever stands in it.
    byte[] changed = whole.clone();
    changed[whole.length - 2] ^= 1;
    Files.write(page, changed);
    Files.write(folder.resolve("head"), head);
    named(ENTRIES, page, "the last line");
    assertEquals(whole.length, Files.size(page));
    Files.write(
        page, Arrays.copyOf(Arrays.copyOf(whole, whole.length - 1), begin + Line.MOST_BYTES));
    named(ENTRIES, page, "a line without end");
  }

  @Test
  void aFolderWithoutAJournalIsNone() {
    assertThrows(NoSuchFileException.class, () -> JournalCheck.verify(temp));
    assertThrows(NoSuchFileException.class, () -> JournalCheck.verify(temp.resolve("none")));
  }
}
