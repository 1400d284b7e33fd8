package org.wetstack.lab.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.spi.VirtualTimebase;

class FileJournalTest {

  @TempDir private Path temp;

  private Path folder() {
    return temp.resolve("journal");
  }

  @Test
  void anythingThatCanBeSaidIsReadAsItWasSaid() throws IOException {
    Random random = new Random(17);
    List<Entry> written = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      try (FileJournal journal = Journals.open(folder(), 5_000, Disk.host())) {
        assertEquals(written, Journals.entries(journal), "run " + run);
        for (int i = 0; i < 30; i++) {
          Map<String, String> facts =
              Map.of("a", Journals.text(random, 30), "B-1_x.y", "", "c", "\u007f\u2028\ud83d");
          written.add(journal.append(Journals.text(random, 9), Journals.text(random, 9), facts));
        }
      }
    }
    for (int i = 0; i < written.size(); i++) {
      assertEquals(i + 1, written.get(i).number());
      assertEquals(Instant.parse("2026-03-01T12:00:00.123Z"), written.get(i).at());
    }
    assertTrue(Folder.pages(folder()).size() > 4);
    for (Path page : Folder.pages(folder()).values()) {
      assertTrue(Files.size(page) <= 5_000, page::toString);
      for (byte each : Files.readAllBytes(page)) {
        assertTrue(each == '\n' || (each >= ' ' && each <= '~'), "only plain ASCII");
      }
    }
  }

  @Test
  void whoReadsGetsAllUpToNowAndMayThrowWithoutHarm() throws IOException {
    try (FileJournal journal = Journals.open(folder(), 5_000, Disk.host())) {
      for (int i = 0; i < 100; i++) {
        journal.append("ada", "kind", Map.of("i", "" + i));
      }
      List<Entry> read = new ArrayList<>();
      journal.read(read::add);
      assertEquals(Journals.entries(journal), read);
      assertThrows(
          ArithmeticException.class,
          () ->
              journal.read(
                  entry -> {
                    // While it is read others append.
                    journal.append("ben", "kind", Map.of());
                    throw new ArithmeticException();
                  }));
      assertEquals(101, journal.append("ada", "kind", Map.of()).number() - 1);
    }
  }

  @Test
  void whoSettlesWaitsForThoseWhoAreBeingTold() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (FileJournal journal = Journals.open(folder())) {
      var settling =
          new Thread(
              () -> {
                journal.settle();
                order.add("settled");
              });
      journal.follow(
          entry -> {
            settling.start();
            while (settling.getState() == Thread.State.RUNNABLE) {
              Thread.onSpinWait();
            }
            order.add("told");
          });
      journal.append("ada", "kind", Map.of());
      settling.join();
    }
    assertEquals(List.of("told", "settled"), order);
  }

  @Test
  void aLineIsAsTheDocumentSays() throws IOException {
    try (FileJournal journal = Journals.open(folder())) {
      journal.append("ada", "dose.begun", Map.of("nanoliters", "500", "name", "\u0001é\"\\/\n"));
    }
    String line = Files.readString(Folder.page(folder(), 1));
    assertTrue(
        line.matches(
            "\\{\"n\":1,\"at\":\"2026-03-01T12:00:00\\.123Z\",\"who\":\"ada\",\"what\":\"dose.begun\",\"facts\":\\{\"name\":\"\\\\u0001\\\\u00e9\\\\\"\\\\\\\\/\\\\n"
                + "\",\"nanoliters\":\"500\"},\"hash\":\"[0-9a-f]{64}\"}\n"),
        line);
  }

  @Test
  void fullFilesAreFollowedByOnesNamedAfterTheirFirstEntry() throws IOException {
    long bytes;
    try (FileJournal journal = Journals.open(folder())) {
      journal.append("a", "b", Map.of());
      bytes = Files.size(Folder.page(folder(), 1));
    }
    try (FileJournal journal = Journals.open(folder(), 3 * bytes, Disk.host())) {
      for (int i = 0; i < 3; i++) {
        journal.append("a", "b", Map.of());
      }
    }
    assertEquals(List.of(1L, 4L), List.copyOf(Folder.pages(folder()).keySet()));
    assertEquals(3 * bytes, Files.size(Folder.page(folder(), 1)));
    try (FileJournal journal = Journals.open(folder(), 1, Disk.host())) {
      journal.append("a", "b", Map.of());
      journal.append("a", "b", Map.of());
    }
    assertEquals(List.of(1L, 4L, 5L, 6L), List.copyOf(Folder.pages(folder()).keySet()));
  }

  @Test
  void whatCannotBeALineIsRefusedAndTheJournalGoesOn() {
    try (FileJournal journal = Journals.open(folder())) {
      Map<String, String> none = Map.of();
      for (String name : List.of("", "1a", "a b", "ä", "_a", "a".repeat(65))) {
        var refused =
            assertThrows(
                IllegalArgumentException.class,
                () -> journal.append("a", "b", Map.of(name, "x")),
                name);
        assertTrue(
            String.valueOf(refused.getMessage()).contains("'" + name + "'"), refused.getMessage());
      }
      journal.append("a", "b", Map.of("a".repeat(64), "x"));
      assertThrows(IllegalArgumentException.class, () -> journal.append("", "b", none));
      assertThrows(IllegalArgumentException.class, () -> journal.append("a", "", none));
      int most = Line.MOST_BYTES - 1;
      while (tooLong(journal, most)) {
        most--;
      }
      assertTrue(Line.MOST_BYTES - most < 200, "room for " + most);
      assertEquals(Optional.empty(), journal.failure());
      assertEquals(2, Journals.entries(journal).size());
    }
    assertEquals(2, Journals.entries(Journals.open(folder())).size());
  }

  private static boolean tooLong(FileJournal journal, int length) {
    try {
      journal.append("a", "b", Map.of("c", "x".repeat(length)));
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  @Test
  void theLongestLineFitsWithTheLongestNumber() {
    Instant at = Line.millis(Journals.AT);
    Entry shortest = new Entry(Long.MAX_VALUE, at, "a", "w", Map.of());
    int room = Line.MOST_BYTES - Line.with(Hash.NONE, Line.canonical(shortest)).length;
    String what = "w".repeat(1 + room);
    Line.check(Journals.AT, "a", what, Map.of());
    assertThrows(
        IllegalArgumentException.class, () -> Line.check(Journals.AT, "a", what + "w", Map.of()));
    byte[] canonical = Line.canonical(new Entry(Long.MAX_VALUE, at, "a", what, Map.of()));
    assertEquals(Line.MOST_BYTES, Line.with(Hash.NONE, canonical).length);
  }

  @Test
  void twoCannotWriteAtOnce() {
    try (FileJournal journal = Journals.open(folder())) {
      journal.append("a", "b", Map.of());
      JournalException refused =
          assertThrows(JournalException.class, () -> Journals.open(folder()));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("another controller"),
          refused.getMessage());
      journal.append("a", "b", Map.of());
    }
    try (FileJournal journal = Journals.open(folder())) {
      assertEquals(2, Journals.entries(journal).size());
    }
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws IOException {
    Files.writeString(temp.resolve("notes.txt"), "mine");
    JournalException refused = assertThrows(JournalException.class, () -> Journals.open(temp));
    assertTrue(String.valueOf(refused.getMessage()).contains("notes.txt"), refused.getMessage());
    assertFalse(Files.exists(temp.resolve("head")));
  }

  @Test
  void whatWasBegunAndNotFinishedIsBegunAgain() throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("lock"), "");
    Files.writeString(folder().resolve("head.new"), "{");
    try (FileJournal journal = Journals.open(folder())) {
      journal.append("a", "b", Map.of());
    }
    assertEquals(1, JournalCheck.verify(folder()).entries());
  }

  @Test
  void afterItsEndNothingIsWritten() throws IOException {
    FileJournal journal = Journals.open(folder());
    journal.append("a", "b", Map.of());
    journal.close();
    journal.close();
    JournalException closed =
        assertThrows(JournalException.class, () -> journal.append("a", "b", Map.of()));
    assertTrue(String.valueOf(closed.getMessage()).contains("closed"), closed.getMessage());
    assertThrows(JournalException.class, journal::checkpoint);
    assertThrows(JournalException.class, () -> journal.follow(entry -> {}));
    assertEquals(1, JournalCheck.verify(folder()).entries());
  }

  @Test
  void followersAreToldOfAllInOrderBeforeAppendReturns() {
    try (FileJournal journal = Journals.open(folder(), 300, Disk.host())) {
      Entry first = journal.append("a", "b", Map.of());
      List<Entry> early = new ArrayList<>();
      journal.follow(early::add);
      assertEquals(List.of(first), early);
      Entry second = journal.append("a", "b", Map.of());
      assertSame(second, early.get(1));
      List<Entry> late = new ArrayList<>();
      journal.follow(late::add);
      assertEquals(early, late);
      journal.append("a", "b", Map.of());
      assertEquals(3, early.size());
      assertEquals(early, late);
    }
  }

  @Test
  void aFollowerThatFailsEndsTheJournal() throws IOException {
    try (FileJournal journal = Journals.open(folder())) {
      journal.follow(
          entry -> {
            if (entry.number() == 2) {
              throw new IllegalStateException("I do not know what this means");
            }
          });
      journal.append("a", "b", Map.of());
      var lost = assertThrows(JournalException.class, () -> journal.append("a", "b", Map.of()));
      assertTrue(String.valueOf(lost.getMessage()).contains("I do not know"), lost.getMessage());
      assertThrows(JournalException.class, () -> journal.append("a", "b", Map.of()));
      assertTrue(journal.failure().isPresent());
    }
    FileJournal again = Journals.open(folder());
    assertThrows(
        JournalException.class,
        () ->
            again.follow(
                entry -> {
                  throw new IllegalStateException();
                }));
    assertThrows(JournalException.class, () -> again.append("a", "b", Map.of()));
    again.close();
    assertEquals(2, JournalCheck.verify(folder()).entries());
  }

  @Test
  void aFollowerMustNotUseTheJournal() {
    try (FileJournal journal = Journals.open(folder())) {
      List<Runnable> forbidden =
          List.of(() -> journal.append("a", "b", Map.of()), journal::checkpoint, journal::close);
      List<String> said = new ArrayList<>();
      journal.follow(
          entry ->
              forbidden.forEach(
                  each ->
                      said.add(assertThrows(IllegalStateException.class, each::run).getMessage())));
      journal.append("a", "b", Map.of());
      assertEquals(3, said.size());
      assertTrue(said.stream().allMatch(each -> each.contains("a follower must not")), "" + said);
    }
  }

  @Test
  void theHeadFollowsEntriesAndMinutes() throws IOException {
    var time = new VirtualTimebase();
    Disk disk = Disk.host();
    try (FileJournal journal =
        FileJournal.open(
            folder(), InstantSource.fixed(Journals.AT), time, FileJournal.PAGE_BYTES, disk)) {
      assertEquals(0, head());
      for (int i = 1; i < FileJournal.HEAD_ENTRIES; i++) {
        journal.append("a", "b", Map.of());
      }
      assertEquals(0, head());
      journal.append("a", "b", Map.of());
      assertEquals(1_000, head());
      time.advance(Duration.ofNanos(FileJournal.HEAD_NANOS - 1));
      journal.append("a", "b", Map.of());
      assertEquals(1_000, head());
      time.advance(Duration.ofNanos(1));
      journal.append("a", "b", Map.of());
      assertEquals(1_002, head());
      journal.append("a", "b", Map.of());
      journal.checkpoint();
      assertEquals(1_003, head());
      journal.append("a", "b", Map.of());
    }
    assertEquals(1_004, head());
  }

  private long head() throws IOException {
    return Head.of(Files.readAllBytes(folder().resolve("head"))).orElseThrow().number();
  }

  @Test
  void whatChangedUnderAnOpenJournalIsNoticedByTheNextFollower() throws IOException {
    FileJournal journal = Journals.open(folder());
    journal.append("a", "b", Map.of());
    Path page = Folder.page(folder(), 1);
    Files.writeString(page, Files.readString(page).replace("\"a\"", "\"c\""));
    var refused = assertThrows(JournalException.class, () -> journal.follow(entry -> {}));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("entry 1: its hash"), refused.getMessage());
    journal.close();
  }
}
