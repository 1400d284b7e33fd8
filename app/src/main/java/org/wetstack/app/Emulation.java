package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.wetstack.broker.EmbeddedBroker;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;

/** An emulated rig in real time, with the broker it may need. */
final class Emulation implements AutoCloseable {

  private final @Nullable EmbeddedBroker broker;
  private final Rig rig;

  private Emulation(@Nullable EmbeddedBroker broker, Rig rig) {
    this.broker = broker;
    this.rig = rig;
  }

  /** Starts {@code spec}; throws as {@link Rig#start}. */
  static Emulation start(RigSpec spec, Optional<Path> memory) throws IOException {
    EmbeddedBroker broker = spec.needsBroker() ? new EmbeddedBroker(0).start() : null;
    try {
      RigSpec whole =
          broker == null ? spec : spec.withBroker(URI.create("mqtt://127.0.0.1:" + broker.port()));
      return new Emulation(
          broker, Rig.start(whole, SystemTimebase.shared(), Instruments::link, memory));
    } catch (IOException | RuntimeException e) {
      if (broker != null) {
        broker.close();
      }
      throw e;
    }
  }

  Rig rig() {
    return rig;
  }

  /** Prints one line for each endpoint, in the order of the rig: its board's name and its URI. */
  void printEndpoints(PrintWriter out) {
    int width = rig.endpoints().keySet().stream().mapToInt(String::length).max().orElse(0);
    for (Map.Entry<String, URI> endpoint : rig.endpoints().entrySet()) {
      String name = endpoint.getKey();
      out.println(name + " ".repeat(width - name.length()) + "  " + endpoint.getValue());
    }
    out.flush();
  }

  /** Returns when {@code ended} completes or {@code limit} has passed: its value, or 0. */
  static int await(CompletableFuture<Integer> ended, Duration limit) throws InterruptedException {
    try {
      return SystemTimebase.shared().await(ended, limit);
    } catch (TimeoutException e) {
      return ExitCode.OK;
    }
  }

  /** Hangs up on all hosts; the rig stands still, and what is in it can still be looked at. */
  void hangUp() {
    rig.close();
  }

  @Override
  public void close() {
    hangUp();
    if (broker != null) {
      broker.close();
    }
  }
}
