package org.wetstack.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An emulated Intan RHX in a process of its own, as a user starts it. */
final class EmulatorProcess implements AutoCloseable {

  private final Process process;
  private final String endpoint;

  private EmulatorProcess(Process process, String endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts {@code wetstack emulate intan-rhx} with free ports and {@code options}. */
  static EmulatorProcess start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("app", "target", "wetstack.jar").toString(),
                "emulate",
                "intan-rhx",
                "--command-port",
                "0",
                "--waveform-port",
                "0",
                "--spike-port",
                "0"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("intan-rhx")) {
        return new EmulatorProcess(process, line.substring("intan-rhx".length()).strip());
      }
    }
    throw new IOException("the emulator ended without naming its endpoint: " + command);
  }

  /** What the driver opens. */
  String endpoint() {
    return endpoint;
  }

  /** Processor time it has used so far. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
