package org.wetstack.emulator.harp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.emulator.World;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.spi.SystemTimebase;

/** A program of another language, as labs write them, talks to the pump on a serial port. */
@Timeout(120)
class PythonHarpTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** Byte by byte, in bursts, with line ends, without reading, and opened anew in mid-reply. */
  private static final String CLIENT =
      """
      import serial, struct, sys, time
      def port():
          return serial.Serial(sys.argv[1], 1000000, timeout=5, rtscts=True)
      def frame(kind, address, code, payload=b''):
          m = bytes([kind, 4 + len(payload), address, 255, code]) + payload
          return m + bytes([sum(m) & 255])
      def message(s):
          head = s.read(2)
          assert len(head) == 2, 'nothing came'
          m = head + s.read(head[1])
          assert sum(m[:-1]) & 255 == m[-1], m.hex()
          return m
      def answer(s, request):
          for attempt in range(5):
              s.write(request)
              while True:
                  m = message(s)
                  if m[0] & 7 == request[0] and m[2] == request[2]:
                      return m
      who = frame(1, 0, 2)
      s = port()
      s.timeout = 1
      for attempt in range(5):
          # It may still boot: then it hears nothing.
          s.write(who)
          if s.read(14): break
      s.timeout = 5
      assert struct.unpack('<H', answer(s, who)[11:13])[0] == 1296
      for attempt in range(20):
          for b in who:
              s.write(bytes([b])); s.flush(); time.sleep(0.002)
          s.timeout = 0.5
          if s.read(2) == bytes([1, 12]):
              s.read(12); break
      else:
          raise SystemExit('byte by byte: no answer')
      s.timeout = 5
      s.write(who * 50)
      for i in range(50):
          assert message(s)[2] == 0
      s.write(b'\\r\\n' + who + b'\\r\\n')
      assert message(s)[2] == 0
      for register, code in ((50, 0x44), (51, 0x44), (0, 1)):
          assert answer(s, frame(1, register, code))[0] == 9
      assert answer(s, frame(2, 10, 1, b'\\x61'))[0] == 2
      assert answer(s, frame(2, 45, 2, struct.pack('<H', 5)))[11:13] == b'\\x05\\x00'
      assert answer(s, frame(2, 47, 2, struct.pack('<H', 20)))[11:13] == b'\\x14\\x00'
      s.write(frame(2, 33, 1, b'\\1'))
      steps, last = 0, None
      while last != 0:
          m = message(s)
          if m[0] == 3 and m[2] == 34 and m[11] == 1: steps += 1
          if m[0] == 3 and m[2] == 54: last = m[11]
      assert steps == 5, steps
      s.write(who * 200)
      time.sleep(0.2)
      s.reset_input_buffer()
      s.write(who)
      s.close()
      s = port()
      time.sleep(0.5)
      s.reset_input_buffer()
      assert struct.unpack('<H', answer(s, who)[11:13])[0] == 1296
      print('all well')
      """;

  @Test
  void aProgramInPythonDrivesThePump() throws Exception {
    boolean there =
        Files.isExecutable(PYTHON) && run("import serial", "none").waitFor(60, TimeUnit.SECONDS);
    if (!there) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), "python3-serial must be there in CI");
      Assumptions.abort("python3-serial is not installed");
    }
    try (var time = new SystemTimebase("harp test")) {
      var world = new World(time, 1, 1);
      var pump = new HarpSyringePump(world, SyringePumpSpec.of());
      try (var host = SerialHost.open(new SerialLine(world, List.of(pump)).plug(), null)) {
        Process python = run(CLIENT, host.endpoint().getSchemeSpecificPart());
        String said = new String(python.getInputStream().readAllBytes(), UTF_8);
        assertTrue(python.waitFor(60, TimeUnit.SECONDS));
        assertEquals("all well", said.strip());
      }
      assertEquals(5, pump.bench().motions().size());
    }
  }

  private static Process run(String script, String argument) throws Exception {
    return new ProcessBuilder(PYTHON.toString(), "-c", script, argument)
        .redirectErrorStream(true)
        .start();
  }
}
