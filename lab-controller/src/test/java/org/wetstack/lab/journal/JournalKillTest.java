package org.wetstack.lab.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there, at whatever moment the process is killed. */
@Timeout(300)
class JournalKillTest {

  private static final int KILLS = 20;

  @TempDir private Path folder;

  @Test
  void everyAcknowledgedEntryOutlivesItsProcess() throws Exception {
    Random random = new Random(20_260_301);
    Map<Long, String> acknowledged = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      killOnce(kill, 1 + random.nextInt(150), acknowledged);
      JournalCheck.Verdict verdict = JournalCheck.verify(folder);
      assertTrue(verdict.wrong().isEmpty(), verdict::toString);
      try (FileJournal journal = Journals.open(folder)) {
        Map<Long, String> there = new HashMap<>();
        journal.follow(
            entry -> there.put(entry.number(), entry.who() + " " + entry.facts().get("i")));
        assertTrue(there.size() >= acknowledged.size());
        acknowledged.forEach((number, what) -> assertEquals(what, there.get(number)));
      }
    }
    assertTrue(acknowledged.size() > KILLS * 20, "only " + acknowledged.size());
  }

  /** Kills a child after it has acknowledged {@code after} entries. */
  private void killOnce(int kill, int after, Map<Long, String> acknowledged) throws Exception {
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    JournalChild.class.getName(),
                    folder.toString(),
                    "run" + kill))
            .redirectError(Redirect.INHERIT)
            .start();
    try (BufferedReader lines = child.inputReader()) {
      String line = lines.readLine();
      for (int i = 1; line != null; i++) {
        int space = line.indexOf(' ');
        // The last line may have been cut off by the kill.
        if (line.matches("[0-9]+ run" + kill + "-[0-2] [0-9]+")) {
          acknowledged.put(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
        }
        if (i == after) {
          // Process.destroyForcibly would close the pipe that its last words come through.
          child.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    } finally {
      child.destroyForcibly();
    }
    child.waitFor();
  }
}
