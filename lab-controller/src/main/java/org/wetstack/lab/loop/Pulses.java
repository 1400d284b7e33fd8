package org.wetstack.lab.loop;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.lab.recording.RecordSink;

/** The pulses of a loop: fires them and keeps the book of what became of each. Thread-safe. */
final class Pulses {

  static final long MAX_MICROS = 60_000_000;

  private static final long NOW = -1;

  /** A rule that fires more different ones has each told anew. */
  private static final int MOST_DESCRIBED = 64;

  final AtomicLong fired = new AtomicLong();
  final AtomicLong confirmed = new AtomicLong();
  final AtomicLong refused = new AtomicLong();
  final AtomicLong unknown = new AtomicLong();
  final AtomicLong late = new AtomicLong();
  final AtomicLong displaced = new AtomicLong();
  final ConcurrentHistogram reactionMicros = new ConcurrentHistogram(MAX_MICROS, 3);
  private final int samplesPerSecond;
  private final Duration deadline;
  private final Rule rule;
  private final Optional<RecordSink> recorder;
  private volatile boolean acting = true;

  /** Stimuli that the recording was told of, so that the link's thread spells each of them once. */
  private final Map<LoadedStimulus, String> described = new ConcurrentHashMap<>();

  Pulses(int samplesPerSecond, Duration deadline, Rule rule, Optional<RecordSink> recorder) {
    this.samplesPerSecond = samplesPerSecond;
    this.deadline = deadline;
    this.rule = rule;
    this.recorder = recorder;
  }

  boolean acting() {
    return acting;
  }

  void halt() {
    acting = false;
  }

  long underWay() {
    return fired.get() - confirmed.get() - refused.get() - unknown.get();
  }

  boolean trigger(LoadedStimulus stimulus, long decidedAt) {
    return fire(stimulus, NOW, decidedAt);
  }

  boolean triggerAt(LoadedStimulus stimulus, long sample, long decidedAt) {
    return fire(stimulus, Math.max(0, sample), decidedAt);
  }

  private boolean fire(LoadedStimulus stimulus, long at, long decidedAt) {
    if (!acting) {
      return false;
    }
    var operation = OperationId.random();
    var receipt = at == NOW ? stimulus.trigger(operation) : stimulus.triggerAt(operation, at);
    fired.incrementAndGet();
    var unused =
        receipt.whenComplete((told, failure) -> learn(stimulus, told, failure, at, decidedAt));
    return true;
  }

  private void learn(
      LoadedStimulus stimulus,
      @Nullable Receipt receipt,
      @Nullable Throwable failure,
      long at,
      long decidedAt) {
    if (receipt == null) {
      Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
      boolean never =
          why instanceof DeviceException device
              && device.outcome() == DeviceException.Outcome.NOT_DONE;
      (never ? refused : unknown).incrementAndGet();
      return;
    }
    confirmed.incrementAndGet();
    recorder.ifPresent(book -> book.pulse(receipt, describe(stimulus, book)));
    if (at == NOW) {
      reacted(Math.max(0, receipt.firstSample() - decidedAt), decidedAt);
    } else if (receipt.firstSample() != at) {
      displaced.incrementAndGet();
    }
  }

  private void reacted(long samples, long decidedAt) {
    long micros = samples * 1_000_000 / samplesPerSecond;
    reactionMicros.recordValue(Math.min(MAX_MICROS, micros));
    if (micros > deadline.toNanos() / 1_000) {
      late.incrementAndGet();
      rule.onLate(Rule.Late.PULSE, decidedAt, Duration.ofNanos(micros * 1_000));
    }
  }

  /** The words for {@code stimulus}; the recording hears of its waveform before its first pulse. */
  private String describe(LoadedStimulus stimulus, RecordSink book) {
    String known = described.get(stimulus);
    if (known != null) {
      return known;
    }
    AppliedStimulus applied = stimulus.applied();
    String text = applied.phases() + " on electrodes " + applied.electrodes();
    book.stimulus(text, applied);
    if (described.size() < MOST_DESCRIBED) {
      described.put(stimulus, text);
    }
    return text;
  }
}
