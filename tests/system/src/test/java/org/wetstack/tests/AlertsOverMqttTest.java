package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.alert.Outbox;
import org.wetstack.lab.journal.FileJournal;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.rig.RigFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Alarms on their way through Debian's broker to Debian's client. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AlertsOverMqttTest {

  private static final String TOPIC = "lab/alarms/to-host";

  @TempDir private Path folder;

  /** mosquitto_sub, once it has subscribed. */
  private static Process subscriber(Mosquitto broker) throws IOException {
    Process process =
        new ProcessBuilder(
                Tools.needProgram("stdbuf").toString(),
                "-oL",
                Tools.needProgram("mosquitto_sub").toString(),
                "-d",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(broker.port()),
                "-t",
                TOPIC)
            .redirectError(Redirect.INHERIT)
            .start();
    try {
      await(process, "Subscribed");
      return process;
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** The next line that {@code process} prints with {@code word} in it. */
  private static String await(Process process, String word) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(word)) {
        return line;
      }
    }
    throw new IOException("mosquitto_sub ended without a word of " + word);
  }

  private static void until(String what, java.util.function.BooleanSupplier done)
      throws InterruptedException {
    Timebase time = SystemTimebase.shared();
    long end = time.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!done.getAsBoolean()) {
      assertTrue(time.nanoTime() < end, "waited in vain for " + what);
      try {
        time.await(new CompletableFuture<Void>(), Duration.ofMillis(20));
      } catch (TimeoutException e) {
        // Looked for that long.
      }
    }
  }

  @Test
  void anAlarmArrivesAndOneThatCouldNotIsToldWhenTheBrokerIsBack() throws Exception {
    Timebase time = SystemTimebase.shared();
    ExecutorService work = Executors.newSingleThreadExecutor();
    try (Mosquitto broker = Mosquitto.start();
        FileJournal journal = FileJournal.open(folder.resolve("journal"), time::now, time)) {
      Path rig = folder.resolve("rig.yaml");
      Files.writeString(
          rig,
          """
          name: r
          instruments: {m: {driver: firmware, endpoint: "tcp://127.0.0.1:1"}}
          alerts: [{mqtt: "mqtt://127.0.0.1:%d/lab/alarms"}]
          """
              .formatted(broker.port()));
      Process before = subscriber(broker);
      try (Outbox outbox = new Outbox(RigFile.read(rig), time, work, journal)) {
        outbox.start();
        raise(journal, "a1", "voll: 3 µL");
        JsonNode told = JsonMapper.shared().readTree(await(before, "{\""));
        assertEquals("a1", told.get("alarm").asString());
        assertEquals("r", told.get("rig").asString());
        assertEquals("voll: 3 µL", told.get("detail").asString());
        until("the first to be told", () -> outbox.waiting() == 0);

        broker.close();
        raise(journal, "a2", "while it was away");
        raise(journal, "a3", "and another");
        until("a failure", () -> outbox.failures() > 0);
        assertEquals(2, outbox.waiting());
        // Nothing is told before there is somebody who listens.
        var listened = new CountDownLatch(1);
        Future<?> held = hold(work, listened);
        try (Mosquitto again = broker.killAndStartAnew()) {
          Process after = subscriber(again);
          listened.countDown();
          held.get(20, TimeUnit.SECONDS);
          try {
            // Each waits for its own next try, so either may be the first.
            String both = await(after, "{\"") + await(after, "{\"");
            assertTrue(both.contains("\"a2\"") && both.contains("\"a3\""), both);
            until("all to be told", () -> outbox.waiting() == 0);
          } finally {
            after.destroyForcibly();
          }
        } finally {
          listened.countDown();
        }
      } finally {
        before.destroyForcibly();
      }
    } finally {
      work.shutdownNow();
    }
  }

  /** Keeps the only thread of {@code work} until {@code released}. */
  private static Future<?> hold(ExecutorService work, CountDownLatch released)
      throws InterruptedException {
    var begun = new CountDownLatch(1);
    Future<?> held =
        work.submit(
            () -> {
              begun.countDown();
              return released.await(60, TimeUnit.SECONDS);
            });
    assertTrue(begun.await(20, TimeUnit.SECONDS));
    return held;
  }

  private static void raise(FileJournal journal, String alarm, String detail) {
    journal.append(
        "controller", Kinds.ALARM_RAISED, Map.of("alarm", alarm, "code", "disk", "detail", detail));
  }
}
