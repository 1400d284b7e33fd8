package org.wetstack.drivers.intanrhx;

import java.util.concurrent.CompletableFuture;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;

/** One trigger on its way, from when it was asked for until its last pulse has settled. */
final class Flight {

  final OperationId operation;
  final RhxStimulus stimulus;
  final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
  final long askedNanos;

  /** Whether RHX has been told; guarded by the stimulator. */
  boolean sent;

  /** Whether it must not be told any more; guarded by the stimulator. */
  boolean cancelled;

  private final int[] offsets;
  private volatile long firstSample = -1;
  private volatile boolean blurred;
  private long latestPulse;

  /**
   * @param offsets where in a frame the STIM words of the driven electrodes are
   */
  Flight(OperationId operation, RhxStimulus stimulus, int[] offsets, long askedNanos) {
    this.operation = operation;
    this.stimulus = stimulus;
    this.offsets = offsets;
    this.askedNanos = askedNanos;
  }

  int[] offsets() {
    return offsets;
  }

  boolean begun() {
    return firstSample >= 0;
  }

  long firstSample() {
    return firstSample;
  }

  void begin(long sample) {
    firstSample = sample;
  }

  /** Samples were lost before its pulse was seen: when it began cannot be told. */
  void blur() {
    blurred = true;
  }

  boolean blurred() {
    return blurred;
  }

  /**
   * Whether a pulse begins at {@code sample}, in which current flows. Meaningful once begun; asked
   * of every sample with current, in order.
   */
  boolean pulseAt(long sample) {
    boolean due = sample == firstSample || (inTrain(sample) && sincePulse(sample) == 0);
    boolean fresh = sample == firstSample || sample >= latestPulse + applied().pulseTicks();
    if (due && fresh) {
      latestPulse = sample;
    }
    return due && fresh;
  }

  /** Whether current may flow at {@code sample}. Meaningful once begun. */
  boolean drives(long sample) {
    return inTrain(sample) && sincePulse(sample) < applied().pulseTicks();
  }

  /** Whether all is over before {@code sample}. Meaningful once begun. */
  boolean overBefore(long sample) {
    return sample >= firstSample + applied().totalTicks() + lateTicks();
  }

  private boolean inTrain(long sample) {
    long train = Math.multiplyFull(applied().periodTicks(), applied().pulses() - 1);
    long end = firstSample + train + lateTicks() + applied().pulseTicks();
    return sample >= firstSample && sample < end;
  }

  /** Ticks since a pulse began, be the period as it was set or one tick longer. */
  private long sincePulse(long sample) {
    long since = sample - firstSample;
    int period = applied().periodTicks();
    return period == 0 ? since : Math.min(since % period, since % (period + 1));
  }

  /**
   * How much later than it was set a train may end. In the one published logic of a controller each
   * period is a tick longer than its register says; by RHX's own arithmetic it is not. Nobody has
   * measured it, so either is taken for what was asked for, and the marks tell which it was.
   */
  private int lateTicks() {
    return applied().periodTicks() == 0 ? 0 : applied().pulses() - 1;
  }

  private AppliedStimulus applied() {
    return stimulus.applied();
  }
}
