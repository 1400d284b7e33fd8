package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.Pump;

/** {@code wetstack emulate} as another program uses it: reads the lines, opens the endpoints. */
@Timeout(120)
class EmulateTest {

  private static final int SIGTERM = 15;
  private static final Pattern LINE = Pattern.compile("(\\S+) +(\\S+)");

  @TempDir private Path folder;

  /** The command in a process of its own, until it is told to end. */
  private static final class Running {
    final Process process;
    final BufferedReader lines;

    Running(String... args) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(Wetstack.class.getName());
      command.addAll(List.of(args));
      process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
      lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The endpoint of the next line, which must be of the board {@code name}. */
    String endpoint(String name) throws IOException {
      Matcher line = LINE.matcher(String.valueOf(lines.readLine()));
      assertTrue(line.matches(), line::toString);
      assertEquals(name, line.group(1));
      return line.group(2);
    }

    /** A polite kill, to which it ends in its own order. */
    void end() throws Exception {
      process.destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(128 + SIGTERM, process.exitValue());
    }
  }

  private static DeviceInfo infoOfPump(String... args) throws Exception {
    var running = new Running(args);
    try (Instrument board = Instruments.open("firmware", running.endpoint("pump"))) {
      assertEquals("dopamine", board.device(Pump.class).name());
      return board.info();
    } finally {
      running.end();
    }
  }

  @Test
  void aSeedIsHeededWhereverItStands() throws Exception {
    DeviceInfo after = infoOfPump("emulate", "pump", "--at", "tcp", "--seed", "7");
    DeviceInfo before = infoOfPump("emulate", "--seed", "7", "pump", "--at", "tcp");
    DeviceInfo other = infoOfPump("emulate", "pump", "--at", "tcp");
    assertEquals(after, before);
    assertNotEquals(after, other);
  }

  @Test
  void aLinkLeadsToTheSerialPortForAsLongAsItIsThere() throws Exception {
    Path link = folder.resolve("pump");
    var running = new Running("emulate", "pump", "--link", link.toString());
    String endpoint = running.endpoint("pump");
    assertEquals(endpoint, "serial:" + link.toRealPath());
    try (Instrument board = Instruments.open("firmware", "serial:" + link)) {
      assertFalse(board.info().verifiedOnHardware());
    }
    running.end();
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS), "the link was left behind");
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
    var running = new Running("emulate", file.toString());
    try (Instrument mea = Instruments.open("firmware", running.endpoint("mea"));
        Instrument pump = Instruments.open("firmware", running.endpoint("pump"))) {
      assertEquals(64, mea.device(ElectrodeArray.class).layout().channels());
      assertTrue(pump.safeState().isEmpty());
    }
    running.end();
  }
}
