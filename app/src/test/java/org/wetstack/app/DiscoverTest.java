package org.wetstack.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.emulator.World;
import org.wetstack.emulator.host.SerialHost;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.emulator.shdlc.ShdlcFlowSensor;
import org.wetstack.emulator.shdlc.ShdlcSpec;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.SystemTimebase;

/** Ports are listed, and asked only when that is wanted. */
@Timeout(60)
class DiscoverTest {

  /** Answers one request, and keeps all that it hears, for each connection apart. */
  private static final class Scripted {
    private final Map<String, String> answers;
    private final Queue<ByteArrayOutputStream> connections = new ConcurrentLinkedQueue<>();

    Scripted(Map<String, String> answers) {
      this.answers = answers;
    }

    LinkHandler plug() {
      var heard = new ByteArrayOutputStream();
      connections.add(heard);
      return new LinkHandler() {
        @Override
        public void onBytes(Link link, ByteBuffer bytes) {
          byte[] piece = new byte[bytes.remaining()];
          bytes.get(piece);
          heard.writeBytes(piece);
          String answer = answers.get(heard.toString(ISO_8859_1));
          if (answer != null) {
            link.send(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
          }
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {}
      };
    }

    List<String> asked() {
      return connections.stream().map(heard -> heard.toString(ISO_8859_1)).toList();
    }
  }

  private static String probe(Terminal terminal, String... endpoints) {
    String[] line = new String[endpoints.length + 2];
    line[0] = "discover";
    line[1] = "--probe";
    System.arraycopy(endpoints, 0, line, 2, endpoints.length);
    int code = terminal.run(line);
    assertEquals(ExitCode.OK, code, terminal.err());
    return terminal.out();
  }

  @ParameterizedTest
  @CsvSource({
    "new-era, VER\\r, \\x0200SNE1000V3.934\\x03, New Era pump NE1000V3.934",
    "new-era, VER\\r, \\x0200S?\\x03, New Era pump of a model it did not tell",
    "new-era, VER\\r, \\x0207A?R\\x03, 'New Era pump, which had an alarm: R'",
    "harvard, \\rver\\r, \\n:\\n11 ELITE I/W Single 3.0.4\\r\\n:, "
        + "Harvard pump 11 ELITE I/W Single 3.0.4",
    "harvard, \\rver\\r, \\n:\\nPHD ULTRA 3.0.5\\r\\n:, Harvard pump PHD ULTRA 3.0.5",
    "cavro, /1Q\\r, /0`\\x03\\r\\n, 'Cavro pump, ready'",
    "cavro, /1Q\\r, \\xff/0G\\x03\\r\\n, 'Cavro pump, busy, error 7'",
    "harp, \\x01\\x04\\x00\\xff\\x02\\x06, \\x01\\x06\\x00\\xff\\x02\\x10\\x05\\x1d, "
        + "Harp Syringe Pump",
    "harp, \\x01\\x04\\x00\\xff\\x02\\x06, "
        + "\\x01\\x0c\\x00\\xff\\x12\\x01\\x02\\x03\\x04\\x05\\x06\\x90\\x06\\xff, "
        + "Harp device 1680",
  })
  void eachInstrumentIsKnownByItsAnswer(String driver, String request, String answer, String said)
      throws Exception {
    var instrument = new Scripted(Map.of(unescaped(request), unescaped(answer)));
    try (var host = TcpHost.open(instrument::plug, 0, SystemTimebase.shared())) {
      String out = "";
      // An answer has half a second, which a busy machine may need for itself.
      for (int tries = 0; tries < 10 && !out.contains(": driver "); tries++) {
        out = probe(new Terminal(), host.endpoint().toString());
      }
      assertEquals(
          host.endpoint()
              + System.lineSeparator()
              + "  "
              + said
              + ": driver "
              + driver
              + ", "
              + host.endpoint()
              + System.lineSeparator(),
          out);
    }
  }

  private static String unescaped(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next != '\\') {
        plain.append(next);
      } else if (text.charAt(i + 1) == 'x') {
        plain.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        plain.append(text.charAt(i + 1) == 'r' ? '\r' : '\n');
        i++;
      }
    }
    return plain.toString();
  }

  @Test
  void nothingIsAskedThatCouldMoveOrChangeAnything() throws Exception {
    var silent = new Scripted(Map.of());
    try (var host = TcpHost.open(silent::plug, 0, SystemTimebase.shared())) {
      String out = probe(new Terminal(), host.endpoint().toString());
      assertTrue(out.contains("nothing answers that is known here"), out);
      List<String> harmless =
          List.of(
              "VER\r",
              "~\u0000\u00d1\u0000.~",
              "/1Q\r",
              "\rver\r",
              "\u0001\u0004\u0000\u00ff\u0002\u0006");
      // The last may still be on its way.
      for (int looks = 0; looks < 1_000 && !silent.asked().equals(harmless); looks++) {
        LockSupport.parkNanos(10_000_000);
      }
      assertEquals(harmless, silent.asked());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anEmulatedSensorIsFoundOnItsSerialPort() throws Exception {
    var world = new World(SystemTimebase.shared(), 1, 1_000);
    var line = new SerialLine(world, List.of(new ShdlcFlowSensor(world, ShdlcSpec.exact(0))));
    try (var host = SerialHost.open(line.plug(), null)) {
      String out = "";
      for (int tries = 0; tries < 10 && !out.contains(": driver "); tries++) {
        out = probe(new Terminal(), host.endpoint().toString());
      }
      String at = host.endpoint() + "?baud=115200";
      assertTrue(out.contains("Sensirion SHDLC device, firmware 1.7: driver shdlc, " + at), out);
    }
    world.end();
  }

  @Test
  void aPortThatCannotBeOpenedIsToldWithTheReason() throws Exception {
    var terminal = new Terminal();
    int code = terminal.run("discover", "--probe", "tcp://127.0.0.1:1");
    assertEquals(ExitCode.FAILURE, code);
    assertTrue(terminal.out().contains("cannot be asked: "), terminal::out);
  }

  @Test
  void portsAreListedWithoutBeingOpened() {
    var terminal = new Terminal();
    assertEquals(ExitCode.OK, terminal.run("discover"), terminal::err);
    assertTrue(
        terminal.out().contains("no serial port found") || terminal.out().startsWith("serial:"),
        terminal::out);
  }
}
