package org.wetstack.tests;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;

/** Programs that some subjects need and that a laptop may lack. */
final class Tools {

  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 10_000;

  /** Processes that run beside each other begin at different places. */
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 101 % PORTS));

  private Tools() {}

  /**
   * The program called {@code name}. Without it the test fails where the environment says CI=true,
   * and is skipped elsewhere.
   */
  static Path needProgram(String name, String... alsoIn) {
    List<String> folders =
        new ArrayList<>(
            List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
    folders.addAll(List.of(alsoIn));
    for (String folder : folders) {
      Path program = Path.of(folder, name);
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    throw missing(name + " is not installed");
  }

  /**
   * A port for a program that is started later, perhaps more than once: below those that systems
   * give away by themselves, so that nothing here is given it meanwhile.
   */
  static int freePort() throws IOException {
    for (int i = 0; i < PORTS; i++) {
      int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody has it.
      }
    }
    throw new IOException("no port is free from " + FIRST_PORT);
  }

  /** What to throw where something is missing: a failure in CI, a skip elsewhere. */
  static RuntimeException missing(String what) {
    return "true".equals(System.getenv("CI"))
        ? new IllegalStateException(what + ", and CI=true allows no skips")
        : new TestAbortedException(what);
  }
}
