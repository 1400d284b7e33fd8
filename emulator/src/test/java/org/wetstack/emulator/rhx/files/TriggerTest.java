package org.wetstack.emulator.rhx.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.emulator.rhx.signal.MadeUpBlocks.word;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.rhx.signal.DataBlock;
import org.wetstack.emulator.rhx.signal.Spike;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.Setup;

/** What belongs to a trigger is recorded, with its past and its afterglow, and nothing else. */
class TriggerTest {

  /** Blocks in a second, at 1 kHz on a recording controller: 7.8. */
  private static final int RATE = 1_000;

  @TempDir private Path root;
  private RecordingBench bench;

  @BeforeEach
  void slow() throws IOException {
    bench =
        new RecordingBench(
            root, new Setup(Controller.RECORD_USB3, RATE, "Min", Map.of('A', 32), true));
    bench.enable("a-000");
    bench.set("triggersource", "digital-in-01");
  }

  private static void high(DataBlock block) {
    for (int t = 0; t < 128; t++) {
      block.digitalIn[t] = (char) (block.digitalIn[t] | 1);
    }
  }

  private void highAt(int frame) {
    bench.blocks(1, block -> block.digitalIn[frame] = (char) (block.digitalIn[frame] | 1));
  }

  private int firstTime(String file) throws IOException {
    ByteBuffer data = RecordingBench.read(bench.recording("Demo_261124_024957").resolve(file));
    return data.getInt();
  }

  @Test
  void nothingIsWrittenBeforeATrigger() throws IOException {
    assertTrue(bench.start(RunMode.TRIGGER));
    bench.blocks(100);
    assertFalse(bench.state.writing());
    assertEquals(RunMode.TRIGGER, bench.state.toldMode());
    bench.end();
    assertEquals(List.of(), RecordingBench.names(bench.root.resolve("data/rec")));
  }

  @Test
  void aLevelThatIsThereFromTheStartTriggersAtOnce() throws IOException {
    assertTrue(bench.start(RunMode.TRIGGER));
    bench.blocks(1, TriggerTest::high);
    assertTrue(bench.state.writing());
    bench.end();
    assertFalse(bench.state.writing());
    Path file = bench.recording("Demo_261124_024957").resolve("Demo_261124_024957.rhd");
    ByteBuffer data = RecordingBench.read(file);
    data.position(data.limit() - 128 * 6);
    assertEquals(0, data.getInt());
  }

  @Test
  void theTraditionalFormatBeginsWithAWholeBlock() throws IOException {
    assertTrue(bench.start(RunMode.TRIGGER));
    bench.blocks(20);
    highAt(37);
    bench.end();
    Path file = bench.recording("Demo_261124_024957").resolve("Demo_261124_024957.rhd");
    // 1000 samples before frame 37 of a block: 963 before the block, in 8 blocks of 128.
    ByteBuffer data = RecordingBench.read(file);
    data.position(data.limit() - 9 * 128 * 6);
    for (int block = 0; block < 9; block++) {
      for (int t = 0; t < 128; t++) {
        assertEquals((block - 8) * 128 + t - 37, data.getInt());
      }
      for (int t = 0; t < 128; t++) {
        assertEquals(word("wide", 0, (12 + block) * 128 + t), data.getChar());
      }
    }
  }

  @Test
  void otherFormatsBeginWithTheVeryFrame() throws IOException {
    bench.set("fileformat", "onefilepersignaltype");
    bench.set("savehighpassamplifierwaveforms", "true");
    assertTrue(bench.start(RunMode.TRIGGER));
    bench.blocks(20);
    highAt(37);
    bench.end();
    assertEquals(-1_000, firstTime("time.dat"));
    Path folder = bench.recording("Demo_261124_024957");
    assertEquals(4 * (1_000 - 37 + 128), Files.size(folder.resolve("time.dat")));
    ByteBuffer high = RecordingBench.read(folder.resolve("highpass.dat"));
    for (long t = 20 * 128 + 37 - 1_000; t < 21 * 128; t++) {
      assertEquals(word("high", 0, t) ^ 0x8000, high.getChar());
    }
    assertFalse(high.hasRemaining());
  }

  @Test
  void aYoungRunHasLessPast() throws IOException {
    bench.set("fileformat", "onefilepersignaltype");
    assertTrue(bench.start(RunMode.TRIGGER));
    bench.blocks(2);
    highAt(5);
    bench.end();
    assertEquals(-256 - 5, firstTime("time.dat"));
  }

