package org.wetstack.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/**
 * All that came of a recording: a checksum of every sample, the marks, and how often it crossed.
 */
final class Heard implements SampleHandler {

  /** Below the baseline of a channel: beyond noise of 7 µV, within spikes worth counting. */
  private static final int CROSSING_MICROVOLTS = -50;

  /** Samples over which the baseline of a channel is taken, which amplifiers have offset. */
  private static final int BASELINE_SAMPLES = 1_024;

  private static final int NANOVOLTS_PER_COUNT = 195;
  private static final int DEAD_SAMPLES = 45;

  private final CRC32 checksum = new CRC32();
  private final List<Long> marks = new ArrayList<>();
  private final long[] deafUntil = new long[1_024];
  private final double[] baselines = new double[1_024];
  private final long wanted;
  private final CompletableFuture<Heard> enough = new CompletableFuture<>();
  private long samples;
  private long missed;
  private long crossings;

  /** Completes {@link #enough} after {@code wanted} samples. */
  Heard(long wanted) {
    this.wanted = wanted;
  }

  @Override
  public void onBlock(SampleBlock block) {
    missed += block.missedBefore();
    for (int sample = 0; sample < block.samples(); sample++) {
      long number = block.firstSample() + sample;
      for (int channel = 0; channel < block.channels(); channel++) {
        short raw = block.raw(sample, channel);
        checksum.update(raw);
        checksum.update(raw >> 8);
        baselines[channel] += (raw - baselines[channel]) / BASELINE_SAMPLES;
        if (samples + sample > 4 * BASELINE_SAMPLES
            && raw - baselines[channel] < CROSSING_MICROVOLTS * 1_000.0 / NANOVOLTS_PER_COUNT
            && number >= deafUntil[channel]) {
          deafUntil[channel] = number + DEAD_SAMPLES;
          crossings++;
        }
      }
    }
    for (int mark = 0; mark < block.marks(); mark++) {
      marks.add(block.firstSample() + block.markSample(mark));
    }
    samples += block.samples();
    if (samples >= wanted) {
      enough.complete(this);
    }
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    reason.ifPresent(enough::completeExceptionally);
  }

  CompletableFuture<Heard> enough() {
    return enough;
  }

  long samples() {
    return samples;
  }

  long missed() {
    return missed;
  }

  long crossings() {
    return crossings;
  }

  List<Long> marks() {
    return marks;
  }

  /** The same for the same samples. */
  String print() {
    return samples
        + " samples, "
        + missed
        + " missed, marks "
        + marks
        + ", CRC "
        + checksum.getValue();
  }
}
