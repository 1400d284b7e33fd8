package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException;

class WetstackTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Wetstack.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void versionIsTheOneOfTheBuild() {
    assertEquals(ExitCode.OK, run("--version"));
    assertTrue(out.toString().matches("(?s)wetstack \\d+\\.\\d+\\.\\d+.*Java.*"), out::toString);
  }

  @Test
  void aMissingCommandIsWrongInput() {
    assertEquals(ExitCode.WRONG_INPUT, run());
    assertTrue(err.toString().contains("no command given"), err::toString);
  }

  @Test
  void anUnknownCommandIsWrongInput() {
    assertEquals(ExitCode.WRONG_INPUT, run("emulat"));
    assertTrue(err.toString().contains("'emulat'"), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
  }

  @Test
  void mistakesAndFailuresHaveDifferentExitCodes() {
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
