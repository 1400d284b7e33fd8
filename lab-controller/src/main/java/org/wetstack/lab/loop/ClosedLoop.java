package org.wetstack.lab.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.recording.RecordSink;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.SpikeDetector;
import org.wetstack.lab.signal.Spikes;

/**
 * Finds the spikes of a stream and has a {@link Rule} act on them, block by block, then records
 * both. All on the link's thread, which it never blocks. What it has seen and done can be asked
 * from any thread. When it is halted it goes on recording, but acts no more.
 *
 * <p>How soon it acts is how long a block is, which is for {@code ElectrodeArray.record} to say,
 * plus the time of the software, which is measured here against a deadline: by the host's clock
 * from the block's arrival to the decision, and by the device's sample counter from the end of the
 * block to the pulse.
 */
public final class ClosedLoop implements SampleHandler {

  private static final long MAX_NANOS = 60_000_000_000L;

  private final Timebase time;
  private final long deadlineNanos;
  private final Rule rule;
  private final Optional<RecordSink> recorder;
  private final SpikeDetector detector;
  private final Pulses pulses;
  private final Turn turn;
  private final AtomicLongArray spikes;
  private final AtomicLong samples = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();
  private final AtomicLong decisions = new AtomicLong();
  private final AtomicLong lateDecisions = new AtomicLong();
  private final ConcurrentHistogram decisionNanos = new ConcurrentHistogram(MAX_NANOS, 3);
  private final CompletableFuture<Optional<DeviceException>> ended = new CompletableFuture<>();
  private volatile boolean ready;

  /**
   * Counts since the loop began, at one moment.
   *
   * @param ready whether the detector has learnt the noise
   * @param samples of each channel
   * @param missed samples that the stream had to announce as missing
   * @param decisions blocks that the rule has seen
   * @param lateDecisions those that it took longer for than the deadline
   * @param triggers pulses that it wanted
   * @param pulses triggers that the device has confirmed
   * @param latePulses of those, the ones that began after the deadline
   * @param displacedPulses of those, the scheduled ones that began in another sample than asked
   * @param pulsesRefused triggers that were certainly not played
   * @param pulsesUnknown triggers of which nobody knows
   */
  public record Counts(
      boolean ready,
      long samples,
      long missed,
      long decisions,
      long lateDecisions,
      long triggers,
      long pulses,
      long latePulses,
      long displacedPulses,
      long pulsesRefused,
      long pulsesUnknown) {}

  /**
   * A loop that waits for its first block.
   *
   * @param deadline within which it is to act: see {@link Rule#onLate}
   * @param recorder for samples, spikes and pulses; closing it is for the caller
   */
  public ClosedLoop(
      ArrayLayout layout,
      DetectorSettings detection,
      Duration deadline,
      Rule rule,
      Optional<RecordSink> recorder,
      Timebase time) {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a deadline lies ahead, unlike " + deadline);
    }
    this.time = time;
    this.deadlineNanos = deadline.toNanos();
    this.rule = rule;
    this.recorder = recorder;
    this.detector = new SpikeDetector(layout, detection);
    this.pulses = new Pulses(layout.samplesPerSecond(), deadline, rule, recorder);
    this.turn = new Turn(detector, pulses);
    this.spikes = new AtomicLongArray(layout.channels());
  }

  @Override
  public void onBlock(SampleBlock block) {
    long arrived = time.nanoTime();
    Spikes found = detector.detect(block);
    if (!ready && detector.ready()) {
      ready = true;
      recorder.ifPresent(
          book ->
              book.note("the noise is learnt: spikes are found from here on; " + detector.path()));
    }
    if (ready && pulses.acting()) {
      decide(block, found, arrived);
    }
    samples.addAndGet(block.samples());
    missed.addAndGet(block.missedBefore());
    if (recorder.isPresent()) {
      record(recorder.get(), block, found);
    }
    for (int i = 0; i < found.count(); i++) {
      spikes.incrementAndGet(found.channel(i));
    }
  }

  private void decide(SampleBlock block, Spikes found, long arrived) {
    turn.begin(block, found);
    try {
      rule.onBlock(turn);
    } finally {
      turn.over();
    }
    long took = time.nanoTime() - arrived;
    decisions.incrementAndGet();
    decisionNanos.recordValue(Math.min(MAX_NANOS, took));
    if (took > deadlineNanos) {
      lateDecisions.incrementAndGet();
      rule.onLate(Rule.Late.DECISION, turn.end(), Duration.ofNanos(took));
    }
  }

  private static void record(RecordSink book, SampleBlock block, Spikes found) {
    book.onBlock(block);
    for (int i = 0; i < found.count(); i++) {
      book.spike(found.sample(i), found.channel(i));
    }
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    pulses.halt();
    recorder.ifPresent(book -> book.onEnd(reason));
    ended.complete(reason);
  }

  /** Neither doses nor pulses from now on. What is under way is for the devices to stop. */
  public void halt() {
    pulses.halt();
    rule.onHalt();
  }

  /** Completes when the stream has ended: with the reason if it was lost. */
  public CompletionStage<Optional<DeviceException>> ended() {
    return ended.minimalCompletionStage();
  }

  public Counts counts() {
    return new Counts(
        ready,
        samples.get(),
        missed.get(),
        decisions.get(),
        lateDecisions.get(),
        pulses.fired.get(),
        pulses.confirmed.get(),
        pulses.late.get(),
        pulses.displaced.get(),
        pulses.refused.get(),
        pulses.unknown.get());
  }

  /** Triggers of which nothing has been heard yet. Cheap enough to ask for every block. */
  public long underWay() {
    return pulses.underWay();
  }

  /** Spikes of {@code channel} since the loop began. */
  public long spikes(int channel) {
    return spikes.get(channel);
  }

  /**
   * Reaction times of all confirmed triggers so far, the scheduled ones aside, in microseconds by
   * the device's own sample counter: from the end of the block that decided to the first sample of
   * the pulse. A copy.
   */
  public Histogram reactionMicros() {
    return pulses.reactionMicros.copy();
  }

  /**
   * How long each decision took, in nanoseconds by the host's clock: from the block's arrival in
   * the loop to when the rule had returned. A copy.
   */
  public Histogram decisionNanos() {
    return decisionNanos.copy();
  }
}
