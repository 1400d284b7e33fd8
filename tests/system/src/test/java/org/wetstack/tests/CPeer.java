package org.wetstack.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wetstack.conformance.Bench;
import org.wetstack.hal.units.Volume;

/**
 * The pump in firmware-protocol/c: another program, in another language, with a codec of its own.
 * It makes its own pseudo-terminal and takes bench commands on its standard input.
 */
final class CPeer implements Bench.Power, Bench.Beaker, Bench.Outlet, AutoCloseable {

  private static @Nullable Path built;

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;
  private final URI endpoint;

  private CPeer(Process process) throws IOException {
    this.process = process;
    this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
    this.answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    this.endpoint = URI.create("serial:" + answers.readLine());
  }

  /** Builds the program if need be, and starts it. Skips the test where it cannot be built. */
  static CPeer start() {
    try {
      return new CPeer(
          new ProcessBuilder(program().toString(), "--pty", "--bench")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the C pump", e);
    }
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void cycle() {
    tell("power-cycle");
  }

  @Override
  public Volume volume() {
    return Volume.nanoliters(Long.parseLong(ask("delivered").substring("delivered ".length())));
  }

  @Override
  public void occlude() {
    tell("occlude");
  }

  @Override
  public void free() {
    tell("free");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String command) {
    String answer = ask(command);
    if (!answer.equals("ok")) {
      throw new IllegalStateException("the C pump answered '" + answer + "' to " + command);
    }
  }

  private synchronized String ask(String command) {
    try {
      commands.write(command + "\n");
      commands.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("the C pump has gone before it answered " + command);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("the C pump does not take " + command, e);
    }
  }

  private static synchronized Path program() throws IOException {
    if (built == null) {
      built = build();
    }
    return built;
  }

  private static Path build() throws IOException {
    for (String tool : new String[] {"make", "cc", "protoc", "protoc-gen-nanopb"}) {
      Tools.needProgram(tool);
    }
    Path folder = Path.of("target", "c").toAbsolutePath();
    Path log = Files.createDirectories(folder).resolve("make.log");
    Process make =
        new ProcessBuilder("make", "-C", "../../firmware-protocol/c", "BUILD=" + folder)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (make.waitFor(5, TimeUnit.MINUTES) && make.exitValue() == 0) {
        return folder.resolve("pump");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    make.destroyForcibly();
    throw new IllegalStateException("cannot build the C pump:\n" + Files.readString(log));
  }
}
