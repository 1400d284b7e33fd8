package org.wetstack.lab.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever operation of the disk fails: what was acknowledged is there, and nothing follows. */
class JournalFaultTest {

  private static final int ENTRIES = 9;

  @TempDir private Path temp;

  @Test
  void afterAnyFailureNothingIsAcknowledged() throws IOException {
    int k = 0;
    FaultyDisk disk;
    do {
      k++;
      disk = new FaultyDisk(k);
      Path folder = temp.resolve("k" + k);
      torn(folder);
      List<Entry> acknowledged = new ArrayList<>();
      try {
        use(folder, disk, acknowledged);
      } catch (JournalException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e.getMessage());
      }
      check(folder, acknowledged, "operation " + k);
    } while (disk.failed());
    assertTrue(k > 25, "only " + k + " operations failed");
  }

  /** Two entries and the beginning of a third. */
  private static void torn(Path folder) throws IOException {
    Journals.small(folder, 2, 0);
    Files.writeString(Folder.page(folder, 1), "{\"n\":3,\"at\":\"2026", StandardOpenOption.APPEND);
  }

  private static void use(Path folder, Disk disk, List<Entry> acknowledged) {
    FileJournal journal = Journals.open(folder, 450, disk);
    List<Entry> told = new ArrayList<>();
    journal.follow(told::add);
    acknowledged.addAll(told);
    try {
      for (int i = 0; i < ENTRIES; i++) {
        acknowledged.add(journal.append("ada", "test", Map.of("i", "" + i)));
        if (i == 4) {
          journal.checkpoint();
        }
      }
    } catch (JournalException e) {
      assertEquals(acknowledged, told, "nobody is told of what may not be on disk");
      for (int again = 0; again < 3; again++) {
        assertThrows(JournalException.class, () -> journal.append("ada", "test", Map.of()));
      }
      assertThrows(JournalException.class, journal::checkpoint);
      assertThrows(JournalException.class, () -> journal.follow(entry -> {}));
      assertTrue(journal.failure().isPresent());
      throw e;
    } finally {
      journal.close();
    }
    assertFalse(journal.failure().isPresent());
  }

  private static void check(Path folder, List<Entry> acknowledged, String what) throws IOException {
    assertEquals(Optional.empty(), JournalCheck.verify(folder).wrong(), what);
    try (FileJournal journal = Journals.open(folder)) {
      List<Entry> there = Journals.entries(journal);
      assertTrue(there.size() >= acknowledged.size(), what);
      assertEquals(acknowledged, there.subList(0, acknowledged.size()), what);
      assertEquals(there.size() + 1, journal.append("ada", "test", Map.of()).number(), what);
    }
  }
}
