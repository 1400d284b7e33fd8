package org.wetstack.emulator.rhx.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.emulator.rhx.signal.MadeUpBlocks.saved;
import static org.wetstack.emulator.rhx.signal.MadeUpBlocks.word;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.rhx.signal.Spike;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.Setup;

/** Which files the formats have, and every word in them. */
class FormatsTest {

  private static final int BLOCKS = 3;
  private static final int FRAMES = BLOCKS * 128;

  @TempDir private Path root;

  private interface Word {
    int at(long frame);
  }

  private RecordingBench bench(Controller controller, String format) throws IOException {
    var bench = new RecordingBench(root, Setup.demo(controller));
    bench.set("fileformat", format);
    return bench;
  }

  private Path record(RecordingBench bench, Spike... spikes) {
    assertTrue(bench.start(RunMode.RECORD));
    bench.blocks(BLOCKS, spikes);
    bench.end();
    return bench.recording("Demo_261124_024957");
  }

  private static void check(Path file, int frames, List<Word> columns) throws IOException {
    ByteBuffer data = RecordingBench.read(file);
    assertEquals(2 * frames * columns.size(), data.remaining(), file::toString);
    for (int frame = 0; frame < frames; frame++) {
      for (int c = 0; c < columns.size(); c++) {
        int at = frame;
        int column = c;
        assertEquals(
            columns.get(c).at(frame) & 0xffff,
            data.getChar(),
            () -> file.getFileName() + ", frame " + at + ", column " + column);
      }
    }
  }

  private static void checkTime(Path folder, int first, int frames) throws IOException {
    ByteBuffer time = RecordingBench.read(folder.resolve("time.dat"));
    assertEquals(4 * frames, time.remaining());
    for (int t = 0; t < frames; t++) {
      assertEquals(first + t, time.getInt());
    }
  }

  private static void stimulating(RecordingBench bench) {
    bench.enable("a-001", "b-005", "analog-in-2", "analog-out-8", "digital-in-03");
    bench.set("b-005.stimenabled", "true");
    bench.set("b-005.polarity", "positivefirst");
    bench.set("b-005.firstphaseamplitudemicroamps", "10.3");
    bench.set("b-005.secondphaseamplitudemicroamps", "2000");
    bench.set("savedcamplifierwaveforms", "true");
    bench.set("savelowpassamplifierwaveforms", "true");
    bench.set("lowpasswaveformdownsamplerate", "16");
    bench.set("savehighpassamplifierwaveforms", "true");
  }

  @Test
  void oneFilePerSignalTypeOfAStimController() throws IOException {
    RecordingBench bench = bench(Controller.STIM_RECORD, "onefilepersignaltype");
    stimulating(bench);
    Path folder = record(bench);
    assertEquals(
        List.of(
            "amplifier.dat",
            "analogin.dat",
            "analogout.dat",
            "dcamplifier.dat",
            "digitalin.dat",
            "highpass.dat",
            "info.rhs",
            "lowpass.dat",
            "settings.xml",
            "stim.dat",
            "time.dat"),
        RecordingBench.names(folder));
    checkTime(folder, 0, FRAMES);
    check(
        folder.resolve("amplifier.dat"),
        FRAMES,
        List.of(t -> word("wide", 1, t) - 32768, t -> word("wide", 37, t) - 32768));
    check(
        folder.resolve("highpass.dat"),
        FRAMES,
        List.of(t -> word("high", 1, t) - 32768, t -> word("high", 37, t) - 32768));
    check(
        folder.resolve("lowpass.dat"),
        FRAMES / 16,
        List.of(t -> word("low", 1, 16 * t) - 32768, t -> word("low", 37, 16 * t) - 32768));
    check(
        folder.resolve("dcamplifier.dat"),
        FRAMES,
        List.of(t -> word("dc", 1, t), t -> word("dc", 37, t)));
    // 10.3 µA are 21 steps of 0.5 µA; 2 mA are more than the 255 that a word can say.
    check(
        folder.resolve("stim.dat"),
        FRAMES,
        List.of(t -> saved(1, t, 0, 0), t -> saved(37, t, 21, 255)));
    check(folder.resolve("analogin.dat"), FRAMES, List.of(t -> word("analogIn", 1, t)));
    check(folder.resolve("analogout.dat"), FRAMES, List.of(t -> word("analogOut", 7, t)));
    check(folder.resolve("digitalin.dat"), FRAMES, List.of(t -> word("digitalIn", 0, t) & 0xfffe));
  }

