package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, until it is told to end. */
final class CommandProcess {

  private static final int SIGTERM = 15;

  private final Process process;
  private final BufferedReader lines;

  CommandProcess(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Wetstack.class.getName());
    command.addAll(List.of(args));
    process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The next line it prints; "null" at the end. */
  String line() throws IOException {
    return String.valueOf(lines.readLine());
  }

  /** A polite kill. */
  void signal() {
    // Process.destroy would close the pipe that its last words come through.
    process.toHandle().destroy();
  }

  /** A polite kill, to which it ends in its own order, with the exit code of the signal. */
  void endPolitely() throws Exception {
    signal();
    awaitEnd();
  }

  /** That it has ended, or ends now, with the exit code of the signal. */
  void awaitEnd() throws Exception {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(128 + SIGTERM, process.exitValue());
  }
}
