package org.wetstack.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables have a row for each event, whatever is in its texts. */
class CsvExportTest {

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void export() throws Exception {
    Path recording = folder.resolve("recording");
    MadeUpRecording.write(recording, MadeUpRecording.layout(MadeUpRecording.CHANNELS, 195), true);
    out = folder.resolve("out");
    Export.of(recording, ExportFormat.CSV, out, 0);
  }

  private List<String> lines(String table) throws Exception {
    return Files.readAllLines(out.resolve(table + ".csv"));
  }

  @Test
  void eachSpikeHasItsElectrode() throws Exception {
    List<String> spikes = lines("spikes");
    assertEquals(1_301, spikes.size());
    assertEquals("0.0,1000000,1,1", spikes.get(1));
    assertEquals(649 / 30_000.0 + ",1000649,39,54", spikes.get(1_300));
  }

  @Test
  void eachPulseHasItsWaveform() throws Exception {
    List<String> pulses = lines("pulses");
    assertEquals(4, pulses.size());
    String waveform = ",mark,cathodic,3 46,-2000x6 1000x12,2,30000";
    assertEquals(95 / 30_000.0 + ",1000095,fedcba9876543210" + waveform, pulses.get(1));
    assertTrue(pulses.get(3).endsWith(",receipt,\"of old, unknown\",,,,"), pulses.get(3));
  }

  @Test
  void commasQuotesAndNewLinesStayInTheirField() throws Exception {
    String trials = Files.readString(out.resolve("trials.csv"));
    assertTrue(trials.contains(",0.625,hit,\"250 nL, \"\"dopamine\"\"\"\r\n"), trials);
    assertTrue(trials.endsWith(",,\"miss\nagain\",\r\n"), trials);
  }

  @Test
  void dosesReadingsAlarmsNotesAndGapsHaveTheirs() throws Exception {
    assertTrue(
        lines("doses").get(1).endsWith(",dopamine,fedcba9876543210,250,1000,100,130,host_silent"));
    assertTrue(lines("environment").get(3).endsWith(",co2,5.0,percent"));
    assertTrue(lines("alarms").get(1).endsWith(",dopamine,occlusion,pressure above 80 kPa,true"));
    assertTrue(lines("notes").get(2).endsWith(",light on"));
    assertEquals("0.03,0.032,1000900,60,missed", lines("gaps").get(1));
  }

  @Test
  void nothingIsWrittenOverWhatIsThere() throws Exception {
    Path recording = folder.resolve("recording");
    long before = Files.size(out.resolve("spikes.csv"));
    assertThrows(
        IllegalArgumentException.class, () -> Export.of(recording, ExportFormat.CSV, out, 0));
    assertThrows(
        IllegalArgumentException.class, () -> Export.of(recording, ExportFormat.NWB, out, 0));
    assertEquals(before, Files.size(out.resolve("spikes.csv")));
  }
}
