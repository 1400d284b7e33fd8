package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code wetstack bridge} says of what it cannot do. */
@Timeout(120)
class BridgeCommandTest {

  private static final String TOPIC = "mqtt://127.0.0.1:1/rig/pump";

  @TempDir private Path folder = Path.of("");

  private String said(int code, String... words) {
    var terminal = new Terminal();
    String[] line = new String[words.length + 3];
    line[0] = "bridge";
    line[1] = "--state";
    line[2] = folder.resolve("epoch").toString();
    System.arraycopy(words, 0, line, 3, words.length);
    assertEquals(code, terminal.run(line), terminal.err());
    return terminal.err();
  }

  @Test
  void aBridgeThatLeadsToNoBrokerIsWrongInput() {
    String said = said(ExitCode.WRONG_INPUT, "serial:/dev/none", "tcp://127.0.0.1:1");
    assertTrue(said.contains("mqtt://HOST/TOPIC"), said);
  }

  @Test
  void aDriverThatIsNotThereIsWrongInput() {
    String said = said(ExitCode.WRONG_INPUT, "serial:/dev/none", TOPIC, "--driver", "magic");
    assertTrue(said.contains("no driver called 'magic'"), said);
  }

  @Test
  void aStateFileOfAnotherKindIsWrongInputAndIsKept() throws Exception {
    Path file = Files.writeString(folder.resolve("epoch"), "a diary");
    String said = said(ExitCode.WRONG_INPUT, "serial:/dev/none", TOPIC);
    assertTrue(said.contains("name another file"), said);
    assertEquals("a diary", Files.readString(file));
  }

  @Test
  void aStateFileWithoutAFolderIsWrongInput() {
    String none = folder.resolve("none").resolve("epoch").toString();
    var terminal = new Terminal();
    int code = terminal.run("bridge", "serial:/dev/none", TOPIC, "--state", none);
    assertEquals(ExitCode.WRONG_INPUT, code, terminal.err());
    assertTrue(terminal.err().contains(none + " cannot be written: name a file"), terminal.err());
  }

  @Test
  void aPumpThatIsNotThereIsAFailure() {
    String pump = "tcp://127.0.0.1:1?syringe=1000&ledger=" + folder.resolve("ledger");
    assertTrue(said(ExitCode.FAILURE, pump, TOPIC, "--driver", "cavro").contains("127.0.0.1"));
  }
}
