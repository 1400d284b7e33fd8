package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is not ours, run once. */
final class OutsideTool {

  private final List<String> command;

  OutsideTool(String... command) {
    this.command = List.of(command);
  }

  /** On a laptop a missing tool skips the test; where {@code CI} is {@code true} it fails it. */
  static void require(String... tools) {
    for (String tool : tools) {
      boolean present =
          Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
      if (!present && "true".equals(System.getenv("CI"))) {
        fail(tool + " is not installed; here that is an error");
      }
      assumeTrue(present, tool + " is not installed");
    }
  }

  /** What it printed, given {@code input}. Fails unless it ends with 0 in time. */
  String run(byte[] input, long limit, TimeUnit unit) throws IOException, InterruptedException {
    Path in = Files.createTempFile("tool", ".in");
    Path out = Files.createTempFile("tool", ".out");
    try {
      Files.write(in, input);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      boolean ended = process.waitFor(limit, unit);
      process.destroyForcibly();
      String printed = Files.readString(out, StandardCharsets.UTF_8);
      assertTrue(ended, command + " did not end in time: " + printed);
      assertEquals(0, process.exitValue(), command + " printed " + printed);
      return printed;
    } finally {
      Files.deleteIfExists(in);
      Files.deleteIfExists(out);
    }
  }
}
