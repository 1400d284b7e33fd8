package org.wetstack.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.units.Current;
import org.wetstack.lab.recording.Recorder;

/** neo finds in .rhs files what was recorded. */
class RhsExportTest {

  @TempDir private Path folder;

  private Export.Made export(boolean gap) throws Exception {
    Path recording = folder.resolve("recording");
    MadeUpRecording.write(recording, MadeUpRecording.layout(MadeUpRecording.CHANNELS, 195), gap);
    return Export.of(recording, ExportFormat.RHS, folder.resolve("out"), 0);
  }

  private Path read(int file) throws Exception {
    Path output = Files.createDirectory(folder.resolve("read-" + file));
    String name = String.format(Locale.ROOT, "out/samples-%06d.rhs", file);
    Python.script("read_rhs.py", folder.resolve(name), output);
    return output;
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String name(int channel) {
    return String.format(Locale.ROOT, "%s-%03d", channel < 32 ? "A" : "B", channel % 32);
  }

  /** Samples from {@code first} after the start of the recording, then 0 V to the block's end. */
  private static void check(Path output, int first, int samples) throws IOException {
    int whole = (samples + 127) / 128 * 128;
    ByteBuffer time = bytes(output.resolve("time"));
    assertEquals(4 * whole, time.remaining());
    for (int i = 0; i < whole; i++) {
      assertEquals(first + i, time.getInt());
    }
    for (int channel = 0; channel < MadeUpRecording.CHANNELS; channel++) {
      ByteBuffer data = bytes(output.resolve(name(channel)));
      assertEquals(2 * whole, data.remaining());
      for (int i = 0; i < whole; i++) {
        long sample = MadeUpRecording.START + first + i;
        int expected = i < samples ? MadeUpRecording.raw(sample, channel) + 32_768 : 32_768;
        assertEquals(expected, data.getChar(), i + " of " + channel);
      }
    }
  }

  @Test
  void everySampleIsThereAndSoIsEveryPulse() throws Exception {
    Python.require("neo.rawio");
    Export.Made made = export(false);
    assertEquals(1, made.remarks().size());
    assertTrue(made.remarks().get(0).startsWith("1 pulses"), made.remarks()::toString);
    Path output = read(0);
    check(output, 0, 900);
    for (int channel = 0; channel < MadeUpRecording.CHANNELS; channel++) {
      ByteBuffer words = bytes(output.resolve(name(channel) + "_STIM"));
      // Electrodes 3 and 46.
      boolean stimulated = channel == 3 || channel == 31;
      for (int i = 0; i < 1_024; i++) {
        int since = i >= 395 ? i - 395 : i - 95;
        assertEquals(stimulated ? word(since) : 0, words.getChar(), i + " of " + channel);
      }
    }
    String header = Files.readString(output.resolve("header.txt"));
    assertTrue(header.startsWith("30000.0 10 Kultur 7, „grün“ 🧠"), header);
    assertTrue(header.contains("samples 1000000 to 1000899"), header);
  }

  /** In steps of 10 nA; bit 8 is negative, 13 amplifier settle, 14 charge recovery. */
  private static int word(int since) {
    if (since >= 0 && since < 6) {
      return 200 | 1 << 8;
    } else if (since >= 8 && since < 20) {
      return 100;
    } else if (since >= 20 && since < 50) {
      return 1 << 13 | (since < 35 ? 1 << 14 : 0);
    }
    return 0;
  }

  @Test
  void aGapBeginsANewFileWhoseTimesGoOn() throws Exception {
    Python.require("neo.rawio");
    export(true);
    check(read(0), 0, 900);
    check(read(1), 960, 450);
    assertEquals(
        List.of("start_s,stop_s,first_sample,samples,reason", "0.03,0.032,1000900,60,missed"),
        Files.readAllLines(folder.resolve("out/gaps.csv")));
  }

  @Test
  void whatTheFormatCannotSayIsRefusedAndLeavesNothing() throws Exception {
    Path coarse = folder.resolve("coarse");
    MadeUpRecording.write(coarse, MadeUpRecording.layout(2, 200), false);
    refused(coarse, "195 nV");
    Path odd = folder.resolve("odd");
    try (Recorder recorder = MadeUpRecording.begin(odd, MadeUpRecording.layout(2, 195))) {
      recorder.onBlock(MadeUpRecording.block(0, 30, 2, 0, 5));
      var phase = new AppliedStimulus.Phase(Current.nanoamps(-2_551), 6);
      recorder.stimulus(
          "odd", new AppliedStimulus(List.of(0), List.of(phase), 0, 1, 0, 0, 0, 30_000));
      recorder.pulse(new org.wetstack.hal.Receipt(MadeUpRecording.OPERATION, 5), "odd");
    }
    refused(odd, "255 equal steps");
  }

  private void refused(Path recording, String why) {
    Path out = folder.resolve("refused");
    var wrong =
        assertThrows(
            IllegalArgumentException.class, () -> Export.of(recording, ExportFormat.RHS, out, 0));
    assertTrue(wrong.toString().contains(why), wrong::toString);
    assertFalse(Files.exists(out) || Files.exists(folder.resolve("refused.partial")));
  }
}
