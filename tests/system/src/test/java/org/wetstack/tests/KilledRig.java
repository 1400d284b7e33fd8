package org.wetstack.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.wetstack.app.Wetstack;

/**
 * A controller, the emulator of its instruments and a broker, each a process of its own that can be
 * killed and started again at the same place.
 */
final class KilledRig implements AutoCloseable {

  /** What can be killed. */
  enum Part {
    BROKER,
    EMULATOR,
    DAEMON
  }

  /** When a part was killed, and when another took its place. */
  record Absence(Part part, Instant killed, Instant started) {}

  private static final Path MOSQUITTO = Path.of("mosquitto");

  private final Path folder;
  private final int[] ports;
  private final Map<Part, Process> running = new EnumMap<>(Part.class);
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** Oldest first. */
  final List<Absence> absences = new CopyOnWriteArrayList<>();

  /** Everything is written below {@code folder}; all three run. */
  KilledRig(Path folder) throws IOException {
    this.folder = folder;
    this.ports = freePorts(4);
    Files.writeString(
        folder.resolve(MOSQUITTO + ".conf"),
        "listener %d 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n"
            .formatted(ports[0]));
    Files.writeString(folder.resolve("emulated.yaml"), places(KillsRigFiles.EMULATED));
    Files.writeString(folder.resolve("rig.yaml"), places(KillsRigFiles.RIG));
    for (Part part : Part.values()) {
      start(part);
    }
  }

  private String places(String text) {
    return text.replace("BROKER", "127.0.0.1:" + ports[0])
        .replace("MEA", "127.0.0.1:" + ports[1])
        .replace("PUMP", "127.0.0.1:" + ports[2])
        .replace("LISTEN", "127.0.0.1:" + ports[3])
        .replace("DATA", data().toString());
  }

  static int[] freePorts(int count) throws IOException {
    int[] ports = new int[count];
    for (int i = 0; i < count; i++) {
      ports[i] = Tools.freePort();
    }
    return ports;
  }

  String url() {
    return "http://127.0.0.1:" + ports[3];
  }

  Path data() {
    return folder.resolve("data");
  }

  Path memory() {
    return folder.resolve("memory");
  }

  /** What {@code part} has printed. */
  Path log(Part part) {
    return folder.resolve(part + ".log");
  }

  private void start(Part part) throws IOException {
    running.put(
        part,
        new ProcessBuilder(command(part))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(part).toFile()))
            .start());
    if (part == Part.BROKER) {
      waitForPort(ports[0]);
    }
  }

  private List<String> command(Part part) {
    return switch (part) {
      case BROKER ->
          List.of(
              Tools.needProgram("mosquitto", "/usr/sbin", "/usr/local/sbin").toString(),
              "-c",
              folder.resolve(MOSQUITTO + ".conf").toString());
      case EMULATOR ->
          java("emulate", folder.resolve("emulated.yaml") + "", "--memory", memory() + "");
      case DAEMON -> java("run", folder.resolve("rig.yaml").toString());
    };
  }

  static List<String> java(String... args) {
    List<String> all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "-cp",
                System.getProperty("java.class.path"),
                Wetstack.class.getName()));
    all.addAll(Arrays.asList(args));
    return all;
  }

  /** The emulator does not start without a broker. */
  private static void waitForPort(int port) throws IOException {
    for (int look = 0; look < 1_000; look++) {
      try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        LockSupport.parkNanos(10_000_000);
      }
    }
    throw new IOException("nothing listens at port " + port);
  }

  private Process process(Part part) {
    return Objects.requireNonNull(running.get(part));
  }

  /** Ends {@code part} as {@code kill -9} does; whether it was there. */
  boolean kill(Part part) throws InterruptedException {
    Process process = process(part);
    boolean was = process.isAlive();
    process.destroyForcibly().waitFor();
    return was;
  }

  /** Starts {@code part} again, which was killed at {@code killed}. */
  void startAgain(Part part, Instant killed) throws IOException {
    Instant now = Instant.now();
    start(part);
    absences.add(new Absence(part, killed, now));
  }

  /** Waits until every instrument has a session; false if that took longer than {@code most}. */
  boolean becomesReady(Duration most) throws IOException, InterruptedException {
    Instant until = Instant.now().plus(most);
    while (Instant.now().isBefore(until)) {
      if (!process(Part.EMULATOR).isAlive()) {
        // It was started while there was no broker, and says so and ends.
        start(Part.EMULATOR);
      }
      try {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(URI.create(url() + "/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return true;
        }
      } catch (IOException notYet) {
        // It is starting.
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return false;
  }

  /** Asks the controller to end, in order. */
  boolean ends(Duration most) throws InterruptedException {
    process(Part.DAEMON).toHandle().destroy();
    return process(Part.DAEMON).waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : running.values()) {
      process.destroyForcibly().waitFor();
    }
  }
}
