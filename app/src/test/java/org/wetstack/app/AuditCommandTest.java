package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.journal.FileJournal;

class AuditCommandTest {

  @TempDir private Path temp;
  private final Terminal terminal = new Terminal();
  private Path folder;
  private Path page;

  @BeforeEach
  void write() {
    folder = temp.resolve("journal");
    page = folder.resolve("000000000000000001.jsonl");
    var clock = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    try (FileJournal journal = FileJournal.open(folder, clock, SystemTimebase.shared())) {
      journal.append("controller", "controller.started", Map.of("rig", "r"));
      journal.append("ada", "lease.granted", Map.of("lease", "rig"));
      journal.append("ada", "dose.intended", Map.of("nanoliters", "500"));
    }
  }

  @Test
  void aJournalThatIsRightIsToldWithItsEndsAndItsHash() throws IOException {
    assertEquals(ExitCode.OK, terminal.run("audit", "verify", folder.toString()), terminal::err);
    String head = Files.readString(folder.resolve("head"));
    assertEquals(
        List.of(
            "entries 3",
            "first   1  2026-03-01T12:00:00Z  controller  controller.started",
            "last    3  2026-03-01T12:00:00Z  ada  dose.intended",
            "hash    " + head.substring(head.length() - 67, head.length() - 3),
            "OK"),
        terminal.out().lines().toList());
    assertEquals("", terminal.err());
  }

  @Test
  void whatWasChangedIsNamed() throws IOException {
    Files.writeString(page, Files.readString(page).replace("\"500\"", "\"100\""));
    assertEquals(ExitCode.FAILURE, terminal.run("audit", "verify", folder.toString()));
    assertEquals(
        "wetstack: "
            + page
            + ":3: entry 3: its hash does not follow from what it says and from the"
            + " entry before; entries before it are right",
        terminal.err().strip());
    assertEquals(
        "last    2  2026-03-01T12:00:00Z  ada  lease.granted",
        terminal.out().lines().toList().get(2));
  }

  @Test
  void anUnfinishedEntryIsNoHarm() throws IOException {
    Files.writeString(page, "{\"n\":4", StandardOpenOption.APPEND);
    assertEquals(ExitCode.OK, terminal.run("audit", "verify", folder.toString()));
    assertTrue(terminal.out().contains("tail    6 bytes of an entry"), terminal::out);
    assertTrue(terminal.out().strip().endsWith("OK"), terminal::out);
  }

  @Test
  void anEmptyJournalIsRight() {
    Path empty = temp.resolve("empty");
    FileJournal.open(empty, Instant::now, SystemTimebase.shared()).close();
    assertEquals(ExitCode.OK, terminal.run("audit", "verify", empty.toString()));
    assertTrue(terminal.out().startsWith("entries 0"), terminal::out);
  }

  @Test
  void aFolderWithoutAJournalIsWrongInput() {
    for (Path wrong : List.of(temp, temp.resolve("nowhere"), page)) {
      var said = new Terminal();
      assertEquals(ExitCode.WRONG_INPUT, said.run("audit", "verify", wrong.toString()));
      assertTrue(said.err().startsWith("wetstack: " + wrong), said::err);
      assertTrue(said.err().contains("name the folder that a controller keeps"), said::err);
      assertEquals("", said.out());
    }
  }
}
