package org.wetstack.emulator.shdlc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.wetstack.emulator.World;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.spi.SystemTimebase;

/** A program with pyserial, over a pseudo-terminal: slow, in bursts, and gone in mid-reply. */
@EnabledOnOs(OS.LINUX)
class SerialClientTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private static Process python(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(PYTHON.toString(), "-B", "-X", "utf8"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static int end(Process process) throws InterruptedException {
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "python3 hangs");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @BeforeAll
  static void pyserialIsThere() throws Exception {
    boolean there = Files.isExecutable(PYTHON) && end(python("-c", "import serial")) == 0;
    if (!there) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), "python3-serial must be there in CI");
      Assumptions.abort("python3-serial is not installed");
    }
  }

  @Test
  void aProgramFindsWhatTheRealOneWouldTell() throws Exception {
    var world = new World(SystemTimebase.shared(), 1, 1);
    var line = new SerialLine(world, List.of(new ShdlcFlowSensor(world, ShdlcSpec.exact(0))));
    try (var host = SerialHost.open(line.plug(), null)) {
      Path script = Path.of("src", "test", "python", "shdlc_client.py").toAbsolutePath();
      Process client = python(script.toString(), host.endpoint().getSchemeSpecificPart());
      String said = new String(client.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, end(client), said);
      assertEquals(
          """
          RS485 Sensor Cable
          070303010000000020240B17
          10 2116 0
          0 3
          115200
          """,
          said);
    }
    world.end();
  }
}