  @Test
  void oneFilePerChannelOfAStimController() throws IOException {
    RecordingBench bench = bench(Controller.STIM_RECORD, "onefileperchannel");
    stimulating(bench);
    bench.set("digital-out-16.enabled", "true");
    Path folder = record(bench);
    assertEquals(
        List.of(
            "amp-A-001.dat",
            "amp-B-005.dat",
            "board-ANALOG-IN-2.dat",
            "board-ANALOG-OUT-8.dat",
            "board-DIGITAL-IN-03.dat",
            "board-DIGITAL-OUT-16.dat",
            "dc-A-001.dat",
            "dc-B-005.dat",
            "high-A-001.dat",
            "high-B-005.dat",
            "info.rhs",
            "low-A-001.dat",
            "low-B-005.dat",
            "settings.xml",
            "stim-B-005.dat",
            "time.dat"),
        RecordingBench.names(folder));
    checkTime(folder, 0, FRAMES);
    check(folder.resolve("amp-B-005.dat"), FRAMES, List.of(t -> word("wide", 37, t) - 32768));
    check(
        folder.resolve("low-A-001.dat"), FRAMES / 16, List.of(t -> word("low", 1, 16 * t) ^ 32768));
    check(folder.resolve("high-A-001.dat"), FRAMES, List.of(t -> word("high", 1, t) - 32768));
    check(folder.resolve("dc-B-005.dat"), FRAMES, List.of(t -> word("dc", 37, t)));
    check(folder.resolve("stim-B-005.dat"), FRAMES, List.of(t -> saved(37, t, 21, 255)));
    check(folder.resolve("board-ANALOG-IN-2.dat"), FRAMES, List.of(t -> word("analogIn", 1, t)));
    check(
        folder.resolve("board-DIGITAL-IN-03.dat"),
        FRAMES,
        List.of(t -> (word("digitalIn", 0, t) / 4) % 2));
    check(
        folder.resolve("board-DIGITAL-OUT-16.dat"),
        FRAMES,
        List.of(t -> word("digitalOut", 0, t) / 32768));
  }

  @Test
  void oneFilePerSignalTypeOfARecordingController() throws IOException {
    RecordingBench bench = bench(Controller.RECORD_USB3, "onefilepersignaltype");
    bench.enable("a-000", "b-aux2", "a-vdd1", "digital-out-02");
    bench.set("savewidebandamplifierwaveforms", "false");
    bench.set("savehighpassamplifierwaveforms", "true");
    Path folder = record(bench);
    assertEquals(
        List.of(
            "auxiliary.dat",
            "digitalout.dat",
            "highpass.dat",
            "info.rhd",
            "settings.xml",
            "supply.dat",
            "time.dat"),
        RecordingBench.names(folder));
    // Measured in every fourth frame and once a block, written in every frame.
    check(folder.resolve("auxiliary.dat"), FRAMES, List.of(t -> word("auxiliary", 4, t / 4 * 4)));
    check(folder.resolve("supply.dat"), FRAMES, List.of(t -> word("supply", 0, t / 128 * 128)));
    check(folder.resolve("digitalout.dat"), FRAMES, List.of(t -> word("digitalOut", 0, t)));
  }

