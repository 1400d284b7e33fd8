package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.access.Tokens;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.FileJournal;

class BackupTest {

  @TempDir private Path temp;
  private final Terminal terminal = new Terminal();
  private Path rig;
  private Path zip;
  private Path into;
  private FileJournal journal;

  @BeforeEach
  void write() throws IOException {
    rig = temp.resolve("my-rig.yaml");
    zip = temp.resolve("backup.zip");
    into = temp.resolve("into");
    Path data = temp.resolve("lab-data");
    Files.writeString(
        rig,
        "name: r\ndata: \""
            + data
            + "\"\ninstruments: {m: {driver: firmware, endpoint: \"tcp://127.0.0.1:1\"}}\n"
            + "alerts: [{email: {to: [a@b.c], from: r@b.c, server: \"b.c:25\", user: r,"
            + " password-file: /etc/secret}}]\n");
    var clock = (java.time.InstantSource) SystemTimebase.shared()::now;
    journal = FileJournal.open(data.resolve("journal"), clock, SystemTimebase.shared());
    journal.append("controller", "controller.started", Map.of("rig", "r", "file", "f"));
    journal.append(
        "ada",
        "lease.granted",
        Map.of("lease", "rig", "epoch", "7", "until", "0", "purpose", "test"));
    new Tokens(data.resolve("tokens"), clock)
        .create("ada", Set.of(Role.ADMIN), Instant.now().plus(Duration.ofDays(1)), "");
    Files.createDirectories(data.resolve("recordings/one"));
    Files.writeString(data.resolve("recordings/one/0001.rec"), "samples");
    Files.writeString(data.resolve("first-token"), "wst_secret");
  }

  private int backup(String... more) {
    List<String> words = new ArrayList<>(List.of("backup", rig.toString(), zip.toString()));
    words.addAll(List.of(more));
    return terminal.run(words.toArray(String[]::new));
  }

  private int restore() {
    return terminal.run("restore", zip.toString(), into.toString());
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aBackupOfARunningControllerIsRestoredWithItsStopPressed() throws IOException {
    assertEquals(ExitCode.OK, backup(), terminal::err);
    journal.append("ada", "dose.intended", Map.of("nanoliters", "500"));
    assertEquals(ExitCode.OK, restore(), terminal::err);
    assertEquals(
        List.of(
            "data/journal/000000000000000001.jsonl",
            "data/journal/head",
            "data/journal/lock",
            "data/tokens",
            "rig.yaml"),
        files(into));
    assertEquals(Files.readString(rig), Files.readString(into.resolve("rig.yaml")));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(into.resolve("data/tokens"))));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(zip)));
    Path restored = into.resolve("data/journal");
    assertEquals(ExitCode.OK, terminal.run("audit", "verify", restored.toString()));
    List<Entry> entries = new ArrayList<>();
    try (FileJournal again =
        FileJournal.open(restored, SystemTimebase.shared()::now, SystemTimebase.shared())) {
      again.follow(entries::add);
    }
    assertEquals(
        List.of("controller.started", "lease.granted", "journal.restored", "stop.latched"),
        entries.stream().map(Entry::what).toList());
    assertEquals("2", entries.get(2).fact("entry"));
    assertTrue(terminal.out().contains("not in it: /etc/secret"), terminal::out);
    assertTrue(terminal.out().contains("wetstack release"), terminal::out);
    assertEquals(
        List.of("backup.zip", "my-rig.yaml"),
        files(temp).stream().filter(name -> name.indexOf('/') < 0).toList(),
        "nothing else is left");
  }

  @Test
  void recordingsComeIfTheyAreAskedFor() throws IOException {
    assertEquals(ExitCode.OK, backup("--recordings"), terminal::err);
    assertEquals(ExitCode.OK, restore(), terminal::err);
    assertEquals("samples", Files.readString(into.resolve("data/recordings/one/0001.rec")));
    assertFalse(files(into).toString().contains("first-token"));
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    assertEquals(ExitCode.OK, backup(), terminal::err);
    assertEquals(ExitCode.WRONG_INPUT, backup());
    Files.createDirectories(into);
    Files.writeString(into.resolve("there"), "mine");
    assertEquals(ExitCode.WRONG_INPUT, restore());
    assertEquals(List.of("there"), files(into));
  }

  /** The backup again, with each file as {@code change} makes it, and {@code more}. */
  private void forge(java.util.function.BiFunction<String, String, String> change, String... more)
      throws IOException {
    Path forged = temp.resolve("forged.zip");
    try (var from = new ZipFile(zip.toFile());
        OutputStream out = Files.newOutputStream(forged);
        var to = new ZipOutputStream(out)) {
      for (ZipEntry entry : from.stream().toList()) {
        String text = new String(from.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        String changed = change.apply(entry.getName(), text);
        if (!changed.isEmpty()) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          to.write(changed.getBytes(StandardCharsets.UTF_8));
        }
      }
      for (String name : more) {
        to.putNextEntry(new ZipEntry(name));
        to.write(1);
      }
    }
    Files.delete(zip);
    Files.move(forged, zip);
  }

  private void assertRefused(String why) throws IOException {
    assertEquals(ExitCode.FAILURE, restore());
    assertTrue(terminal.err().contains(why), terminal::err);
    assertFalse(Files.exists(into), "nothing is left");
    assertFalse(Files.exists(temp.resolve("into.part")), "nothing is left");
  }

  @Test
  void aFileThatWasChangedIsFound() throws IOException {
    backup();
    forge((name, text) -> name.equals("rig.yaml") ? text + "#" : text);
    assertRefused("rig.yaml was changed");
  }

  @Test
  void aFileThatIsMissingOrTooManyIsFound() throws IOException {
    backup();
    forge((name, text) -> name.equals("tokens") ? "" : text);
    assertRefused("tokens is missing");
    Files.delete(zip);
    backup();
    forge((name, text) -> text, "data/more");
    assertRefused("more than it should");
  }

  @Test
  void nothingLandsOutsideOfTheFolder() throws IOException {
    backup();
    forge((name, text) -> text.replace("\"rig.yaml\"", "\"../rig.yaml\""), "../rig.yaml");
    assertRefused("../rig.yaml");
    assertFalse(Files.exists(temp.resolve("rig.yaml")));
  }

  @Test
  void aJournalOfAnotherLengthThanItSaysIsFound() throws IOException {
    backup();
    forge(
        (name, text) ->
            name.equals(Backup.MANIFEST) ? text.replaceAll("(\"entries\" ?: ?)2", "$13") : text);
    assertRefused("another journal than it says");
  }

  @Test
  void anotherFileIsNoBackup() throws IOException {
    Files.writeString(zip, "hello");
    assertRefused("no whole backup");
  }
}
