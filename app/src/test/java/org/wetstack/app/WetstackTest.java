package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException;
import picocli.CommandLine;

class WetstackTest {

  private final Terminal terminal = new Terminal();

  @Test
  void versionIsTheOneOfTheBuild() {
    assertEquals(ExitCode.OK, terminal.run("--version"));
    assertTrue(terminal.out().matches("(?s)wetstack \\d+\\.\\d+\\.\\d+.*Java.*"), terminal::out);
  }

  @Test
  void aMissingCommandIsWrongInput() {
    assertEquals(ExitCode.WRONG_INPUT, terminal.run());
    assertTrue(terminal.err().contains("no command given"), terminal::err);
  }

  @Test
  void anUnknownCommandIsWrongInput() {
    assertEquals(ExitCode.WRONG_INPUT, terminal.run("emulat"));
    assertTrue(terminal.err().contains("'emulat'"), terminal::err);
    assertFalse(terminal.err().contains("\tat "), terminal::err);
  }

  /** A list of commands shows the first line of each. */
  @Test
  void theFirstLineOfEachDescriptionIsASentence() {
    sentences(Wetstack.commandLine());
  }

  private static void sentences(CommandLine line) {
    String[] description = line.getCommandSpec().usageMessage().description();
    assertTrue(
        description.length > 0 && description[0].endsWith("."), line.getCommandSpec().toString());
    line.getSubcommands().values().forEach(WetstackTest::sentences);
  }

  @Test
  void mistakesAndFailuresHaveDifferentExitCodes() {
    var err = new StringWriter();
    assertEquals(2, Failures.print(new IllegalArgumentException("bad"), new PrintWriter(err)));
    assertEquals(
        1,
        Failures.print(
            new DeviceException(
                DeviceException.Reason.LINK_LOST, DeviceException.Outcome.NOT_DONE, "gone"),
            new PrintWriter(err)));
    assertEquals(1, Failures.print(new IllegalStateException("oops"), new PrintWriter(err)));
    assertTrue(err.toString().contains("wetstack: bad"), err::toString);
    assertTrue(err.toString().contains("This is a bug"), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
  }
}
