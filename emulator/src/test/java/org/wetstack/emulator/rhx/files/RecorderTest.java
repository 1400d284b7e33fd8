package org.wetstack.emulator.rhx.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.rhx.state.Channel.Band;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.Setup;

/** Where files go, when they begin and end, and what stands beside them. */
class RecorderTest {

  private static final String NAME = "Demo_261124_024957";

  @TempDir private Path root;

  private RecordingBench bench() throws IOException {
    var bench = new RecordingBench(root, Setup.demo(Controller.STIM_RECORD));
    bench.enable("a-000");
    return bench;
  }

  @Test
  void aRunWithoutRecordingLeavesNothing() throws IOException {
    RecordingBench bench = bench();
    assertTrue(bench.start(RunMode.RUN));
    bench.blocks(3);
    assertFalse(bench.recorder.wants(Band.HIGH));
    bench.end();
    assertEquals(List.of(), RecordingBench.names(root.resolve("data/rec")));
  }

  @Test
  void anImpossiblePathIsReported() throws IOException {
    RecordingBench bench = bench();
    for (String path : List.of("/nonexistent/dir", "/data/rec/../../../../../etc", "/\0")) {
      bench.state.recordings().set("path", path);
      assertFalse(bench.start(RunMode.RECORD), path);
      bench.blocks(1);
      bench.end();
    }
    bench.state.recordings().set("path", "/data/rec");
    assertTrue(bench.start(RunMode.RECORD));
    bench.end();
    assertFalse(bench.start(RunMode.RECORD), "a second recording within a second");
  }

  @Test
  void withoutANewDirectoryFilesGoWhereThePathSays() throws IOException {
    RecordingBench bench = bench();
    bench.set("createnewdirectory", "false");
    assertTrue(bench.start(RunMode.RECORD));
    bench.end();
    assertEquals(
        List.of(NAME + ".rhs", "settings.xml"), RecordingBench.names(root.resolve("data/rec")));
    bench.set("fileformat", "onefileperchannel");
    assertFalse(bench.start(RunMode.RECORD), "data/rec/Demo is not there");
    bench.end();
    Files.createDirectory(bench.recording("Demo"));
    assertTrue(bench.start(RunMode.RECORD));
    bench.end();
    assertEquals(
        List.of("amp-A-000.dat", "info.rhs", "settings.xml", "time.dat"),
        RecordingBench.names(bench.recording("Demo")));
  }

  @Test
  void aNewTraditionalFileBeginsEveryPeriodAndTakesWhatIsEnabledThen() throws IOException {
    var bench =
        new RecordingBench(
            root, new Setup(Controller.RECORD_USB2, 1_000, "Min", Map.of('A', 32), true));
    bench.enable("a-000");
    assertTrue(bench.start(RunMode.RECORD));
    bench.blocks(100);
    bench.set("a-001.enabled", "true");
    // A minute has 60 000 samples, in 468.75 blocks.
    bench.blocks(368);
    bench.recorder.note("before");
    bench.now = bench.now.plusMinutes(1);
    bench.blocks(1);
    bench.recorder.note("after");
    bench.blocks(2);
    bench.end();
    Path folder = bench.recording(NAME);
    assertEquals(
        List.of(
            NAME + ".rhd",
            "Demo_261124_025057.rhd",
            "notes_261124_024957.txt",
            "notes_261124_025057.txt",
            "settings.xml"),
        RecordingBench.names(folder));
    long head = Files.size(folder.resolve(NAME + ".rhd")) - 469L * 128 * 6;
    assertTrue(head > 0);
    assertEquals(head + 2 * 128 * 8, Files.size(folder.resolve("Demo_261124_025057.rhd")));
    assertEquals(
        "59904, 00:01:00, before\r\n", Files.readString(folder.resolve("notes_261124_024957.txt")));
    assertEquals(
        "60032, 00:01:00, after\r\n", Files.readString(folder.resolve("notes_261124_025057.txt")));
  }

