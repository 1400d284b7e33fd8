package org.wetstack.emulator.rhx.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.rhx.signal.DataBlock;
import org.wetstack.emulator.rhx.signal.MadeUpBlocks;
import org.wetstack.emulator.rhx.signal.Spike;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.SignalKind;

/** What the real program wrote is written again, byte for byte. */
class CapturedFilesTest {

  private static final int HEAD_BYTES = 8_496;
  private static final String STAMP = "_261124_024957";

  @TempDir private Path root;

  private RecordingBench bench() throws IOException {
    var bench = new RecordingBench(root, Setup.demo(Controller.STIM_RECORD));
    bench.likeTheCapture();
    return bench;
  }

  @Test
  void theHeadIsTheSame() throws IOException {
    RecordingBench bench = bench();
    bench.set("fileformat", "onefilepersignaltype");
    assertTrue(bench.start(RunMode.RECORD));
    bench.end();
    byte[] captured = RecordingBench.captured("recording-info.rhs");
    assertEquals(HEAD_BYTES, captured.length);
    assertArrayEquals(
        captured, Files.readAllBytes(bench.recording("Demo" + STAMP).resolve("info.rhs")));
  }

  @Test
  void theTraditionalFileIsTheSame() throws IOException {
    RecordingBench bench = bench();
    byte[] captured = RecordingBench.captured("recording.rhs");
    assertTrue(bench.start(RunMode.RECORD));
    ByteBuffer data = ByteBuffer.wrap(captured).order(ByteOrder.LITTLE_ENDIAN);
    data.position(HEAD_BYTES);
    int blocks = 0;
    while (data.hasRemaining()) {
      decode(data, bench.block);
      bench.recorder.onBlock(bench.block, List.of());
      blocks++;
    }
    bench.end();
    assertEquals(20, blocks);
    assertArrayEquals(
        captured,
        Files.readAllBytes(bench.recording("Demo" + STAMP).resolve("Demo" + STAMP + ".rhs")));
  }

  /** Three amplifiers, their DC amplifiers and stimulators, and one line of each kind. */
  private static void decode(ByteBuffer data, DataBlock block) {
    MadeUpBlocks.begin(block, data.getInt());
    data.position(data.position() + 127 * 4);
    char[][] rows = {
      block.wide[0],
      block.wide[1],
      block.wide[37],
      block.dc[0],
      block.dc[1],
      block.dc[37],
      block.stimulation[0],
      block.stimulation[1],
      block.stimulation[37],
      block.analogIn[0],
      block.analogOut[0],
      block.digitalIn,
      block.digitalOut
    };
    for (char[] row : rows) {
      for (int t = 0; t < 128; t++) {
        row[t] = data.getChar();
      }
    }
  }

  @Test
  void theSpikeFileIsTheSame() throws IOException {
    RecordingBench bench = bench();
    bench.set("fileformat", "onefilepersignaltype");
    bench.state.recordings().set("basefilename", "Demo-onefilepersignaltype");
    byte[] captured = RecordingBench.captured("recording-spike.dat");
    List<Spike> spikes = spikes(captured);
    assertEquals(54, spikes.size());
    assertTrue(bench.start(RunMode.RECORD));
    int last = (int) spikes.get(spikes.size() - 1).timestamp();
    bench.blocks(last / 128 + 1, spikes.toArray(Spike[]::new));
    bench.end();
    Path folder = bench.recording("Demo-onefilepersignaltype" + STAMP);
    assertArrayEquals(captured, Files.readAllBytes(folder.resolve("spike.dat")));
  }

  private static List<Spike> spikes(byte[] captured) {
    ByteBuffer data = ByteBuffer.wrap(captured).order(ByteOrder.LITTLE_ENDIAN);
    data.position(0x5e); // after the head
    List<Spike> spikes = new ArrayList<>();
    while (data.remaining() >= 10) {
      byte[] name = new byte[5];
      data.get(name);
      String channel = new String(name, StandardCharsets.US_ASCII);
      int amplifier = Integer.parseInt(channel.substring(2)) + (channel.charAt(0) == 'B' ? 32 : 0);
      spikes.add(new Spike(amplifier, data.getInt(), data.get()));
    }
    return spikes;
  }

  @Test
  void theImpedancesAreTheSame() throws IOException {
    RecordingBench bench = bench();
    bench.enable();
    bench
        .state
        .channels(SignalKind.AMPLIFIER)
        .forEach(each -> each.items().get("Enabled").force(true));
    bench.state.impedances().set("path", "/data/rec");
    bench.state.impedances().set("basefilename", "Imp-Demo");
    bench.recorder.saveImpedances();
    assertArrayEquals(
        RecordingBench.captured("impedance.csv"),
        Files.readAllBytes(bench.recording("Imp-Demo.csv")));
  }
}
