package org.wetstack.emulator.cavro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.emulator.World;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.spi.SystemTimebase;

/** A program in another language talks to a pump on a pseudo-terminal, in many manners. */
class CavroClientTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @BeforeAll
  static void pyserialIsThere() throws Exception {
    boolean there = Files.isExecutable(PYTHON) && run("-c", "import serial") == 0;
    if (!there) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), "python3-serial must be there in CI");
      Assumptions.abort("python3-serial is not installed");
    }
  }

  private static int run(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(PYTHON.toString(), "-B", "-X", "utf8"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "python3 hangs");
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"slow", "burst", "deaf", "reopen", "crlf"})
  void everyMannerOfTalkingIsUnderstood(String manner) throws Exception {
    CavroOptions usual = CavroOptions.usual(Model.XCALIBUR);
    var awake =
        new CavroOptions(false, false, true, false, "?", Duration.ZERO, usual.answersAfter());
    var world = new World(SystemTimebase.shared(), 1, 1);
    var pump = new CavroPump(world, CavroSpec.xcalibur(0, 1_000).with(awake));
    var line = new SerialLine(world, List.of(pump));
    Path script = Path.of("src", "test", "python", "cavro_client.py").toAbsolutePath();
    try (SerialHost host = SerialHost.open(line.plug(), null)) {
      String port = host.endpoint().getSchemeSpecificPart();
      assertEquals(0, run(script.toString(), port, manner), manner);
    } finally {
      world.end();
    }
  }
}
