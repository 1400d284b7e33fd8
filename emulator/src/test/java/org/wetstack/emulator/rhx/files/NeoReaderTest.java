package org.wetstack.emulator.rhx.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wetstack.emulator.rhx.signal.MadeUpBlocks.saved;
import static org.wetstack.emulator.rhx.signal.MadeUpBlocks.word;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.RunMode;
import org.wetstack.emulator.rhx.state.Setup;

/** A reader by others, which laboratories use, finds in the files what was put into them. */
class NeoReaderTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final int FRAMES = 5 * 128;

  @TempDir private Path root;

  private interface Word {
    int at(long frame);
  }

  @BeforeAll
  static void neoIsThere() throws Exception {
    boolean there = Files.isExecutable(PYTHON) && run("-c", "import neo.rawio") == 0;
    if (!there) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), "python3-neo must be there in CI");
      Assumptions.abort("python3-neo is not installed");
    }
  }

  private static int run(String... arguments) throws Exception {
    var command = new java.util.ArrayList<>(List.of(PYTHON.toString(), "-B", "-X", "utf8"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "python3 hangs");
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  private Path read(RecordingBench bench, String file) throws Exception {
    Path output = Files.createDirectory(root.resolve("output"));
    Path recording = bench.recording("Demo_261124_024957").resolve(file);
    Path script = Path.of("src", "test", "python", "read_intan.py").toAbsolutePath();
    assertEquals(0, run(script.toString(), recording.toString(), output.toString()));
    return output;
  }

  private static void check(Path file, int frames, Word expected) throws IOException {
    ByteBuffer data = RecordingBench.read(file);
    assertEquals(2 * frames, data.remaining(), file::toString);
    for (int frame = 0; frame < frames; frame++) {
      int at = frame;
      assertEquals(
          expected.at(frame) & 0xffff, data.getChar(), () -> file.getFileName() + " at " + at);
    }
  }

  private static void checkTime(Path output) throws IOException {
    ByteBuffer data = RecordingBench.read(output.resolve("time"));
    assertEquals(4 * FRAMES, data.remaining());
    for (int frame = 0; frame < FRAMES; frame++) {
      assertEquals(frame, data.getInt());
    }
  }

  private static void record(RecordingBench bench) {
    bench.set("note1", "for neo");
    assertTrue(bench.start(RunMode.RECORD));
    bench.blocks(FRAMES / 128);
    bench.end();
  }

  private RecordingBench stimulating() throws IOException {
    var bench = new RecordingBench(root, Setup.demo(Controller.STIM_RECORD));
    bench.enable(
        "a-000",
        "a-031",
        "b-005",
        "analog-in-1",
        "analog-in-8",
        "analog-out-2",
        "digital-in-01",
        "digital-in-16",
        "digital-out-05");
    bench.set("savedcamplifierwaveforms", "true");
    bench.set("a-031.firstphaseamplitudemicroamps", "12");
    bench.set("a-031.secondphaseamplitudemicroamps", "6");
    return bench;
  }

  @Test
  void aStimControllersFileIsRead() throws Exception {
    RecordingBench bench = stimulating();
    record(bench);
    Path output = read(bench, "Demo_261124_024957.rhs");
    checkTime(output);
    check(output.resolve("A-000"), FRAMES, t -> word("wide", 0, t));
    check(output.resolve("B-005"), FRAMES, t -> word("wide", 37, t));
    check(output.resolve("A-031_DC"), FRAMES, t -> word("dc", 31, t));
    check(output.resolve("A-031_STIM"), FRAMES, t -> saved(31, t, 12, 24));
    check(output.resolve("ANALOG-IN-8"), FRAMES, t -> word("analogIn", 7, t));
    check(output.resolve("ANALOG-OUT-2"), FRAMES, t -> word("analogOut", 1, t));
    check(output.resolve("DIGITAL-IN"), FRAMES, t -> word("digitalIn", 0, t) & 0xfffe);
    check(output.resolve("DIGITAL-OUT"), FRAMES, t -> word("digitalOut", 0, t));
    assertEquals(
        List.of(
            "major_version 3",
            "minor_version 4",
            "sampling_rate 30000.0",
            "note1 for neo",
            "note3 ",
            "A-000 0 uV 30000.0",
            "A-031 0 uV 30000.0",
            "B-005 0 uV 30000.0",
            "A-000_DC 10 mV 30000.0",
            "A-031_DC 10 mV 30000.0",
            "B-005_DC 10 mV 30000.0",
            "A-000_STIM 11  30000.0",
            "A-031_STIM 11  30000.0",
            "B-005_STIM 11  30000.0",
            "ANALOG-IN-1 3 V 30000.0",
            "ANALOG-IN-8 3 V 30000.0",
            "ANALOG-OUT-2 4 V 30000.0"),
        Files.readAllLines(output.resolve("header.txt")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Controller.class,
      names = {"RECORD_USB2", "RECORD_USB3"})
  void aRecordingControllersFileIsRead(Controller controller) throws Exception {
    var bench = new RecordingBench(root, Setup.demo(controller));
    String analog = controller == Controller.RECORD_USB2 ? "ANALOG-IN-03" : "ANALOG-IN-4";
    bench.enable("a-000", "b-031", "a-aux1", "b-aux3", "b-vdd1", analog, "digital-out-09");
    record(bench);
    Path output = read(bench, "Demo_261124_024957.rhd");
    checkTime(output);
    check(output.resolve("A-000"), FRAMES, t -> word("wide", 0, t));
    check(output.resolve("B-031"), FRAMES, t -> word("wide", 63, t));
    check(output.resolve("A-AUX1"), FRAMES / 4, t -> word("auxiliary", 0, 4 * t));
    check(output.resolve("B-AUX3"), FRAMES / 4, t -> word("auxiliary", 5, 4 * t));
    check(output.resolve("B-VDD1"), FRAMES / 128, t -> word("supply", 1, 128 * t));
    check(output.resolve(analog), FRAMES, t -> word("analogIn", 3, t));
    check(output.resolve("DIGITAL-OUT"), FRAMES, t -> word("digitalOut", 0, t));
    assertEquals(
        List.of(
            "A-000 0 uV 20000.0",
            "B-031 0 uV 20000.0",
            "A-AUX1 1 V 5000.0",
            "B-AUX3 1 V 5000.0",
            "B-VDD1 2 V 156.25",
            analog + " 3 V 20000.0"),
        Files.readAllLines(output.resolve("header.txt")).subList(5, 11));
  }

  @ParameterizedTest
  @CsvSource({"onefilepersignaltype", "onefileperchannel"})
  void theHeadOfSeparateFilesTellsWhatIsInThem(String format) throws Exception {
    RecordingBench bench = stimulating();
    bench.set("fileformat", format);
    record(bench);
    Path output = read(bench, "info.rhs");
    checkTime(output);
    check(output.resolve("A-000"), FRAMES, t -> word("wide", 0, t));
    check(output.resolve("A-031"), FRAMES, t -> word("wide", 31, t));
    check(output.resolve("B-005"), FRAMES, t -> word("wide", 37, t));
  }
}