  @Test
  void spikesOfThePastAreThereWithTheirWaveforms() throws IOException {
    bench.set("fileformat", "onefilepersignaltype");
    bench.set("savespikedata", "true");
    bench.set("savespikesnapshots", "true");
    assertTrue(bench.start(RunMode.TRIGGER));
    // Saved from 1597 on; a spike is saved if its waveform, 2 samples long, ends after that.
    bench.blocks(20, new Spike(0, 1_594, 1), new Spike(0, 1_595, 2), new Spike(0, 2_000, 4));
    highAt(37);
    bench.end();
    ByteBuffer data =
        RecordingBench.read(bench.recording("Demo_261124_024957").resolve("spike.dat"));
    data.position(data.limit() - 2 * (10 + 2 * 3));
    for (int timestamp : new int[] {1_595, 2_000}) {
      data.position(data.position() + 5);
      assertEquals(timestamp - 2_597, data.getInt());
      assertEquals(timestamp == 2_000 ? 4 : 2, data.get());
      for (int t = timestamp - 1; t < timestamp + 2; t++) {
        assertEquals(word("high", 0, t), data.getChar());
      }
    }
  }

  @Test
  void itEndsAfterTheTriggerAndIsReadyAgainAfterTheGlitches() throws IOException {
    bench.set("posttriggerbufferseconds", "2");
    assertTrue(bench.start(RunMode.TRIGGER));
    bench.blocks(4, TriggerTest::high);
    assertEquals(RunMode.RECORD, bench.state.toldMode());
    // Low from here on: the end is found at once, and 2000 samples follow it in 16 blocks.
    bench.blocks(15);
    assertTrue(bench.state.writing());
    bench.blocks(1);
    assertFalse(bench.state.writing());
    assertEquals(RunMode.RUN, bench.state.toldMode());
    bench.set("notchfilterfreqhertz", "60");
    // 2048 samples after the end; armed when there are more than 2200.
    bench.blocks(1, TriggerTest::high);
    assertEquals(RunMode.RUN, bench.state.toldMode());
    bench.blocks(1, TriggerTest::high);
    assertEquals(RunMode.TRIGGER, bench.state.toldMode());
    assertFalse(bench.state.writing());
    bench.now = bench.now.plusSeconds(7);
    bench.blocks(1, TriggerTest::high);
    assertTrue(bench.state.writing());
    bench.end();
    assertEquals(
        List.of("Demo_261124_024957.rhd", "Demo_261124_025004.rhd", "settings.xml"),
        RecordingBench.names(bench.recording("Demo_261124_024957")));
  }

  @Test
  void whatHappensSoonAfterTheBeginningIsAGlitch() {
    assertTrue(bench.start(RunMode.TRIGGER));
    // A short pulse: its end counts only in the second block, 0.2 s after the beginning.
    highAt(5);
    bench.blocks(7);
    assertTrue(bench.state.writing());
    bench.blocks(1);
    assertFalse(bench.state.writing());
  }

  @Test
  void aGapShorterThanTheAfterglowDoesNotEndIt() {
    assertTrue(bench.start(RunMode.TRIGGER));
    bench.blocks(3, TriggerTest::high);
    bench.blocks(7);
    highAt(127);
    bench.blocks(7);
    assertTrue(bench.state.writing());
    bench.blocks(1);
    assertFalse(bench.state.writing());
  }

  @Test
  void anAnalogLineTriggersBelowItsThreshold() throws IOException {
    bench.set("triggersource", "analog-in-2");
    bench.set("triggerpolarity", "low");
    bench.set("triggeranalogthresholdvolts", "-1.65");
    assertTrue(bench.start(RunMode.TRIGGER));
    bench.blocks(1, block -> Arrays.fill(block.analogIn[1], (char) (32_768 - 5_280)));
    assertFalse(bench.state.writing());
    bench.blocks(1, block -> Arrays.fill(block.analogIn[1], (char) (32_768 - 5_281)));
    assertTrue(bench.state.writing());
  }

  @Test
  void aTriggerIntoNowhereIsReported() throws IOException {
    bench.state.recordings().set("path", "/nonexistent/dir");
    assertTrue(bench.start(RunMode.TRIGGER));
    bench.blocks(1);
    assertEquals(0, bench.failures);
    bench.blocks(1, TriggerTest::high);
    assertEquals(1, bench.failures);
    assertFalse(bench.state.writing());
  }
}
