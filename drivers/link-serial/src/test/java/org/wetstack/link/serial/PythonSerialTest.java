package org.wetstack.link.serial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.emulator.host.Pty;

/** A serial library of another language and author sees the emulator's port as a serial port. */
@Timeout(60)
class PythonSerialTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final String INVERTING_ECHO =
      """
      import serial, sys
      s = serial.Serial(sys.argv[1], 57600, timeout=20, exclusive=True)
      s.write(b'!')
      s.write(bytes(255 - b for b in s.read(256)))
      s.flush()
      s.read(1)
      """;

  @Test
  void pythonReadsAndWritesEveryByteThroughThePseudoTerminal() throws Exception {
    boolean there = Files.isExecutable(PYTHON) && run("import serial").waitFor() == 0;
    if (!there) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), "python3-serial must be there in CI");
      Assumptions.abort("python3-serial is not installed");
    }
    try (var pty = Pty.open()) {
      var python = run(INVERTING_ECHO, pty.path());
      // It greets once the port is open, its speed set and, after that, its buffer emptied.
      byte[] greeting = new byte[1];
      while (pty.read(greeting, 100) == 0) {
        assertTrue(python.isAlive(), "python ended early");
      }
      assertEquals('!', greeting[0]);
      assertTrue(pty.hostPresent());
      assertEquals(57_600, pty.baud().orElse(0));
      byte[] question = new byte[256];
      new Random(1).nextBytes(question);
      byte[] inverted = new byte[256];
      for (int i = 0; i < 256; i++) {
        inverted[i] = (byte) (255 - question[i]);
      }
      assertEquals(256, pty.write(question, 0, 256, 1000));
      byte[] answer = new byte[256];
      byte[] some = new byte[256];
      for (int have = 0; have < 256; ) {
        int got = pty.read(some, 1000);
        assertTrue(got >= 0 && have + got <= 256 && (got > 0 || python.isAlive()));
        System.arraycopy(some, 0, answer, have, got);
        have += got;
      }
      assertArrayEquals(inverted, answer);
      pty.write(new byte[1], 0, 1, 1000);
      assertTrue(python.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, python.exitValue());
    }
  }

  private static Process run(String script, String... arguments) throws Exception {
    var command = new java.util.ArrayList<>(java.util.List.of(PYTHON.toString(), "-c", script));
    command.addAll(java.util.List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