  @Test
  void auxiliaryInputsMayGoWithTheAmplifiers() throws IOException {
    RecordingBench bench = bench(Controller.RECORD_USB2, "onefilepersignaltype");
    bench.enable("a-000", "a-001", "a-aux1");
    bench.set("saveauxinwithamplifierwaveforms", "true");
    Path folder = record(bench);
    assertEquals(
        List.of("amplifier.dat", "info.rhd", "settings.xml", "time.dat"),
        RecordingBench.names(folder));
    check(
        folder.resolve("amplifier.dat"),
        FRAMES,
        List.of(
            t -> word("wide", 0, t) - 32768,
            t -> word("wide", 1, t) - 32768,
            t -> word("auxiliary", 0, t / 4 * 4) - 32768));
  }

  @Test
  void oneFilePerChannelOfARecordingController() throws IOException {
    RecordingBench bench = bench(Controller.RECORD_USB2, "onefileperchannel");
    bench.enable("a-031", "a-aux3", "b-vdd1", "analog-in-00", "digital-in-15");
    Path folder = record(bench);
    assertEquals(
        List.of(
            "amp-A-031.dat",
            "aux-A-AUX3.dat",
            "board-ANALOG-IN-00.dat",
            "board-DIGITAL-IN-15.dat",
            "info.rhd",
            "settings.xml",
            "time.dat",
            "vdd-B-VDD1.dat"),
        RecordingBench.names(folder));
    check(folder.resolve("aux-A-AUX3.dat"), FRAMES, List.of(t -> word("auxiliary", 2, t / 4 * 4)));
    check(folder.resolve("vdd-B-VDD1.dat"), FRAMES, List.of(t -> word("supply", 1, t / 128 * 128)));
    check(
        folder.resolve("board-DIGITAL-IN-15.dat"),
        FRAMES,
        List.of(t -> word("digitalIn", 0, t) / 32768));
  }

  @Test
  void spikesCarryTheirWaveformAndThoseCutOffAreLeftOut() throws IOException {
    RecordingBench bench = bench(Controller.STIM_RECORD, "onefileperchannel");
    bench.enable("a-001", "b-005");
    bench.set("b-005.customchannelname", "cortex");
    bench.set("savespikedata", "true");
    bench.set("savespikesnapshots", "true");
    bench.set("spikesnapshotpredetectmilliseconds", "-1");
    bench.set("spikesnapshotpostdetectmilliseconds", "2");
    Path folder =
        record(
            bench,
            new Spike(37, 10, 1),
            new Spike(0, 20, 1),
            new Spike(37, 200, 0x80),
            new Spike(1, 323, 2),
            new Spike(1, 324, 1));
    ByteBuffer spikes = RecordingBench.read(folder.resolve("spike-B-005.dat"));
    assertEquals(0x18f88c00, spikes.getInt());
    assertEquals(1, spikes.getShort());
    assertEquals("Demo_261124_024957", text(spikes));
    assertEquals("B-005", text(spikes));
    assertEquals("cortex", text(spikes));
    assertEquals(30_000f, spikes.getFloat());
    assertEquals(30, spikes.getInt());
    assertEquals(60, spikes.getInt());
    checkSpike(spikes, 10, 1, 37);
    checkSpike(spikes, 200, 0x80, 37);
    assertFalse(spikes.hasRemaining());
    ByteBuffer others = RecordingBench.read(folder.resolve("spike-A-001.dat"));
    others.position(others.limit() - 5 - 2 * 90);
    // The waveform of the one at 324 would end with the frame after the last.
    checkSpike(others, 323, 2, 1);
  }

  private static String text(ByteBuffer data) {
    var text = new StringBuilder();
    for (byte each = data.get(); each != 0; each = data.get()) {
      text.append((char) each);
    }
    return text.toString();
  }

  private static void checkSpike(ByteBuffer data, int timestamp, int id, int channel) {
    assertEquals(timestamp, data.getInt());
    assertEquals((byte) id, data.get());
    for (int t = timestamp - 30; t < timestamp + 60; t++) {
      assertEquals(t < 0 ? 0x8000 : word("high", channel, t), data.getChar(), "frame " + t);
    }
  }
}
