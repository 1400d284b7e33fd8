package org.wetstack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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

  /** Starts a broker and waits until it takes connections. Skips the test if there is none. */
  static Mosquitto start() {
    Path program = Tools.needProgram("mosquitto", "/usr/sbin", "/usr/local/sbin");
    for (int attempt = 0; attempt < 5; attempt++) {
      try {
        Mosquitto broker = launch(program, freePort());
        if (broker.answers()) {
          return broker;
        }
        broker.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start mosquitto", e);
      }
    }
    throw new IllegalStateException("mosquitto did not take connections on any of 5 ports");
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(folder.resolve("mosquitto.conf"));
      Files.deleteIfExists(folder.resolve("log"));
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
    Files.writeString(
        config, "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\n");
    Process process =
        new ProcessBuilder(program.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new Mosquitto(folder, process, port);
  }

  private boolean answers() {
    for (int look = 0; look < 1_000 && process.isAlive(); look++) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return true;
      } catch (IOException e) {
        LockSupport.parkNanos(10_000_000);
      }
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