  @Test
  void notesBeginWithTheThreeOfTheSettings() throws IOException {
    RecordingBench bench = bench();
    bench.set("note1", "First Note");
    bench.set("note3", "third");
    bench.set("fileformat", "onefilepersignaltype");
    bench.recorder.note("too early");
    assertTrue(bench.start(RunMode.RECORD));
    bench.blocks(500);
    bench.recorder.note("hello World note 1");
    bench.recorder.note("µ and Ω");
    bench.end();
    bench.recorder.note("too late");
    byte[] notes = Files.readAllBytes(bench.recording(NAME).resolve("notes_261124_024957.txt"));
    assertEquals(
        String.join(
            "\r\n",
            "0, 00:00:00, first note",
            "0, 00:00:00, third",
            "64000, 00:00:02, hello World note 1",
            "64000, 00:00:02, µ and ?",
            ""),
        new String(notes, java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @Test
  void theBufferIsAsLargeAsTheLatencySays() throws IOException {
    RecordingBench bench = bench();
    bench.set("fileformat", "onefilepersignaltype");
    Path time = bench.recording(NAME).resolve("time.dat");
    assertTrue(bench.start(RunMode.RECORD));
    bench.blocks(512);
    assertEquals(0, Files.size(time));
    bench.blocks(1);
    assertEquals(262_144, Files.size(time));
    bench.end();
    assertEquals(513 * 512, Files.size(time));
    bench.set("writetodisklatency", "lowest");
    bench.set("fileformat", "onefileperchannel");
    bench.now = bench.now.plusSeconds(1);
    assertTrue(bench.start(RunMode.RECORD));
    bench.blocks(1);
    assertEquals(256, Files.size(bench.recording("Demo_261124_024958").resolve("time.dat")));
    bench.end();
  }

  @Test
  void framesOfManyChannelsReachTheDiskTogether() throws IOException {
    RecordingBench bench = bench();
    bench.enable("a-000", "a-001", "a-002");
    bench.set("fileformat", "onefilepersignaltype");
    bench.set("writetodisklatency", "low");
    assertTrue(bench.start(RunMode.RECORD));
    Path file = bench.recording(NAME).resolve("amplifier.dat");
    // 768 bytes a block, and 4096 in the buffer: the sixth block does not fit as a whole.
    bench.blocks(5);
    assertEquals(0, Files.size(file));
    bench.blocks(1);
    assertEquals(5 * 768, Files.size(file));
    bench.end();
  }

  @Test
  void laterChangesOfChannelsAndCurrentsDoNotReachAFile() throws IOException {
    RecordingBench bench = bench();
    bench.set("fileformat", "onefileperchannel");
    bench.set("a-000.stimenabled", "true");
    assertTrue(bench.start(RunMode.RECORD));
    bench.blocks(1);
    bench.set("a-000.enabled", "false");
    bench.set("a-005.enabled", "true");
    bench.set("a-000.firstphaseamplitudemicroamps", "100");
    bench.blocks(1);
    bench.end();
    Path folder = bench.recording(NAME);
    assertEquals(
        List.of("amp-A-000.dat", "info.rhs", "settings.xml", "stim-A-000.dat", "time.dat"),
        RecordingBench.names(folder));
    assertEquals(512, Files.size(folder.resolve("amp-A-000.dat")));
    byte[] stim = Files.readAllBytes(folder.resolve("stim-A-000.dat"));
    for (int i = 0; i < stim.length; i += 2) {
      assertEquals(0, stim[i], "a magnitude that was not set when the file began");
    }
  }

  @Test
  void whatFailsOnTheWayIsReportedOnce() throws IOException {
    var bench =
        new RecordingBench(
            root, new Setup(Controller.RECORD_USB3, 1_000, "Min", Map.of('A', 32), false));
    assertTrue(bench.start(RunMode.RECORD));
    bench.blocks(400);
    bench.state.recordings().set("basefilename", "no/such/folder");
    bench.blocks(100);
    assertEquals(1, bench.failures);
  }

  @Test
  void onAFullDiskAFileEndsThereAndTheRunGoesOnWithoutAWord() throws IOException {
    RecordingBench bench = bench();
    bench.set("createnewdirectory", "false");
    bench.set("fileformat", "onefilepersignaltype");
    Path folder = Files.createDirectory(bench.recording("Demo"));
    Files.createSymbolicLink(folder.resolve("amplifier.dat"), Path.of("/dev/full"));
    assertTrue(bench.start(RunMode.RECORD));
    bench.blocks(2_000);
    assertEquals(RunMode.RECORD, bench.state.toldMode());
    bench.end();
    assertEquals(0, bench.failures);
    assertEquals(2_000 * 512, Files.size(folder.resolve("time.dat")));
  }

  @Test
  void aFolderThatIsRemovedOnTheWayStopsTheNextFileOnly() throws IOException {
    var bench =
        new RecordingBench(
            root, new Setup(Controller.RECORD_USB3, 1_000, "Min", Map.of('A', 32), false));
    assertTrue(bench.start(RunMode.RECORD));
    bench.blocks(1);
    Path folder = bench.recording(NAME);
    for (String name : RecordingBench.names(folder)) {
      Files.delete(folder.resolve(name));
    }
    Files.delete(folder);
    bench.recorder.note("into nowhere");
    bench.blocks(467);
    assertEquals(0, bench.failures);
    bench.blocks(1);
    assertEquals(1, bench.failures);
  }
}
