package org.wetstack.emulator.harvard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.World;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.spi.SystemTimebase;

/** A program in another language, on a pseudo-terminal, talks to the pump as to a real one. */
class HarvardClientTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path PYSERIAL = Path.of("/usr/lib/python3/dist-packages/serial/__init__.py");

  @Test
  void aClientOfTheRealPumpFindsOne() throws Exception {
    if (!Files.exists(PYTHON) || !Files.exists(PYSERIAL)) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), "python3-serial must be there in CI");
      Assumptions.abort("python3-serial is not installed");
    }
    var world = new World(SystemTimebase.shared(), 1, 1);
    HarvardSpec spec = HarvardSpec.of(Model.ELITE_11, 0, Model.ELITE_11.with(14.43, 60));
    var pump = new HarvardPump(world, spec);
    try (var host = SerialHost.open(new SerialLine(world, List.of(pump)).plug(), null)) {
      Path script = Path.of("src", "test", "python", "harvard_client.py").toAbsolutePath();
      Process client =
          new ProcessBuilder(
                  PYTHON.toString(),
                  "-B",
                  script.toString(),
                  host.endpoint().getSchemeSpecificPart())
              .redirectErrorStream(true)
              .start();
      try {
        assertTrue(client.waitFor(120, TimeUnit.SECONDS), "python3 hangs");
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, client.exitValue(), said);
      } finally {
        client.destroyForcibly();
      }
    } finally {
      world.end();
    }
    assertEquals(40_000, pump.bench().passedNanoliters(), 30);
  }
}
