package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.recording.Recording;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo as a user runs it, over real links. */
@Timeout(120)
class DemoTest {

  @TempDir private Path folder;
  private final Terminal terminal = new Terminal();

  @Test
  void recordsReportsAndSaysSoInJson() throws Exception {
    Path recorded = folder.resolve("rec");
    int code =
        terminal.run(
            "demo", "--seconds", "3", "--json", "--seed", "7", "--out", recorded.toString());
    assertEquals(ExitCode.OK, code, () -> terminal.out() + "\n" + terminal.err());
    List<JsonNode> lines =
        terminal.out().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
    JsonNode last = lines.get(lines.size() - 1).get("end");
    assertEquals(32, last.get("electrodes").size());
    assertEquals(3, last.get("links").size());
    Recording.Reading reading = Recording.open(recorded).read(entry -> {});
    assertTrue(reading.whole(), reading::toString);
    assertEquals(last.get("counts").get("samples").asLong(), reading.end().orElseThrow().samples());
    assertTrue(Files.readString(recorded.resolve("report.html")).contains("</svg>"));
  }

  @Test
  void aPoliteKillStopsEverythingAndLeavesAWholeRecording() throws Exception {
    Path recorded = folder.resolve("rec");
    var demo =
        new CommandProcess("demo", "--seconds", "600", "--json", "--out", recorded.toString());
    assertTrue(demo.line().startsWith("{\"now\""));
    demo.endPolitely();
    String last = demo.line();
    while (last.startsWith("{\"now\"")) {
      last = demo.line();
    }
    JsonNode said = JsonMapper.shared().readTree(last);
    assertTrue(said.has("end"), said::toString);
    assertEquals("", said.get("trouble").asString());
    assertTrue(Recording.open(recorded).read(entry -> {}).whole());
    assertTrue(Files.exists(recorded.resolve("report.html")));
  }

  @Test
  void tellsPeopleInWords() {
    int code = terminal.run("demo", "--seconds", "1", "--out", folder.resolve("rec").toString());
    assertEquals(ExitCode.OK, code, () -> terminal.out() + "\n" + terminal.err());
    for (String word :
        List.of("recorded:", "dopamine", "medium", "pulses", "report", "reaction no pulse yet")) {
      assertTrue(terminal.out().contains(word), () -> word + " is not in " + terminal.out());
    }
  }

  @Test
  void aTakenFolderAndImpossibleSecondsAreWrongInput() throws Exception {
    Path taken = Files.createDirectories(folder.resolve("taken"));
    Files.writeString(taken.resolve("recording.json"), "{}");
    assertEquals(ExitCode.WRONG_INPUT, terminal.run("demo", "--out", taken.toString()));
    assertTrue(terminal.err().contains("name a folder that is new"), terminal::err);
    assertEquals(ExitCode.WRONG_INPUT, terminal.run("demo", "--out", ""));
    assertTrue(terminal.err().contains("--out names no folder"), terminal::err);
    assertEquals(ExitCode.WRONG_INPUT, terminal.run("demo", "--seconds", "0"));
    assertTrue(terminal.err().contains("--seconds must be 1 to 86400"), terminal::err);
  }
}
