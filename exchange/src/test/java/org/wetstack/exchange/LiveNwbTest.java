package org.wetstack.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.SampleHandler;
import org.wetstack.lab.recording.RecordingInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A reader by others finds in a live file what was recorded until then. */
class LiveNwbTest {

  private static final int CHANNELS = MadeUpRecording.CHANNELS;
  private static final int RATE = MadeUpRecording.RATE;

  @TempDir private Path folder;
  private final List<IOException> failures = new ArrayList<>();

  private static RecordingInfo info() {
    return MadeUpRecording.info(MadeUpRecording.layout(CHANNELS, 195));
  }

  private static void feed(SampleHandler to, long from, long until) {
    for (long first = from; first < until; first += MadeUpRecording.BLOCK) {
      to.onBlock(
          MadeUpRecording.block(MadeUpRecording.START + first, MadeUpRecording.BLOCK, CHANNELS, 0));
    }
  }

  private JsonNode read(Path file) throws Exception {
    Python.script("read_live_nwb.py", file, folder);
    return JsonMapper.builder().build().readTree(folder.resolve("read.json").toFile());
  }

  private ByteBuffer bytes(String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** That the file holds these samples, in counts and with their times, and no others. */
  private void assertHolds(long[]... stretches) throws IOException {
    ByteBuffer data = bytes("data");
    ByteBuffer times = bytes("timestamps");
    for (long[] stretch : stretches) {
      for (long sample = stretch[0]; sample < stretch[1]; sample++) {
        assertEquals((double) sample / RATE, times.getDouble(), 1e-9);
        for (int channel = 0; channel < CHANNELS; channel++) {
          short right = MadeUpRecording.raw(MadeUpRecording.START + sample, channel);
          assertEquals(right, data.getShort(), sample + " of " + channel);
        }
      }
    }
    assertEquals(0, data.remaining());
    assertEquals(0, times.remaining());
  }

  @Test
  void whatIsWrittenCanBeReadWhileItIsAndAGapIsAJumpOfTimes() throws Exception {
    Python.require("h5py");
    Path file = folder.resolve("live").resolve("one.nwb");
    SampleHandler live = new LiveNwb().open(file, info(), failures::add);
    feed(live, 0, 9_000);
    JsonNode read = read(file);
    // Every quarter of a second is written at once.
    assertEquals(7_500, read.get("rows").intValue());
    assertTrue(read.get("swmr").booleanValue());
    assertEquals("volts", read.get("unit").stringValue());
    assertEquals(195e-9, read.get("conversion").doubleValue());
    assertEquals("ElectricalSeries", read.get("type").stringValue());
    assertEquals(CHANNELS, read.get("electrodes").intValue());
    assertHolds(new long[] {0, 7_500});
    feed(live, 12_000, 18_000);
    assertEquals(15_000, read(file).get("rows").intValue());
    assertHolds(new long[] {0, 9_000}, new long[] {12_000, 18_000});
    feed(live, 18_000, 18_030);
    live.onEnd(Optional.empty());
    feed(live, 20_000, 30_000);
    assertEquals(15_030, read(file).get("rows").intValue());
    assertHolds(new long[] {0, 9_000}, new long[] {12_000, 18_030});
    assertEquals(List.of(), failures);
  }

  @Test
  void twoAreWrittenSideBySide() throws Exception {
    Python.require("h5py");
    var sink = new LiveNwb();
    Path one = folder.resolve("one" + sink.suffix());
    Path other = folder.resolve("other" + sink.suffix());
    SampleHandler first = sink.open(one, info(), failures::add);
    SampleHandler second = sink.open(other, info(), failures::add);
    for (long i = 0; i < 4; i++) {
      feed(first, 3_000 * i, 3_000 * (i + 1));
      feed(second, 3_000 * i, 3_000 * (i + 1));
    }
    first.onEnd(Optional.empty());
    assertEquals(12_000, read(one).get("rows").intValue());
    assertHolds(new long[] {0, 12_000});
    assertEquals(7_500, read(other).get("rows").intValue());
    second.onEnd(Optional.empty());
    assertEquals(12_000, read(other).get("rows").intValue());
    assertEquals(List.of(), failures);
  }

  @Test
  void aFailureIsToldOnceAndNothingIsThrown() throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("file"), "no folder");
    SampleHandler live = new LiveNwb().open(inTheWay.resolve("x.nwb"), info(), failures::add);
    feed(live, 0, 30_000);
    live.onEnd(Optional.empty());
    assertEquals(1, failures.size(), failures::toString);
  }
}
