package org.wetstack.emulator.newera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** A client in another language on a pseudo-terminal, which writes and reads as it likes. */
@EnabledOnOs(OS.LINUX)
class PythonClientTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @BeforeAll
  static void pyserialIsThere() throws Exception {
    boolean there = Files.isExecutable(PYTHON) && run("-c", "import serial").exit() == 0;
    if (!there) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), "python3-serial must be there in CI");
      Assumptions.abort("python3-serial is not installed");
    }
  }

  private record Done(int exit, String said) {}

  private static Done run(String... arguments) throws Exception {
    var command = new java.util.ArrayList<>(List.of(PYTHON.toString(), "-B", "-X", "utf8"));
    command.addAll(List.of(arguments));
    Path said = Files.createTempFile("client", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "python3 hangs");
      return new Done(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }

  @Test
  void aClientWithoutMannersIsServed() throws Exception {
    var world = new World(SystemTimebase.shared(), 1, 1);
    var pump = new NewEraPump(world, NewEraSpec.of(NewEraModel.NE_1000, 26.59, 60));
    var line = new SerialLine(world, List.of(pump));
    try (var port = SerialHost.open(line.plug(), null)) {
      String script = Path.of("src", "test", "python", "new_era_client.py").toString();
      Done done = run(script, port.endpoint().getSchemeSpecificPart());
      assertEquals(0, done.exit(), done.said());
      assertEquals(19, done.said().lines().filter(l -> l.startsWith("ok ")).count(), done.said());
    } finally {
      world.end();
    }
  }
}
