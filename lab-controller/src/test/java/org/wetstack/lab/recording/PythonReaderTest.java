package org.wetstack.lab.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.MadeUpStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A reader in another language, which follows the description and shares no code with ours. */
class PythonReaderTest {

  @TempDir private Path folder;
  private final MadeUpStream stream = Recorded.stream(40, 3);

  @Test
  void readsWhatWasWritten() throws Exception {
    record();
    JsonNode read = python();
    assertEquals("MEA-3", read.at("/info/model").stringValue());
    assertEquals("80000000000000ff", read.at("/info/bootId").stringValue());
    assertEquals("-5", read.at("/info/seed").stringValue());
    assertEquals("Kultur 7, „grün“", read.at("/info/notes").stringValue());
    assertEquals(101, read.at("/info/sites/1/electrode").intValue());
    assertEquals(195, read.at("/info/nanovoltsPerCount").intValue());
    assertEquals(
        List.of(
            "begin 1 3 20000 195",
            "samples 5000000000 0 10 [30]",
            "mark 5000000012 18364758544493064720",
            "samples 5000000010 0 5 [15]",
            "samples 5000000020 5 20 [60]",
            "spike 5000000031 2",
            "pulse 5000000012 18364758544493064720 ±2 µA, 200 µs",
            "dose 18364758544493064720 250 1000 0 250 0 dopamine",
            "dose 18364758544493064720 250 1000 100 130 4 dopamine",
            "note light on",
            "alarm 1 dopamine occlusion pressure above 80 kPa",
            "plan " + Recorded.PLAN,
            "trial 3 5000000000 5000000020 0.625 hit 250 nL dopamine",
            "reading 36.875 incubator degC",
            "stimulus [6] [2] [2] ±2 µA, 200 µs",
            "end 35 5 0 0 closed"),
        lines(read));
    assertEquals("[30000,1,2,300,30,15]", read.at("/entries/14/fields/0").toString());
    assertEquals("[[-2000,6],[2000,6]]", read.at("/entries/14/fields/1").toString());
    assertEquals("[100,102]", read.at("/entries/14/fields/2").toString());
    int[] blocks = {1, 3, 4};
    int[] firsts = {0, 10, 20};
    for (int b = 0; b < blocks.length; b++) {
      JsonNode values = read.at("/entries/" + blocks[b] + "/fields/3");
      for (int i = 0; i < values.size(); i++) {
        assertEquals(stream.at(firsts[b] + i / 3, i % 3), values.get(i).intValue());
      }
    }
    assertTrue(read.get("finished").booleanValue());
    assertEquals(0, read.get("torn").intValue());
    assertEquals(0, read.get("damage").size());
  }

  @Test
  void tellsDamageAndATornTail() throws Exception {
    record();
    Path file = folder.resolve("samples.wet");
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = Arrays.copyOf(whole, whole.length - 1);
    damaged[60] ^= 4;
    Files.write(file, damaged);
    JsonNode read = python();
    List<Entry> entries = new ArrayList<>();
    Recording.Reading reading = Recording.open(folder).read(entries::add);
    assertEquals(reading.records(), read.get("entries").size());
    assertEquals(reading.tornBytes(), read.get("torn").intValue());
    assertTrue(reading.tornBytes() > 0);
    Entry.Damage damage = (Entry.Damage) entries.get(0);
    assertEquals(damage.offset(), read.at("/damage/0/offset").intValue());
    assertEquals(damage.bytes(), read.at("/damage/0/bytes").intValue());
    assertEquals(damage.records(), read.at("/damage/0/records").intValue());
    assertEquals(1, read.get("damage").size());
    assertFalse(read.get("finished").booleanValue());
  }

  @Test
  void readsSegmentsAndTellsWhichAreMissing() throws Exception {
    try (Recorder recorder =
        Recorder.create(folder, Recorded.INFO, SystemTimebase.shared(), 20_000, e -> {})) {
      for (int i = 0; i < 40; i++) {
        recorder.note("x".repeat(2_000));
      }
    }
    JsonNode whole = python();
    assertTrue(whole.get("finished").booleanValue());
    assertEquals(5 + 40 + 1, whole.get("entries").size());
    assertEquals(0, whole.get("damage").size() + whole.get("missing").intValue());
    Files.delete(folder.resolve("samples-000001.wet"));
    Path torn = folder.resolve("samples-000002.wet");
    Files.write(torn, Arrays.copyOf(Files.readAllBytes(torn), 15_000));
    JsonNode read = python();
    List<Entry> entries = new ArrayList<>();
    Recording.Reading reading = Recording.open(folder).read(entries::add);
    assertEquals(1, read.get("missing").intValue());
    assertEquals(reading.missingSegments(), read.get("missing").intValue());
    assertEquals(reading.records(), read.get("entries").size());
    List<String> told = new ArrayList<>();
    for (JsonNode damage : read.get("damage")) {
      told.add(
          damage.get("segment").intValue()
              + " "
              + damage.get("offset").intValue()
              + " "
              + damage.get("bytes").intValue()
              + " "
              + damage.get("records").intValue());
    }
    List<String> ours = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry instanceof Entry.Damage damage) {
        ours.add(
            damage.segment()
                + " "
                + damage.offset()
                + " "
                + damage.bytes()
                + " "
                + damage.records());
      }
    }
    assertEquals(ours, told);
    assertEquals(2, ours.size());
  }

  private void record() throws IOException {
    try (Recorder recorder =
        Recorder.create(folder, Recorded.INFO, SystemTimebase.shared(), e -> {})) {
      Recorded.recordOneOfEverything(recorder, stream);
    }
  }

  private static List<String> lines(JsonNode read) {
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : read.get("entries")) {
      StringBuilder line = new StringBuilder(entry.get("name").stringValue());
      for (JsonNode field : entry.get("fields")) {
        line.append(' ').append(field.isArray() ? "[" + field.size() + "]" : field.asString());
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private JsonNode python() throws Exception {
    Path output = Files.createTempFile(folder, "read", ".json");
    Path script = Path.of("src", "test", "python", "read_recording.py").toAbsolutePath();
    Process process;
    try {
      process =
          new ProcessBuilder("python3", "-B", "-X", "utf8", script.toString(), folder.toString())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      if ("true".equals(System.getenv("CI"))) {
        throw e;
      }
      throw new TestAbortedException("python3 is not installed", e);
    }
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "python3 hangs");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue());
    return JsonMapper.builder().build().readTree(Files.readAllBytes(output));
  }
}
