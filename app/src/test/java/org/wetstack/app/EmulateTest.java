package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.Pump;
import org.wetstack.hal.SampleBlock;

/** {@code wetstack emulate} as another program uses it: reads the lines, opens the endpoints. */
@Timeout(120)
class EmulateTest {

  private static final Pattern LINE = Pattern.compile("(\\S+) +(\\S+)");

  /** Some seconds after the start, so that whoever connects finds it before it. */
  private static final long SAMPLE = 30_000L * 15;

  @TempDir private Path folder;

  /**
   * The endpoint of the next line of {@code emulation}, which must be of the board {@code name}.
   */
  private static String endpoint(CommandProcess emulation, String name) throws IOException {
    Matcher line = LINE.matcher(emulation.line());
    assertTrue(line.matches(), line::toString);
    assertEquals(name, line.group(1));
    return line.group(2);
  }

  private static Future<List<Integer>> later(String... args) {
    var shown = new FutureTask<>(() -> oneSample(args));
    new Thread(shown, "emulated").start();
    return shown;
  }

  /** What all electrodes show in one sample of a culture that nobody has disturbed. */
  private static List<Integer> oneSample(String... args) throws Exception {
    var running = new CommandProcess(args);
    var shown = new CompletableFuture<List<Integer>>();
    try (Instrument board = Instruments.open("firmware", endpoint(running, "mea"));
        Instrument.Subscription stream =
            board.device(ElectrodeArray.class).record(30, block -> show(block, shown))) {
      return shown.get(60, TimeUnit.SECONDS);
    } finally {
      running.endPolitely();
    }
  }

  private static void show(SampleBlock block, CompletableFuture<List<Integer>> shown) {
    long at = SAMPLE - block.firstSample();
    if (at >= 0 && at < block.samples()) {
      List<Integer> raw = new ArrayList<>();
      for (int channel = 0; channel < block.channels(); channel++) {
        raw.add((int) block.raw((int) at, channel));
      }
      shown.complete(raw);
    } else if (at < 0) {
      shown.completeExceptionally(new AssertionError("sample " + SAMPLE + " is over"));
    }
  }

  @Test
  void aSeedIsHeededWhereverItStands() throws Exception {
    var after = later("emulate", "mea", "--at", "tcp", "--seed", "7");
    var before = later("emulate", "--seed", "7", "mea", "--at", "tcp");
    var other = later("emulate", "mea", "--at", "tcp");
    assertEquals(after.get(), before.get());
    assertNotEquals(after.get(), other.get());
  }

  @Test
  void eachProcessIsABootOfItsOwn() throws Exception {
    assertNotEquals(boot(), boot());
  }

  private static long boot() throws Exception {
    var running = new CommandProcess("emulate", "pump", "--at", "tcp", "--seed", "7");
    try (Instrument board = Instruments.open("firmware", endpoint(running, "pump"))) {
      assertEquals("dopamine", board.device(Pump.class).name());
      return board.info().bootId();
    } finally {
      running.endPolitely();
    }
  }

  @Test
  void aLinkLeadsToTheSerialPortForAsLongAsItIsThere() throws Exception {
    Path link = folder.resolve("pump");
    var running = new CommandProcess("emulate", "pump", "--link", link.toString());
    String endpoint = endpoint(running, "pump");
    assertEquals(endpoint, "serial:" + link.toRealPath());
    try (Instrument board = Instruments.open("firmware", "serial:" + link)) {
      assertFalse(board.info().verifiedOnHardware());
    }
    running.endPolitely();
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS), "the link was left behind");
  }

  @Test
  void anIntanProgramTellsWhatItsDriverOpensAndItsThreeSockets() throws Exception {
    var running =
        new CommandProcess(
            "emulate",
            "intan-rhx",
            "--ports",
            "A:16",
            "--command-port",
            "0",
            "--waveform-port",
            "0",
            "--spike-port",
            "0");
    String endpoint = endpoint(running, "intan-rhx");
    String command = endpoint(running, "command");
    String waveform = endpoint(running, "waveform");
    assertTrue(endpoint.startsWith(command + "?waveform="), endpoint);
    assertTrue(waveform.endsWith(endpoint.substring(endpoint.indexOf('=') + 1)), waveform);
    assertTrue(endpoint(running, "spikes").startsWith("tcp://127.0.0.1:"));
    try (Instrument rhx = Instruments.open("intan-rhx", endpoint)) {
      assertEquals(16, rhx.device(ElectrodeArray.class).layout().channels());
      assertTrue(rhx.abilities().isEmpty());
    }
    running.endPolitely();
  }

  @Test
  void aCultureIsSavedWhenTheEmulationEndsAndGoesOnInTheNext() throws Exception {
    Path file = folder.resolve("monday.wcl");
    var first = new CommandProcess("emulate", "mea", "--save-culture", file.toString());
    String unused = endpoint(first, "mea");
    first.endPolitely();
    Culture saved = Culture.read(file);
    assertEquals(32, saved.dish().electrodes().size());
    var second =
        new CommandProcess(
            "emulate",
            "mea",
            "--load-culture",
            file.toString(),
            "--save-culture",
            folder.resolve("tuesday.wcl").toString());
    try (Instrument mea = Instruments.open("firmware", endpoint(second, "mea"))) {
      assertEquals(32, mea.device(ElectrodeArray.class).layout().channels());
    }
    second.endPolitely();
    Culture later = Culture.read(folder.resolve("tuesday.wcl"));
    assertTrue(later.position() >= saved.position(), "it went on where it was");
    assertEquals(saved.profile(), later.profile());
  }

  @Test
  void aWholeRigComesFromAFile() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("rig.yaml"),
            """
            seed: 3
            boards:
              - name: mea
                at: tcp
                devices:
                  - array: mea
                    layout: 8x8
              - name: pump
                at: mqtt:lab/pump
                devices:
                  - pump: dopamine
                    feeds: mea
            """);
    var running = new CommandProcess("emulate", file.toString());
    try (Instrument mea = Instruments.open("firmware", endpoint(running, "mea"));
        Instrument pump = Instruments.open("firmware", endpoint(running, "pump"))) {
      assertEquals(64, mea.device(ElectrodeArray.class).layout().channels());
      assertTrue(pump.safeState().isEmpty());
    }
    running.endPolitely();
  }
}
