package org.wetstack.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Where a test types commands, which run in its own process, and reads what they say. */
final class Terminal {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Runs the command to its end; its exit code. */
  int run(String... args) {
    return Wetstack.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  /** All that commands have printed so far. */
  String out() {
    return out.toString();
  }

  /** All that they have complained of so far. */
  String err() {
    return err.toString();
  }
}
