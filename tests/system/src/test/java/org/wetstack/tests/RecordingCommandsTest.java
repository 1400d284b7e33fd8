package org.wetstack.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.app.Wetstack;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.recording.Recorder;

/** The command line with a recording of an emulated array, and its exports in readers by others. */
@Timeout(180)
class RecordingCommandsTest {

  /** What one electrode can count; a recording is longer, so that others must be right too. */
  private static final long BITS = 1 << 15;

  private static final long SAMPLES = 40_000;

  private static final int OK = 0;
  private static final int FAILURE = 1;
  private static final int WRONG_INPUT = 2;

  @TempDir Path folder;
  private Path recording;

  @BeforeEach
  void record() throws Exception {
    recording = folder.resolve("numbers");
    // On a machine that stands still for seconds the array itself drops what nobody takes.
    for (int more = 2; !isWhole() && more > 0; more--) {
      try (Stream<Path> files = Files.walk(recording)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /** Records; whether nothing was missed. */
  private boolean isWhole() throws Exception {
    try (var array = new NumberedArray(4, 1)) {
      Recorder recorder =
          Recorder.create(recording, array.info(), SystemTimebase.shared(), array::fail);
      Instrument.Subscription stream = array.array().record(60, recorder);
      long first = array.next();
      array.await("samples", () -> array.next() - first > SAMPLES);
      stream.close();
      recorder.close();
      assertEquals(0, recorder.lostSamples());
    }
    return wetstack(OK, "info", recording).contains("0 missing in 0 gaps");
  }

  /** Runs {@code wetstack recording}, which must end with {@code code}; what it said. */
  private static String wetstack(int code, Object... arguments) {
    var said = new StringWriter();
    String[] all = new String[arguments.length + 1];
    all[0] = "recording";
    for (int i = 0; i < arguments.length; i++) {
      all[i + 1] = arguments[i].toString();
    }
    int was =
        Wetstack.commandLine()
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute(all);
    assertEquals(code, was, said::toString);
    return said.toString();
  }

  private static void contains(String part, String said) {
    assertTrue(said.contains(part), () -> "'" + part + "' is not in: " + said);
  }

  @Test
  void othersReadWhatTheEmulatorMade() throws Exception {
    Tools.needProgram("python3", "/usr/bin");
    Path nwb = folder.resolve("numbers.nwb");
    Path rhs = folder.resolve("rhs");
    contains("32 channels, 0 gaps", wetstack(OK, "export", recording, "--format", "nwb"));
    wetstack(OK, "export", recording, "--format", "rhs", "--output", rhs);
    var reader =
        new ProcessBuilder(
                "/usr/bin/python3",
                "-B",
                Path.of("src", "test", "python", "exported_values.py").toString(),
                nwb.toString(),
                rhs.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("python").toFile())
            .start();
    assertTrue(reader.waitFor(120, TimeUnit.SECONDS), "python3 hangs");
    String said = Files.readString(folder.resolve("python"), UTF_8);
    assertEquals(0, reader.exitValue(), said);
    Matcher counted = Pattern.compile("nwb samples ([0-9]+)").matcher(said);
    assertTrue(counted.find(), said);
    // The array was ahead of its recording when that was closed.
    assertTrue(Long.parseLong(counted.group(1)) > BITS, said);
    contains("rhs samples " + counted.group(1), said);
    contains(counted.group(1) + " samples", wetstack(OK, "info", recording));
  }

  @Test
  void listsTellsAndVerifies() throws Exception {
    contains("32 channels at 30000 Hz", wetstack(OK, "ls", folder));
    contains("0 missing in 0 gaps", wetstack(OK, "info", recording));
    contains("OK: ", wetstack(OK, "verify", recording));
    Path samples = recording.resolve("samples.wet");
    try (var file = FileChannel.open(samples, StandardOpenOption.WRITE)) {
      file.truncate(Files.size(samples) - 1);
    }
    contains("not closed in order", wetstack(FAILURE, "verify", recording));
    contains("NOT WHOLE", wetstack(OK, "export", recording, "--format", "csv"));
    assertTrue(Files.isDirectory(folder.resolve("numbers-csv")));
  }

  @Test
  void saysWhatIsWrongAndMakesNothing() throws Exception {
    contains("holds no recording", wetstack(WRONG_INPUT, "info", folder));
    contains("is no folder", wetstack(WRONG_INPUT, "ls", folder.resolve("none")));
    contains("--format", wetstack(WRONG_INPUT, "export", recording));
    contains("'edf'", wetstack(WRONG_INPUT, "export", recording, "--format", "edf"));
    contains("deflate", wetstack(WRONG_INPUT, "export", recording, "--format=nwb", "--deflate=10"));
    assertFalse(Files.exists(folder.resolve("numbers.nwb")));
    Path there = Files.writeString(folder.resolve("numbers.nwb"), "mine");
    contains("numbers.nwb", wetstack(WRONG_INPUT, "export", recording, "--format", "nwb"));
    assertEquals("mine", Files.readString(there));
  }
}
