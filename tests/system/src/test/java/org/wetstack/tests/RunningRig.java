package org.wetstack.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.wetstack.app.Wetstack;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigFile;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;

/**
 * The rig of the examples as a lab has it: {@code wetstack run} in a process of its own, and its
 * instruments, emulated, behind TCP ports.
 */
final class RunningRig implements AutoCloseable {

  private static final Path EXAMPLES = Path.of("../../examples");

  private final Optional<Rig> instruments;
  private final Process controller;
  private final String url;
  private final Path folder;

  /** Everything is written below {@code folder}. */
  RunningRig(Path folder) throws IOException {
    this(folder, instruments());
  }

  private RunningRig(Path folder, Rig instruments) throws IOException {
    this(
        folder,
        Optional.of(instruments),
        Files.readString(EXAMPLES.resolve("rig.yaml"))
            .replace("127.0.0.1:7400", "127.0.0.1:0")
            .replace("tcp://127.0.0.1:7411", String.valueOf(instruments.endpoints().get("mea")))
            .replace("tcp://127.0.0.1:7412", String.valueOf(instruments.endpoints().get("pump")))
            .replace("data: example-data", "data: \"" + folder.resolve("data") + "\"")
            .replace("pause: 10 s", "pause: 0 s")
            // It goes by the clock on the wall, and takes the culture for itself.
            .replaceFirst("(?s)\nschedule:\n.*", "\n"));
  }

  private RunningRig(Path folder, Optional<Rig> instruments, String rig) throws IOException {
    this.folder = folder;
    this.instruments = instruments;
    Path file = Files.writeString(folder.resolve("rig.yaml"), rig);
    controller =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Wetstack.class.getName(),
                "run",
                file.toString())
            .redirectError(Redirect.INHERIT)
            .start();
    url = url(controller.inputReader(StandardCharsets.UTF_8));
    if (instruments.isPresent()) {
      awaitReady();
    }
  }

  /** Its address is printed when it is ready, or after some seconds on a busy machine. */
  private void awaitReady() throws IOException {
    for (int looks = 0; looks < 600; looks++) {
      var asked = (HttpURLConnection) URI.create(url + "/ready").toURL().openConnection();
      asked.setReadTimeout(10_000);
      if (asked.getResponseCode() == 200) {
        return;
      }
      LockSupport.parkNanos(100_000_000);
    }
    throw new IOException("the rig is not ready");
  }

  /**
   * A controller alone.
   *
   * @param rig its rig file, with its data in {@code data} below {@code folder}
   */
  static RunningRig of(Path folder, String rig) throws IOException {
    return new RunningRig(folder, Optional.empty(), rig);
  }

  private static Rig instruments() throws IOException {
    String emulated =
        Files.readString(EXAMPLES.resolve("emulated-instruments.yaml"))
            .replaceAll("127\\.0\\.0\\.1:74\\d\\d", "127.0.0.1:0");
    return Rig.start(
        RigFile.parse("emulated-instruments.yaml", emulated),
        SystemTimebase.shared(),
        Instruments::link);
  }

  private static String url(BufferedReader lines) throws IOException {
    String first = String.valueOf(lines.readLine());
    int at = first.indexOf("http://");
    if (at < 0) {
      throw new IllegalStateException("the controller did not come: " + first);
    }
    return first.substring(at);
  }

  String url() {
    return url;
  }

  /** The bench of the instrument {@code name}. */
  EmulatedBoard board(String name) {
    return instruments.orElseThrow().board(name);
  }

  /** As Ctrl-C does, or a service manager; does not wait. */
  void end() {
    controller.toHandle().destroy();
  }

  /** The file with a token that may do everything. */
  Path token() {
    return folder.resolve("data/first-token");
  }

  /** A process beside this one, with all it prints, until it has ended with 0. */
  static String run(Path folder, List<String> environment, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    for (int i = 0; i < environment.size(); i += 2) {
      builder.environment().put(environment.get(i), environment.get(i + 1));
    }
    Process process = builder.start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("it does not end: " + Files.readString(out));
      }
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(out);
    if (process.exitValue() != 0) {
      throw new AssertionError("it ended with " + process.exitValue() + ": " + said);
    }
    return said;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    end();
    if (!controller.waitFor(20, TimeUnit.SECONDS)) {
      controller.destroyForcibly();
    }
    instruments.ifPresent(Rig::close);
  }
}
