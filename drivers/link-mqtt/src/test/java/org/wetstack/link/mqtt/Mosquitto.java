package org.wetstack.link.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Debian's mosquitto, run for a test on a port of its own. */
final class Mosquitto implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

  private final Process process;
  private final int port;

  private Mosquitto(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it with these lines of configuration after the listener's. */
  static Mosquitto start(Path dir, String... configuration) throws Exception {
    if (!Files.isExecutable(PROGRAM)) {
      assertFalse(Boolean.parseBoolean(System.getenv("CI")), "mosquitto must be there in CI");
      Assumptions.abort("mosquitto is not installed");
    }
    for (int attempt = 0; attempt < 10; attempt++) {
      int port = freePort();
      Path file = Files.createTempFile(dir, "mosquitto", ".conf");
      Files.writeString(
          file,
          "listener "
              + port
              + " 127.0.0.1\nuser root\nlog_dest stderr\npersistence false\n"
              + String.join("\n", configuration)
              + "\n");
      Process process =
          new ProcessBuilder(PROGRAM.toString(), "-c", file.toString())
              .redirectErrorStream(true)
              .start();
      if (runs(process)) {
        return new Mosquitto(process, port);
      }
      process.destroy();
    }
    throw new IOException("mosquitto does not start");
  }

  private static boolean runs(Process process) throws IOException {
    // Not closed: mosquitto would die of a log it cannot write.
    BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      said.append(line).append('\n');
      if (line.contains("running")) {
        drain(log);
        return true;
      }
    }
    System.out.println(said);
    return false;
  }

  private static void drain(BufferedReader log) {
    var draining =
        new Thread(
            () -> {
              try {
                while (log.readLine() != null) {
                  // Only so that the pipe does not fill.
                }
              } catch (IOException e) {
                // It has ended.
              }
            },
            "mosquitto log");
    draining.setDaemon(true);
    draining.start();
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** Stops the whole broker, as an overloaded computer would, until {@link #resume}. */
  void stall() throws IOException {
    signal("-STOP");
  }

  void resume() throws IOException {
    signal("-CONT");
  }

  private void signal(String which) throws IOException {
    Process kill = new ProcessBuilder("kill", which, Long.toString(process.pid())).start();
    try {
      assertEquals(0, kill.waitFor());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Kills the broker at once. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
