package org.wetstack.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code wetstack run} in a process of its own, as a user starts it. */
final class ControllerProcess implements AutoCloseable {

  private static final long END_SECONDS = 20;

  private final Process process;
  private final Path data;
  private final String address;

  /**
   * Returns once every instrument has been opened, or has not.
   *
   * @param yaml of the rig, with {@code %s} where its folder of data belongs
   */
  ControllerProcess(Programs programs, String yaml) throws IOException {
    data = Files.createTempDirectory("wetstack-rig");
    Path rig = Files.writeString(programs.file("rig.yaml"), yaml.formatted(data));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("app", "target", "wetstack.jar").toString(),
                "run",
                rig.toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String first = String.valueOf(lines.readLine());
    if (!first.contains("://")) {
      throw new IOException("the controller did not come: " + first);
    }
    address = first.replaceFirst(".*://", "");
    for (String line = lines.readLine(); ; line = lines.readLine()) {
      if (line == null || line.contains("first token")) {
        break;
      }
      if (!line.endsWith(": ready")) {
        close();
        throw new IOException("an instrument was not opened:" + line);
      }
    }
  }

  /** Host and port. */
  String address() {
    return address;
  }

  /** Holds a token that may do everything. */
  Path tokenFile() {
    return data.resolve("first-token");
  }

  @Override
  public void close() {
    process.toHandle().destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
