package org.wetstack.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.loop.ClosedLoop;
import org.wetstack.lab.loop.Doser;
import org.wetstack.lab.loop.Trend;
import org.wetstack.lab.loop.WarmUp;
import org.wetstack.lab.loop.Windows;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.RecordingInfo;
import org.wetstack.lab.signal.DetectorSettings;

/**
 * What the demo does with its rig: the first site is rewarded with dopamine when it fires more than
 * it lately did, and corrected with a pulse when it fires less; medium is fed every few seconds.
 */
final class Experiment implements AutoCloseable {

  static final int SITE = 8;

  private static final int SAMPLES_PER_BLOCK = 30;
  private static final Duration WINDOW = Duration.ofMillis(500);
  private static final Duration DEADLINE = Duration.ofMillis(5);
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration FEED_EVERY = Duration.ofSeconds(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);
  private static final Dose REWARD =
      new Dose(Volume.nanoliters(250), FlowRate.microlitersPerMinute(60));
  private static final Dose FEED =
      new Dose(Volume.microliters(1), FlowRate.microlitersPerMinute(120));
  private static final Volume BUDGET = Volume.microliters(500);

  private final DemoRig rig;
  private final Timebase time = SystemTimebase.shared();
  private final CompletableFuture<String> trouble = new CompletableFuture<>();
  private final List<ExecutorService> hands = new ArrayList<>();
  private final Stimulator stimulator;
  private final Recorder recorder;
  private final ArrayLayout layout;
  private final Doser reward;
  private final Doser feed;
  private final Windows windows;
  private final ClosedLoop loop;
  private final Instrument.Subscription stream;
  private boolean stopped;

  Experiment(DemoRig rig, Path folder, long seed, Instant startedAt) throws IOException {
    this.rig = rig;
    Instrument mea = instrument(DemoRig.ARRAY);
    ElectrodeArray array = mea.device(ElectrodeArray.class);
    layout = array.layout();
    stimulator = array.stimulator().orElseThrow();
    recorder =
        Recorder.create(
            folder,
            new RecordingInfo(
                startedAt,
                mea.info(),
                layout,
                OptionalLong.of(seed),
                "Demo on an emulated culture. Site 1 (electrodes 0 to 7) is rewarded with dopamine"
                    + " when it fires more than it lately did, and corrected with a pulse when it"
                    + " fires less."),
            time,
            failure -> trouble.complete("the recording failed: " + failure.getMessage()));
    reward = doser(DemoRig.DOPAMINE, REWARD);
    feed = doser(DemoRig.MEDIUM, FEED);
    LoadedStimulus pulse =
        stimulator.load(
            Stimulus.biphasic(List.of(3, 4), Current.microamps(-2), Duration.ofNanos(200_000)));
    windows =
        new Windows(
            layout, WINDOW, new Trend(IntStream.range(0, SITE).boxed().toList()), pulse, reward);
    loop =
        new ClosedLoop(
            layout, DetectorSettings.USUAL, DEADLINE, windows, Optional.of(recorder), time);
    WarmUp.run(layout, DetectorSettings.USUAL, SAMPLES_PER_BLOCK, WARM_UP, time);
    rig.instruments().forEach(this::watch);
    stream = array.record(SAMPLES_PER_BLOCK, loop);
    feedLater();
  }

  private Instrument instrument(String name) {
    Instrument instrument = rig.instruments().get(name);
    if (instrument == null) {
      throw new IllegalStateException("the demo has no " + name);
    }
    return instrument;
  }

  private Pump pump(String name) {
    return instrument(name).device(Pump.class);
  }

  private Doser doser(String name, Dose dose) {
    ExecutorService hand =
        Executors.newSingleThreadExecutor(
            task -> {
              var thread = new Thread(task, "doses of " + name);
              thread.setDaemon(true);
              return thread;
            });
    hands.add(hand);
    return new Doser(pump(name), dose, BUDGET, hand, recorder);
  }

  private void watch(String name, Instrument instrument) {
    instrument.onAlarm(
        alarm -> {
          recorder.alarm(alarm);
          if (alarm.safe()) {
            trouble.complete(name + " has gone to its safe state: " + alarm.detail());
          }
        });
    var unused =
        instrument
            .ended()
            .thenAccept(
                reason ->
                    reason.ifPresent(why -> trouble.complete(name + ": " + why.getMessage())));
  }

  private void feedLater() {
    time.after(
        FEED_EVERY,
        () -> {
          if (feed.totals().trouble().isEmpty()) {
            feed.give();
            feedLater();
          }
        });
  }

  /** Completes when something is wrong, with words for a person. */
  CompletableFuture<String> trouble() {
    return trouble.copy();
  }

  /** How things stand, after {@code seconds}. */
  Snapshot snapshot(double seconds) {
    return Snapshot.of(seconds, layout, loop, windows, List.of(reward, feed), rig);
  }

  /**
   * Ends everything that acts, flow and pulses first, then the stream and the recording.
   *
   * @throws IOException if the recording could not be completed
   */
  void stop() throws IOException {
    if (stopped) {
      return;
    }
    stopped = true;
    loop.halt();
    feed.halt("the demo ends");
    Optional<DeviceException> notStopped =
        allAtOnce(
            List.of(pump(DemoRig.DOPAMINE)::stop, stimulator::stop, pump(DemoRig.MEDIUM)::stop));
    await(reward.idle());
    await(feed.idle());
    hands.forEach(ExecutorService::shutdownNow);
    stream.close();
    recorder.close();
    if (notStopped.isPresent()) {
      throw notStopped.get();
    }
  }

  /** Runs all of {@code stops} side by side, so that one dead link does not hold up the others. */
  private Optional<DeviceException> allAtOnce(List<Runnable> stops) {
    List<CompletableFuture<@Nullable DeviceException>> all = new ArrayList<>();
    for (Runnable stop : stops) {
      var done = new CompletableFuture<@Nullable DeviceException>();
      all.add(done);
      new Thread(() -> done.complete(failureOf(stop)), "stop").start();
    }
    DeviceException first = null;
    for (CompletableFuture<@Nullable DeviceException> each : all) {
      await(each);
      DeviceException failure = each.getNow(null);
      first = first == null ? failure : first;
    }
    return Optional.ofNullable(first);
  }

  private static @Nullable DeviceException failureOf(Runnable stop) {
    try {
      stop.run();
      return null;
    } catch (DeviceException e) {
      return e;
    }
  }

  private void await(CompletableFuture<?> done) {
    try {
      time.await(done, LAST_WORDS);
    } catch (TimeoutException e) {
      trouble.complete("a device did not stop within " + LAST_WORDS.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
