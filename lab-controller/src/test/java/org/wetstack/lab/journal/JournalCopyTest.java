package org.wetstack.lab.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.spi.SystemTimebase;

@Timeout(120)
class JournalCopyTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  @TempDir Path folder;

  private FileJournal open() {
    return FileJournal.open(
        folder.resolve("journal"), CLOCK, SystemTimebase.shared(), 2_000, Disk.host());
  }

  private JournalCheck.Verdict copy(int number) throws IOException {
    return JournalCopy.copy(folder.resolve("journal"), folder.resolve("copy" + number));
  }

  @Test
  void whileSomebodyWritesACopyIsWholeAndHasAllThatWasAcknowledged() throws Exception {
    var acknowledged = new AtomicLong();
    var begun = new CountDownLatch(20);
    var enough = new AtomicBoolean();
    try (FileJournal journal = open()) {
      var writing =
          CompletableFuture.runAsync(
              () -> {
                while (!enough.get()) {
                  acknowledged.set(
                      journal.append("ada", "dose.begun", Map.of("x", "y".repeat(50))).number());
                  begun.countDown();
                }
              });
      begun.await();
      for (int i = 0; i < 6; i++) {
        long before = acknowledged.get();
        JournalCheck.Verdict verdict = copy(i);
        assertEquals(Optional.empty(), verdict.wrong());
        assertTrue(verdict.entries() >= before, verdict.entries() + " of " + before);
        assertEquals(0, verdict.tornBytes());
      }
      enough.set(true);
      writing.join();
    }
    try (FileJournal copied =
        FileJournal.open(folder.resolve("copy5"), CLOCK, SystemTimebase.shared())) {
      copied.append("ben", "dose.begun", Map.of());
    }
    assertEquals(Optional.empty(), JournalCheck.verify(folder.resolve("copy5")).wrong());
  }

  @Test
  void aLineThatIsBeingWrittenIsLeftOut() throws IOException {
    try (FileJournal journal = open()) {
      journal.append("ada", "dose.begun", Map.of());
    }
    Files.writeString(
        folder.resolve("journal/000000000000000001.jsonl"),
        "{\"n\":2,\"at\"",
        StandardOpenOption.APPEND);
    JournalCheck.Verdict verdict = copy(1);
    assertEquals(1, verdict.entries());
    assertEquals(0, verdict.tornBytes());
  }

  @Test
  void whatIsNotRightIsNotCopied() throws IOException {
    try (FileJournal journal = open()) {
      journal.append("ada", "dose.begun", Map.of("nanoliters", "500"));
    }
    Path page = folder.resolve("journal/000000000000000001.jsonl");
    Files.writeString(page, Files.readString(page).replace("500", "100"));
    assertThrows(IOException.class, () -> copy(1));
    assertThrows(
        NoSuchFileException.class,
        () -> JournalCopy.copy(folder.resolve("none"), folder.resolve("copy2")));
  }
}
