package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.exchange.Survey;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.culture.Life;
import org.wetstack.lab.culture.Lives;
import org.wetstack.lab.culture.Observation;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.FileJournal;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.rig.RigFile;
import org.wetstack.lab.schedule.Schedule;
import org.wetstack.lab.supervise.Backoff;

/** A living culture is observed by the schedule, and its life is known after a restart. */
@Timeout(120)
class CultureLifeTest {

  private static final Path EXAMPLES = Path.of("../../examples");
  private static final String LOOK =
      """
      schedule:
        - {name: look, every: 12 s, do: observe, culture: organoids, for: 2 s,
           sites: 0-7, current: 2 uA, width: 200 us, pulses: 5, period: 200 ms}
        - {name: keep, every: 7 s, do: record, culture: organoids, for: 2 s}
      """;

  @TempDir private Path folder;

  @Test
  void whatIsHeardOfItIsInTheJournal() throws Exception {
    Timebase time = SystemTimebase.shared();
    String emulated =
        Files.readString(EXAMPLES.resolve("emulated-instruments.yaml"))
            .replaceAll("127\\.0\\.0\\.1:74\\d\\d", "127.0.0.1:0");
    var work = Executors.newCachedThreadPool();
    try (Rig instruments =
            Rig.start(
                org.wetstack.emulator.rig.RigFile.parse("emulated.yaml", emulated),
                time,
                Instruments::link);
        var journal = FileJournal.open(folder.resolve("journal"), time::now, time)) {
      Path file = folder.resolve("rig.yaml");
      Files.writeString(
          file,
          Files.readString(EXAMPLES.resolve("rig.yaml"))
              .replace("tcp://127.0.0.1:7411", String.valueOf(instruments.endpoints().get("mea")))
              .replace("tcp://127.0.0.1:7412", String.valueOf(instruments.endpoints().get("pump")))
              .replaceFirst("(?s)schedule:\n.*", LOOK));
      var observed = new CompletableFuture<Entry>();
      var recorded = new CompletableFuture<String>();
      var controller =
          new LabController(
              RigFile.read(file),
              "test",
              new LabController.Ground(
                  time,
                  journal,
                  folder,
                  each -> Instruments.open(each.driver(), each.endpoint()),
                  work,
                  work,
                  new SplittableRandom(1),
                  new Backoff(
                      Duration.ofMillis(50),
                      Duration.ofMillis(200),
                      1_000,
                      Duration.ofSeconds(1))));
      try (controller;
          var schedule = new Schedule(controller, work)) {
        journal.follow(
            entry -> {
              if (entry.what().equals(Kinds.CULTURE_OBSERVED)) {
                observed.complete(entry);
              } else if (entry.what().equals(Kinds.RECORDING_ENDED)) {
                recorded.complete(entry.fact("recording"));
              }
            });
        controller.start();
        schedule.start();
        observed.get(60, TimeUnit.SECONDS);
        Life life = controller.lives().life("organoids");
        Observation seen = life.observations().get(0);
        assertEquals(32, seen.electrodes());
        assertEquals(5, seen.pulses());
        assertTrue(seen.seconds() >= 1, seen::toString);
        assertTrue(seen.spikes() > 10 && seen.active() > 3, seen::toString);
        assertTrue(seen.answersPerPulse().isPresent(), seen::toString);
        assertTrue(life.forecast(time.now(), 60).isPresent());
        Path recording = folder.resolve("recordings").resolve(recorded.get(60, TimeUnit.SECONDS));
        long spikes = LongStream.of(Survey.of(Recording.open(recording)).spikes()).sum();
        assertTrue(spikes > 10, () -> spikes + " spikes in a recording of a living culture");
      }
    } finally {
      work.shutdownNow();
    }
    try (var journal = FileJournal.open(folder.resolve("journal"), time::now, time)) {
      var lives = new Lives();
      journal.follow(lives);
      assertTrue(!lives.of("organoids", Instant.EPOCH).observations().isEmpty(), "after a restart");
    }
  }
}
