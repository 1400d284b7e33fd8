package org.wetstack.lab.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.lab.recording.RecordSink;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.SpikeDetector;
import org.wetstack.lab.signal.Spikes;

/**
 * Records a stream, finds its spikes, and has a {@link Rule} judge window after window: a reward
 * asks a {@link Doser} for a dose, a correction triggers a loaded stimulus. All on the link's
 * thread, which it never blocks. What it has seen and done can be asked from any thread.
 *
 * <p>A window with samples missing is not judged. When the loop is halted it goes on recording, but
 * acts no more.
 */
public final class ClosedLoop implements SampleHandler {

  private static final long MAX_MICROS = 60_000_000;

  private final ArrayLayout layout;
  private final Rule rule;
  private final LoadedStimulus correction;
  private final String correctionText;
  private final Doser reward;
  private final RecordSink recorder;
  private final SpikeDetector detector;
  private final Window window;
  private final AtomicLongArray spikes;
  private final Counters counters = new Counters();
  private final ConcurrentHistogram reactionMicros = new ConcurrentHistogram(MAX_MICROS, 3);
  private final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
  private volatile boolean acting = true;
  private volatile boolean ready;

  /** Whether no sample of the window is missing so far. */
  private boolean whole;

  /** The first sample after the latest gap. */
  private long gapEnd = Long.MIN_VALUE;

  private static final class Counters {
    final AtomicLong samples = new AtomicLong();
    final AtomicLong missed = new AtomicLong();
    final AtomicLong judged = new AtomicLong();
    final AtomicLong unjudged = new AtomicLong();
    final AtomicLong rewards = new AtomicLong();
    final AtomicLong corrections = new AtomicLong();
    final AtomicLong pulses = new AtomicLong();
    final AtomicLong pulsesRefused = new AtomicLong();
    final AtomicLong pulsesUnknown = new AtomicLong();
  }

  /**
   * Counts since the loop began, at one moment.
   *
   * @param ready whether the detector has warmed up
   * @param samples of each channel
   * @param missed samples that the stream had to announce as missing
   * @param judged windows on which the rule had its say
   * @param unjudged windows with samples missing
   * @param rewards windows for which the rule wanted a dose; whether it was given is in {@link
   *     Doser#totals}
   * @param corrections windows for which it wanted a pulse
   * @param pulses corrections that the device has confirmed
   * @param pulsesRefused corrections that were certainly not played
   * @param pulsesUnknown corrections of which nobody knows
   */
  public record Counts(
      boolean ready,
      long samples,
      long missed,
      long judged,
      long unjudged,
      long rewards,
      long corrections,
      long pulses,
      long pulsesRefused,
      long pulsesUnknown) {}

  /**
   * A loop that waits for its first block.
   *
   * @param windowLength at least 10 ms
   */
  public ClosedLoop(
      ArrayLayout layout,
      DetectorSettings detection,
      Duration windowLength,
      Rule rule,
      LoadedStimulus correction,
      Doser reward,
      RecordSink recorder) {
    if (windowLength.compareTo(Duration.ofMillis(10)) < 0
        || windowLength.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("a window is 10 ms to 10 min long, not " + windowLength);
    }
    this.layout = layout;
    this.rule = rule;
    this.correction = correction;
    this.correctionText = describe(correction);
    this.reward = reward;
    this.recorder = recorder;
    this.detector = new SpikeDetector(layout, detection);
    int windowSamples = (int) (windowLength.toMillis() * layout.samplesPerSecond() / 1_000);
    this.window = new Window(layout.channels(), windowSamples);
    this.spikes = new AtomicLongArray(layout.channels());
  }

  private static String describe(LoadedStimulus loaded) {
    return loaded.applied().phases() + " on electrodes " + loaded.applied().electrodes();
  }

  @Override
  public void onBlock(SampleBlock block) {
    recorder.onBlock(block);
    Spikes found = detector.detect(block);
    counters.samples.addAndGet(block.samples());
    counters.missed.addAndGet(block.missedBefore());
    if (block.missedBefore() > 0) {
      whole = false;
      gapEnd = block.firstSample();
    }
    if (!ready) {
      if (!detector.ready()) {
        return;
      }
      ready = true;
      recorder.note("the noise is learnt: spikes are found from here on; " + detector.path());
      open(block.firstSample());
    }
    long end = block.firstSample() + block.samples();
    for (int i = 0; i < found.count(); i++) {
      long sample = found.sample(i);
      closeUntil(sample, end);
      window.add(found.channel(i));
      spikes.incrementAndGet(found.channel(i));
      recorder.spike(sample, found.channel(i));
    }
    closeUntil(end, end);
  }

  /**
   * Judges the windows that end at or before {@code sample}; the block at hand ends at {@code end}.
   */
  private void closeUntil(long sample, long end) {
    while (window.end() <= sample) {
      if (whole) {
        counters.judged.incrementAndGet();
        act(rule.judge(window), end);
        open(window.end());
      } else {
        // All that a long gap has swallowed at once.
        long swallowed = (sample - window.end()) / window.samples();
        counters.unjudged.addAndGet(1 + swallowed);
        open(window.end() + swallowed * window.samples());
      }
    }
  }

  private void open(long first) {
    window.begin(first);
    whole = first >= gapEnd;
  }

  private void act(Decision decision, long end) {
    if (!acting) {
      return;
    }
    switch (decision) {
      case REWARD -> {
        counters.rewards.incrementAndGet();
        boolean unused = reward.give();
      }
      case CORRECT -> {
        counters.corrections.incrementAndGet();
        var unused =
            correction
                .trigger(OperationId.random())
                .whenComplete((receipt, failure) -> corrected(receipt, failure, end));
      }
      case NOTHING -> {}
    }
  }

  private void corrected(@Nullable Receipt receipt, @Nullable Throwable failure, long decidedAt) {
    if (receipt != null) {
      counters.pulses.incrementAndGet();
      long samples = Math.max(0, receipt.firstSample() - decidedAt);
      long micros = samples * 1_000_000 / layout.samplesPerSecond();
      reactionMicros.recordValue(Math.min(MAX_MICROS, micros));
      recorder.pulse(receipt, correctionText);
      return;
    }
    Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
    boolean never =
        why instanceof DeviceException device
            && device.outcome() == DeviceException.Outcome.NOT_DONE;
    (never ? counters.pulsesRefused : counters.pulsesUnknown).incrementAndGet();
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    acting = false;
    recorder.onEnd(reason);
    ended.complete(reason);
  }

  /** Neither doses nor pulses from now on. What is under way is for the devices to stop. */
  public void halt() {
    acting = false;
    reward.halt("the loop was halted");
  }

  /** Completes when the stream has ended: with the reason if it was lost. */
  public CompletionStage<Optional<DeviceException>> ended() {
    return ended.minimalCompletionStage();
  }

  public Counts counts() {
    return new Counts(
        ready,
        counters.samples.get(),
        counters.missed.get(),
        counters.judged.get(),
        counters.unjudged.get(),
        counters.rewards.get(),
        counters.corrections.get(),
        counters.pulses.get(),
        counters.pulsesRefused.get(),
        counters.pulsesUnknown.get());
  }

  /** Spikes of {@code channel} since the loop began. */
  public long spikes(int channel) {
    return spikes.get(channel);
  }

  /**
   * Reaction times of all confirmed corrections so far, in microseconds by the device's own sample
   * counter: from the end of the block that decided to the first sample of the pulse. A copy.
   */
  public Histogram reactionMicros() {
    return reactionMicros.copy();
  }
}
