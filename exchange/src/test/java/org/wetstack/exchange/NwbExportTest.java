package org.wetstack.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Readers by others find in an NWB file what was recorded, and nothing else. */
class NwbExportTest {

  private static final double RATE = MadeUpRecording.RATE;

  @TempDir private Path folder;

  private JsonNode export(boolean gap, int deflate) throws Exception {
    Python.require("h5py", "hdmf");
    Path recording = folder.resolve("recording");
    MadeUpRecording.write(recording, MadeUpRecording.layout(MadeUpRecording.CHANNELS, 195), gap);
    Path file = folder.resolve("out.nwb");
    Export.of(recording, ExportFormat.NWB, file, deflate);
    Python.script("check_nwb.py", file, folder);
    return JsonMapper.builder().build().readTree(folder.resolve("read.json").toFile());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void everySampleIsThereAtItsPlace(int deflate) throws Exception {
    JsonNode read = export(false, deflate);
    assertEquals("[]", read.get("problems").toString());
    assertEquals("[900,40]", read.get("shape").toString());
    assertEquals(deflate == 0 ? "null" : "\"gzip\"", read.get("compression").toString());
    assertEquals(195e-9, read.get("conversion").doubleValue());
    assertEquals(RATE, read.get("rate").doubleValue());
    ByteBuffer data = read("data");
    for (int sample = 0; sample < 900; sample++) {
      for (int channel = 0; channel < MadeUpRecording.CHANNELS; channel++) {
        short expected = MadeUpRecording.raw(MadeUpRecording.START + sample, channel);
        assertEquals(expected, data.getShort(), sample + " of " + channel);
      }
    }
    assertEquals(0, data.remaining());
    assertTrue(read.at("/intervals/invalid_times").isMissingNode(), "nothing is missing");
  }

  @Test
  void aGapIsInTheTimesAndInTheTableOfInvalidTimes() throws Exception {
    JsonNode read = export(true, 1);
    assertEquals("[]", read.get("problems").toString());
    assertEquals("[1350,40]", read.get("shape").toString());
    ByteBuffer times = read("timestamps");
    ByteBuffer data = read("data");
    for (int row = 0; row < 1_350; row++) {
      int sample = row < 900 ? row : row + 60;
      assertEquals(sample / RATE, times.getDouble(), "row " + row);
      for (int channel = 0; channel < MadeUpRecording.CHANNELS; channel++) {
        assertEquals(MadeUpRecording.raw(MadeUpRecording.START + sample, channel), data.getShort());
      }
    }
    JsonNode gaps = read.at("/intervals/invalid_times");
    assertEquals("[0.03]", gaps.get("start_time").toString());
    assertEquals("[0.032]", gaps.get("stop_time").toString());
    assertEquals("[60]", gaps.get("samples").toString());
    assertEquals("[\"missed\"]", gaps.get("reason").toString());
  }

  @Test
  void everythingElseIsThereToo() throws Exception {
    JsonNode read = export(false, 0);
    JsonNode units = read.get("units");
    assertEquals(MadeUpRecording.CHANNELS, units.size());
    for (int channel = 0; channel < units.size(); channel++) {
      boolean fires = channel == 1 || channel == 39;
      assertEquals(fires ? 650 : 0, units.get(channel).size(), "spikes of " + channel);
      for (int i = 0; i < units.get(channel).size(); i++) {
        assertEquals(i / RATE, units.get(channel).get(i).doubleValue());
      }
    }
    JsonNode sites = read.get("electrodes");
    assertEquals(54, sites.get("electrode_number").get(39).intValue());
    assertEquals(1_400.0, sites.get("rel_x").get(39).doubleValue());
    assertEquals(-1_950.0, sites.get("rel_y").get(39).doubleValue());
    assertEquals("/general/devices/array", read.get("device").stringValue());
    JsonNode pulses = read.at("/intervals/pulses");
    assertEquals(95 / RATE, pulses.get("start_time").get(0).doubleValue());
    assertEquals(95 / RATE + 20 / RATE, pulses.get("stop_time").get(0).doubleValue(), 1e-12);
    assertEquals("[\"mark\",\"mark\",\"receipt\"]", pulses.get("source").toString());
    assertEquals("-2000x6 1000x12", pulses.get("phases").get(1).stringValue());
    assertEquals("[-2.0E-6,-2.0E-6,\"NaN\"]", pulses.get("first_phase_amperes").toString());
    JsonNode template = read.at("/series/~1stimulus~1templates~1stimulus_0");
    assertEquals(20, template.get("data").size());
    double[] nanoamps = {-2_000, 0, 1_000};
    int[] ticks = {5, 7, 8};
    for (int i = 0; i < ticks.length; i++) {
      assertEquals(nanoamps[i] * 1e-9, template.get("data").get(ticks[i]).doubleValue(), 1e-15);
    }
    JsonNode doses = read.at("/intervals/doses");
    assertEquals("[250]", doses.get("nanoliters").toString());
    assertEquals("[100]", doses.get("at_least_nanoliters").toString());
    assertEquals("[130]", doses.get("at_most_nanoliters").toString());
    assertEquals("[\"host_silent\"]", doses.get("outcome").toString());
    JsonNode trials = read.at("/intervals/trials");
    assertEquals("[0.0,0.01]", trials.get("start_time").toString());
    assertEquals("[0.625,\"NaN\"]", trials.get("score").toString());
    assertEquals("miss\nagain", trials.get("outcome").get(1).stringValue());
    JsonNode air = read.at("/series/~1acquisition~1environment_0");
    assertEquals("[36.875,37.0]", air.get("data").toString());
    assertEquals("degC incubator/air", text(air, "unit") + " " + text(air, "description"));
    assertEquals(
        "[\"dopamine occlusion: pressure above 80 kPa\"]",
        read.at("/series/~1acquisition~1alarms/data").toString());
    assertEquals("Kultur 7, „grün“ 🧠", read.at("/texts/session_description").stringValue());
    assertTrue(read.get("protocol").stringValue().contains("sham"));
    assertTrue(read.at("/texts/general~1data_collection").stringValue().contains("is whole"));
  }

  /** Otherwise no problems would mean nothing. */
  @Test
  void theValidatorMissesWhatTheSchemaRequires() throws Exception {
    export(false, 0);
    Path file = folder.resolve("out.nwb");
    Python.script("break_nwb.py", file);
    Python.script("check_nwb.py", file, folder);
    String problems =
        JsonMapper.builder()
            .build()
            .readTree(folder.resolve("read.json").toFile())
            .get("problems")
            .toString();
    assertTrue(problems.contains("unit") && problems.contains("location"), problems);
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).stringValue();
  }

  private ByteBuffer read(String name) throws Exception {
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void aRecordingOfNothingIsAnEmptyFileThatIsValid() throws Exception {
    Python.require("h5py", "hdmf");
    Path recording = folder.resolve("recording");
    MadeUpRecording.begin(recording, MadeUpRecording.layout(2, 195)).close();
    Path file = folder.resolve("out.nwb");
    Export.of(recording, ExportFormat.NWB, file, 0);
    Python.script("check_nwb.py", file, folder);
    JsonNode read = JsonMapper.builder().build().readTree(folder.resolve("read.json").toFile());
    assertEquals("[]", read.get("problems").toString());
    assertEquals("[0,2]", read.get("shape").toString());
    assertFalse(Files.exists(folder.resolve("out.nwb.partial")));
  }
}
