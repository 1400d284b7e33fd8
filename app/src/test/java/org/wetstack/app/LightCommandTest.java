package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.spi.SystemTimebase;

/** {@code wetstack light} with an emulated light, as a person at the bench uses it. */
@Timeout(120)
class LightCommandTest {

  private final EmulatedBoard board =
      new EmulatedBoard(
          new World(SystemTimebase.shared(), 1, 1),
          BoardSpec.of("lamp-1", new LightSpec("uv", 405, 10_000, 10, 1_000_000, 10_000)));
  private TcpHost host;

  @BeforeEach
  void aLightIsThere() throws Exception {
    host = TcpHost.open(board::plug, 0, SystemTimebase.shared());
  }

  @AfterEach
  void andGoes() {
    host.close();
    board.world().end();
  }

  private String said(int code, String... words) {
    var terminal = new Terminal();
    String[] line = new String[words.length + 2];
    line[0] = "light";
    line[1] = host.endpoint().toString();
    System.arraycopy(words, 0, line, 2, words.length);
    assertEquals(code, terminal.run(line), terminal.err());
    return terminal.out() + terminal.err();
  }

  @Test
  void aFlashIsGivenToldAsItShoneAndRememberedUnderItsName() {
    List<String> lines = said(ExitCode.OK, "flash", "2.005mW", "for", "20ms").lines().toList();
    String name = lines.get(0).replaceFirst("^flash ([0-9a-f]{16}):.*", "$1");
    assertEquals("flash " + name + ": 2 mW for 20000 µs, 40 µJ", lines.get(0));
    assertEquals("complete: 20000 µs at 2 mW, 40 µJ", lines.get(1));
    assertEquals(lines.get(1), said(ExitCode.OK, "report", name).strip());
    assertEquals(1, board.light("uv").shines().size());
    String other = name.startsWith("0") ? "1" + name.substring(1) : "0" + name.substring(1);
    assertTrue(said(ExitCode.FAILURE, "report", other).contains("knows of no flash"));
  }

  @Test
  void statusTellsWhoItIsAndWhatItCan() {
    String said = said(ExitCode.OK, "status");
    assertTrue(said.contains("light       uv, 405 nm"), said);
    assertTrue(said.contains("powers      0.01 mW to 10 mW in such steps"), said);
    assertTrue(said.contains("flashes     1 µs to 1000000 µs, at most 10000 µJ each"), said);
    assertTrue(said.contains("safe state  none"), said);
    assertEquals("stopped", said(ExitCode.OK, "stop").strip());
    assertEquals("cleared", said(ExitCode.OK, "clear").strip());
  }

  @Test
  void whatTheLightCannotDoOrNobodyUnderstandsIsRefusedAndNothingShines() {
    assertTrue(said(ExitCode.WRONG_INPUT, "flash", "2W", "for", "20ms").contains("exceeds"));
    assertTrue(said(ExitCode.WRONG_INPUT, "flash", "2mW", "for", "2s").contains("exceeds"));
    assertTrue(said(ExitCode.WRONG_INPUT, "flash", "2mW").contains("as in flash 2mW for 50ms"));
    assertTrue(said(ExitCode.WRONG_INPUT, "flash", "2mW", "for", "2h").contains("no duration"));
    assertTrue(said(ExitCode.WRONG_INPUT, "flash", "2mW", "for", "0.5us").contains("whole number"));
    assertTrue(said(ExitCode.WRONG_INPUT, "report", "uv").contains("16 digits"));
    assertTrue(said(ExitCode.WRONG_INPUT, "stop", "now").contains("leave it out"));
    assertTrue(said(ExitCode.WRONG_INPUT, "shine").contains("choose one of"));
    assertTrue(said(ExitCode.WRONG_INPUT, "status", "--light", "red").contains("'red'"));
    assertEquals(List.of(), board.light("uv").shines());
  }
}
