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

  /** Whether a pulse begins at {@code sample}. Meaningful once begun. */
  boolean pulseAt(long sample) {
    return sample == firstSample || (inTrain(sample) && sincePulse(sample) == 0);
  }

  /** Whether current may flow at {@code sample}. Meaningful once begun. */
  boolean drives(long sample) {
    return inTrain(sample) && sincePulse(sample) < applied().pulseTicks();
  }

  /** Whether all is over before {@code sample}. Meaningful once begun. */
  boolean overBefore(long sample) {
    return sample >= firstSample + applied().totalTicks();
  }

  private boolean inTrain(long sample) {
    long train = Math.multiplyFull(applied().periodTicks(), applied().pulses() - 1);
    return sample >= firstSample && sample < firstSample + train + applied().pulseTicks();
  }

  private long sincePulse(long sample) {
    long since = sample - firstSample;
    return applied().periodTicks() == 0 ? since : since % applied().periodTicks();
  }

  private AppliedStimulus applied() {
    return stimulus.applied();
  }
}
