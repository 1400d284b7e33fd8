package org.wetstack.lab.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** A verifier in another language, which follows the description and shares no code with ours. */
@Timeout(300)
class PythonVerifierTest {

  @TempDir private Path temp;
  private final List<Path> folders = new ArrayList<>();

  @Test
  void agreesOnGoodAndOnTamperedJournals() throws Exception {
    Random random = new Random(4);
    Path said = fresh();
    try (FileJournal journal = Journals.open(said, 4_000, Disk.host())) {
      for (int i = 0; i < 60; i++) {
        journal.append("ada", "test", Map.of("a", Journals.text(random, 30), "B.2-x_", ""));
      }
    }
    Path good = fresh();
    Journals.small(good, 5, 2);
    for (Path page : Folder.pages(good).values()) {
      tamper(good, page);
    }
    tamper(good, good.resolve("head"));
    try (FileJournal empty = Journals.open(fresh())) {
      assertEquals(0, empty.tornBytes());
    }
    List<String> ours = new ArrayList<>();
    for (Path folder : folders) {
      ours.add(ours(folder));
    }
    List<String> theirs = python();
    for (int i = 0; i < ours.size(); i++) {
      assertEquals(ours.get(i), theirs.get(i), folders.get(i).toString());
    }
    assertEquals("right 60 0", ours.get(0));
    assertTrue(ours.stream().filter(each -> each.startsWith("wrong")).count() > 500);
    assertTrue(ours.stream().filter(each -> each.matches("right 4 [1-9].*")).count() > 5);
  }

  private Path fresh() {
    Path folder = temp.resolve("j" + folders.size());
    folders.add(folder);
    return folder;
  }

  /** Copies of {@code good} in which something of {@code file} is changed. */
  private void tamper(Path good, Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i += 2) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << i / 2 % 8);
      copy(good, file, flipped);
      copy(good, file, Arrays.copyOf(whole, i));
    }
    for (int i = whole.length - 4; i < whole.length; i++) {
      copy(good, file, Arrays.copyOf(whole, i));
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() > 1) {
      Collections.swap(lines, 0, 1);
      copy(good, file, (String.join("\n", lines) + "\n").getBytes(UTF_8));
    }
    copy(good, file, new String(whole, UTF_8).replace(":", ": ").getBytes(UTF_8));
    copy(good, file, new byte[0]);
    Files.delete(folders.get(folders.size() - 1).resolve(file.getFileName()));
  }

  private void copy(Path good, Path file, byte[] bytes) throws IOException {
    Path folder = fresh();
    Journals.copy(good, folder);
    Files.write(folder.resolve(file.getFileName()), bytes);
  }

  private static String ours(Path folder) throws IOException {
    JournalCheck.Verdict verdict = JournalCheck.verify(folder);
    return verdict
        .wrong()
        .map(
            place ->
                "wrong " + place.file().getFileName() + " " + place.line() + " " + place.entry())
        .orElse("right " + verdict.entries() + " " + verdict.tornBytes());
  }

  private List<String> python() throws Exception {
    Path script = Path.of("src", "test", "python", "verify_journal.py").toAbsolutePath();
    List<String> command =
        new ArrayList<>(List.of("python3", "-B", "-X", "utf8", script.toString()));
    folders.forEach(folder -> command.add(temp.relativize(folder).toString()));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(temp.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      if ("true".equals(System.getenv("CI"))) {
        throw e;
      }
      throw new TestAbortedException("python3 is not installed", e);
    }
    try (var lines = process.inputReader(UTF_8)) {
      List<String> verdicts = lines.lines().toList();
      assertEquals(0, process.waitFor());
      return verdicts;
    } finally {
      process.destroyForcibly();
    }
  }
}
