package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.drivers.firmware.FirmwareDriver;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.rig.Layout;
import org.wetstack.emulator.rig.Place;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.Dose;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.loop.ClosedLoop;
import org.wetstack.lab.loop.Doser;
import org.wetstack.lab.loop.Trend;
import org.wetstack.lab.loop.Windows;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;
import org.wetstack.lab.signal.DetectorSettings;

/** The main job in virtual time: culture, array, loop, pump, recording, from one seed. */
class LoopTest {

  private static final Duration LENGTH = Duration.ofSeconds(20);

  @TempDir private Path folder;

  /** What came of a run: as the loop counts it, as the bench saw it, and as it was recorded. */
  private record Outcome(
      ClosedLoop.Counts counts,
      Windows.Counts windows,
      Doser.Totals dosed,
      List<Long> spikes,
      long reactionP50,
      List<Long> pulsedAt,
      long pumpedNanoliters,
      List<Long> marked,
      Recording.Reading reading) {}

  private static RigSpec spec(long seed) {
    return new RigSpec(
        seed,
        1,
        List.of(
            new RigSpec.Board(
                "mea", Place.CABLE, List.of(RigSpec.Array.living("mea", Layout.FOUR_BY_EIGHT))),
            new RigSpec.Board(
                "pump",
                Place.CABLE,
                List.of(new RigSpec.Pump(PumpSpec.defaults("dopamine"), Optional.of("mea"))))));
  }

  private Outcome run(long seed, Path into) throws IOException {
    var time = new VirtualTimebase();
    var hand = new ArrayDeque<Runnable>();
    var random = new java.util.Random(seed);
    try (Rig rig = Rig.start(spec(seed), time, Instruments::link)) {
      var driver = new FirmwareDriver(random::nextLong, 1, FirmwareDriver.DEFAULT_LEASE);
      Instrument mea = driver.open(URI.create("cable:mea"), rig.cables(), time);
      Instrument board = driver.open(URI.create("cable:pump"), rig.cables(), time);
      ElectrodeArray array = mea.device(ElectrodeArray.class);
      Recorder recorder =
          Recorder.create(
              into,
              new RecordingInfo(
                  Instant.EPOCH, mea.info(), array.layout(), OptionalLong.of(seed), ""),
              time,
              failure -> {
                throw new IllegalStateException(failure);
              });
      var doser =
          new Doser(
              board.device(Pump.class),
              new Dose(Volume.nanoliters(250), FlowRate.microlitersPerMinute(60)),
              Volume.microliters(50),
              hand::add,
              recorder);
      var windows =
          new Windows(
              array.layout(),
              Duration.ofMillis(500),
              new Trend(IntStream.range(0, 8).boxed().toList()),
              array
                  .stimulator()
                  .orElseThrow()
                  .load(
                      Stimulus.biphasic(
                          List.of(3, 4), Current.microamps(-2), Duration.ofNanos(200_000))),
              doser);
      var loop =
          new ClosedLoop(
              array.layout(),
              DetectorSettings.USUAL,
              Duration.ofMillis(10),
              windows,
              Optional.of(recorder),
              time);
      var stream = array.record(30, loop);
      while (time.nanoTime() < LENGTH.toNanos()) {
        time.advance(Duration.ofMillis(10));
        while (!hand.isEmpty()) {
          hand.remove().run();
        }
      }
      loop.halt();
      time.advance(Duration.ofSeconds(1));
      stream.close();
      recorder.close();
      List<Long> marked = new java.util.ArrayList<>();
      Recording.Reading reading =
          Recording.open(into)
              .read(
                  entry -> {
                    if (entry instanceof Entry.Mark mark) {
                      marked.add(mark.sample());
                    }
                  });
      var outcome =
          new Outcome(
              loop.counts(),
              windows.counts(),
              doser.totals(),
              IntStream.range(0, 32).mapToObj(loop::spikes).toList(),
              loop.reactionMicros().getValueAtPercentile(50),
              rig.board("mea").array("mea").pulses().stream().map(pulse -> pulse.sample()).toList(),
              rig.board("pump").pump("dopamine").pumpedNanoliters(),
              marked,
              reading);
      board.close();
      mea.close();
      return outcome;
    }
  }

  @Test
  void loopBenchAndRecordingTellTheSame() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      Outcome outcome = run(seed, folder.resolve("seed-" + seed));
      String told = "seed " + seed + ": " + outcome;
      assertTrue(outcome.counts().pulses() > 0 && outcome.dosed().begun() > 0, told);
      assertEquals(outcome.windows().corrections(), outcome.counts().pulses(), told);
      assertEquals(outcome.pulsedAt(), outcome.marked(), told);
      assertEquals(outcome.counts().pulses(), outcome.pulsedAt().size(), told);
      assertTrue(outcome.dosed().delivered().exact(), told);
      assertEquals(
          outcome.pumpedNanoliters(), outcome.dosed().delivered().atMost().nanoliters(), told);
      assertEquals(0, outcome.counts().missed() + outcome.windows().unjudged(), told);
      assertTrue(outcome.reading().whole(), told);
      // Seven electrodes of ten have units; noise alone would not reach the threshold six times.
      long active = outcome.spikes().stream().filter(count -> count > 5).count();
      assertTrue(active >= 12 && active <= 30, told);
    }
  }

  @Test
  void theSameSeedGivesTheSameExperiment() throws Exception {
    assertEquals(run(5, folder.resolve("a")), run(5, folder.resolve("b")));
  }
}
