package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Instruments of other makers, as their programs find them. They boot a thousand times faster than
 * real ones, so they have booted when their endpoint is printed.
 */
@Timeout(120)
class EmulateLineTest {

  /** SHDLC: which version are you? */
  private static final String VERSION_OF_0 = "7E00D1002E7E";

  private static final String VERSION_OF_3 = "7E03D1002B7E";
  private static final String ANSWER_OF_0 = "7E00D1000701070001000100" + "1D7E";
  private static final String ANSWER_OF_3 = "7E03D1000701070001000100" + "1A7E";

  @TempDir private Path folder;

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static void check(OutputStream out, InputStream in, String request, String answer)
      throws IOException {
    out.write(bytes(request));
    byte[] heard = new byte[answer.length() / 2];
    new DataInputStream(in).readFully(heard);
    assertEquals(answer, HexFormat.of().withUpperCase().formatHex(heard));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void severalShareASerialPortWhoseNameStays() throws Exception {
    Path link = folder.resolve("flow");
    var running =
        new CommandProcess(
            "emulate",
            "shdlc-flow",
            "--speed",
            "1000",
            "--serial",
            "auto",
            "--link",
            link.toString(),
            "--address",
            "0",
            "--address",
            "3");
    String first = running.line();
    assertEquals("shdlc-flow  serial:" + link.toRealPath(), first);
    assertEquals("            addresses 0, 3; Ctrl-C ends it", running.line());
    try (OutputStream out = Files.newOutputStream(link);
        InputStream in = Files.newInputStream(link)) {
      check(out, in, VERSION_OF_0, ANSWER_OF_0);
      check(out, in, VERSION_OF_3, ANSWER_OF_3);
    }
    running.endPolitely();
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS), "the link was left behind");
  }

  @Test
  void behindASerialServerEachClientIsHeard() throws Exception {
    var running = new CommandProcess("emulate", "shdlc-flow", "--speed", "1000", "--tcp", "0");
    String line = running.line();
    assertTrue(line.startsWith("shdlc-flow  tcp://127.0.0.1:"), line);
    assertEquals("            address 0; Ctrl-C ends it", running.line());
    int port = URI.create(line.substring(line.indexOf("tcp"))).getPort();
    try (var one = new Socket(InetAddress.getLoopbackAddress(), port);
        var two = new Socket(InetAddress.getLoopbackAddress(), port)) {
      check(one.getOutputStream(), one.getInputStream(), VERSION_OF_0, ANSWER_OF_0);
      check(two.getOutputStream(), two.getInputStream(), VERSION_OF_0, ANSWER_OF_0);
    }
    running.endPolitely();
  }

  @Test
  void smartValvesShareTheLineOfAPump() throws Exception {
    var running =
        new CommandProcess(
            "emulate", "cavro", "--centris", "--smart-valve", "1", "--speed", "1000", "--tcp", "0");
    String line = running.line();
    int port = URI.create(line.substring(line.indexOf("tcp"))).getPort();
    try (var host = new Socket(InetAddress.getLoopbackAddress(), port)) {
      // Where is the valve? Not initialised, that of the pump and the other.
      check(host.getOutputStream(), host.getInputStream(), "0231313F3230033C", "FF0230606E033F");
      check(host.getOutputStream(), host.getInputStream(), "0232323F30030E", "FF0230606E033F");
    }
    running.endPolitely();
  }

  /** What each instrument of a kind says when it is asked as {@code discover} does. */
  @ParameterizedTest
  @CsvSource({
    "new-era, New Era pump NE1000V3.934",
    "harvard-elite, Harvard pump 11 ELITE",
    "harvard-ultra, Harvard pump PHD ULTRA",
    "cavro, Cavro pump",
    "harp-syringe-pump, Harp Syringe Pump",
    "shdlc-flow, Sensirion SHDLC device",
  })
  void eachIsThereAndIsFound(String name, String said) throws Exception {
    var running = new CommandProcess("emulate", name, "--speed", "1000", "--tcp", "0");
    String line = running.line();
    assertTrue(line.startsWith(name + "  tcp://127.0.0.1:"), line);
    assertTrue(running.line().endsWith("Ctrl-C ends it"));
    var terminal = new Terminal();
    // Some boot in a host's time, as long as the real ones.
    for (int tries = 0; tries < 10 && !terminal.out().contains(said); tries++) {
      int code = terminal.run("discover", "--probe", line.substring(line.indexOf("tcp://")));
      assertEquals(ExitCode.OK, code, terminal.err());
    }
    assertTrue(terminal.out().contains(said), terminal::out);
    running.endPolitely();
  }
}
