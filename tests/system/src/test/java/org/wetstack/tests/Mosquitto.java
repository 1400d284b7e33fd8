package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A mosquitto broker on a loopback port of its own, for the length of a test class. */
final class Mosquitto implements AutoCloseable {

  private final Path folder;
  private final Process process;
  private final int port;

  private Mosquitto(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /** Starts a broker and waits until it listens. Skips the test if there is none. */
  static Mosquitto start() {
    Path program = Tools.needProgram("mosquitto", "/usr/sbin", "/usr/local/sbin");
    for (int attempt = 0; attempt < 5; attempt++) {
      try {
        Mosquitto broker = launch(program, Tools.freePort());
        if (broker.runs()) {
          return broker;
        }
        broker.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start mosquitto", e);
      }
    }
    throw new IllegalStateException("mosquitto did not start on any of 5 ports");
  }

  int port() {
    return port;
  }

  /** Kills it as the power would, and starts another at the same place, which knows nothing. */
  Mosquitto killAndStartAnew() {
    try {
      process.destroyForcibly().waitFor();
      Mosquitto next = launch(Tools.needProgram("mosquitto", "/usr/sbin", "/usr/local/sbin"), port);
      if (next.runs()) {
        return next;
      }
      next.close();
      throw new IllegalStateException("mosquitto did not start again on port " + port);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start mosquitto again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(folder.resolve("mosquitto.conf"));
      Files.deleteIfExists(log());
      Files.deleteIfExists(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Mosquitto launch(Path program, int port) throws IOException {
    Path folder = Files.createTempDirectory("mosquitto");
    Path config = folder.resolve("mosquitto.conf");
    // By default it holds small messages back, and a round trip takes 44 ms instead of 1.
    Files.writeString(
        config,
        "listener "
            + port
            + " 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n");
    Process process =
        new ProcessBuilder(program.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new Mosquitto(folder, process, port);
  }

  /** What it logs says that it has the port itself, which a connection would not prove. */
  private boolean runs() throws IOException {
    for (int look = 0; look < 1_000 && process.isAlive(); look++) {
      if (Files.readString(log()).contains(" running")) {
        return true;
      }
      LockSupport.parkNanos(10_000_000);
    }
    return false;
  }

  private Path log() {
    return folder.resolve("log");
  }
}
