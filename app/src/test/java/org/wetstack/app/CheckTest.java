package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.rig.RigFile;
import org.wetstack.lab.rig.RigSpec;

/** Whoever writes a rig file learns of every mistake before the rig runs. */
@Timeout(60)
class CheckTest {

  private static final Path EXAMPLES = Path.of("../examples");

  @TempDir private Path folder;
  private final Terminal terminal = new Terminal();

  @Test
  void aRigIsShownWithItsWarnings() {
    int code = terminal.run("check", EXAMPLES.resolve("rig.yaml").toString());
    assertEquals(ExitCode.OK, code, terminal.err());
    assertEquals("", terminal.err());
    String shown = terminal.out();
    for (String line :
        List.of(
            "rig example, SHA-256 [0-9a-f]{64}",
            "listens at 127.0.0.1:7400; data in example-data",
            "pump +firmware +tcp://127.0.0.1:7412",
            "tin-30 +titanium-nitride +30 µm +1000 µC/cm² +50 % +cathodic",
            "dopamine +pump/dopamine +dopamine +100000 nM +50000 µL +2099-01-01T00:00:00Z",
            "organoids +mea +32 tin-30 +2 µA +2 µL +10 µL +100 µL +dopamine +pump/uv",
            "morning-dose +daily at 08:00 Europe/Zurich +organoids",
            "warning: there are no 'users': .*")) {
      assertTrue(shown.lines().anyMatch(each -> each.matches(line)), line + " is not in " + shown);
    }
    assertTrue(shown.contains("mea/bath"), shown);
  }

  @Test
  void everyMistakeHasALineOfItsOwn() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("rig.yaml"),
            "name: R\ninstruments: {a: {driver: x, endpoint: usb}}\nlisten: here\n");
    assertEquals(ExitCode.WRONG_INPUT, terminal.run("check", file.toString()));
    assertEquals("", terminal.out());
    List<String> lines = terminal.err().lines().toList();
    assertEquals(4, lines.size(), terminal.err());
    List<String> begin = List.of("1:7: 'R' is", "2:27: no driver", "2:40: no link", "3:9: 'here'");
    for (int i = 0; i < 4; i++) {
      assertTrue(lines.get(i).startsWith("wetstack: " + file + ":" + begin.get(i)), lines.get(i));
    }
  }

  @Test
  void whatIsNoFileIsWrongInput() {
    assertEquals(ExitCode.WRONG_INPUT, terminal.run("check"));
    assertTrue(terminal.err().contains("nothing to check: name the YAML file"), terminal.err());
    var another = new Terminal();
    assertEquals(ExitCode.WRONG_INPUT, another.run("check", "nowhere.yaml"));
    assertTrue(another.err().contains("there is no file 'nowhere.yaml'"), another.err());
  }

  @Test
  void theSchemaIsPrintedAsItIs() {
    assertEquals(ExitCode.OK, terminal.run("check", "--print-schema"));
    assertEquals(RigFile.schema(), terminal.out());
    assertTrue(terminal.out().startsWith("{"), terminal.out());
  }

  @Test
  void theExamplesFitEachOther() throws IOException {
    RigSpec rig = RigFile.read(EXAMPLES.resolve("rig.yaml"));
    var emulated =
        org.wetstack.emulator.rig.RigFile.read(EXAMPLES.resolve("emulated-instruments.yaml"));
    Map<String, URI> boards = new TreeMap<>();
    emulated.boards().forEach(board -> boards.put(board.name(), URI.create(board.at().toString())));
    Map<String, URI> instruments = new TreeMap<>();
    rig.instruments().forEach((name, each) -> instruments.put(name, URI.create(each.endpoint())));
    assertEquals(instruments, boards);
  }
}
