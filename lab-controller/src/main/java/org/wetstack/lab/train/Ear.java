package org.wetstack.lab.train;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.SpikeDetector;
import org.wetstack.lab.signal.Spikes;

/**
 * Remembers the latest spikes of an array, so that a window can be counted when its pulse's receipt
 * is there, however late. Hears on the link's thread, is asked on another.
 */
final class Ear implements SampleHandler {

  private static final Duration BLANKED = Duration.ofMillis(5);
  private static final Duration DEAF_AFTER = Duration.ofMillis(1);

  /** Some seconds of a whole array in a burst. */
  private static final int MOST_SPIKES = 1 << 16;

  private final SpikeDetector detector;
  private final Optional<SampleHandler> also;
  private final long[] samples = new long[MOST_SPIKES];
  private final int[] channels = new int[MOST_SPIKES];
  private long heard;
  private long heardUntil;
  private Optional<Throwable> trouble = Optional.empty();

  Ear(ElectrodeArray array, Optional<SampleHandler> also) {
    detector =
        new SpikeDetector(array.layout(), DetectorSettings.USUAL.withBlanking(BLANKED, DEAF_AFTER));
    this.also = also;
  }

  @Override
  public void onBlock(SampleBlock block) {
    also.ifPresent(each -> each.onBlock(block));
    if (block.missedBefore() > 0) {
      failed(new IllegalStateException(block.missedBefore() + " samples are missing"));
    }
    Spikes found = detector.detect(block);
    synchronized (this) {
      for (int i = 0; i < found.count(); i++) {
        int at = (int) (heard % MOST_SPIKES);
        samples[at] = found.sample(i);
        channels[at] = found.channel(i);
        heard++;
      }
      heardUntil = block.firstSample() + block.samples();
    }
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    also.ifPresent(each -> each.onEnd(reason));
    reason.ifPresent(this::failed);
  }

  synchronized long heardUntil() {
    return heardUntil;
  }

  /**
   * Adds to {@code counts} the spikes from sample {@code from} to before {@code end}.
   *
   * @throws IllegalStateException if that has not been heard to its end, or is forgotten
   */
  synchronized void count(long from, long end, int[] counts) {
    if (heardUntil < end) {
      throw new IllegalStateException("the samples of a window did not come");
    }
    long first = Math.max(0, heard - MOST_SPIKES);
    if (first > 0 && samples[(int) (first % MOST_SPIKES)] >= from) {
      throw new IllegalStateException(
          "more than " + MOST_SPIKES + " spikes since a window began: is the threshold right?");
    }
    for (long i = first; i < heard; i++) {
      int at = (int) (i % MOST_SPIKES);
      if (samples[at] >= from && samples[at] < end) {
        counts[channels[at]]++;
      }
    }
  }

  synchronized void failed(@Nullable Throwable failure) {
    if (failure != null && trouble.isEmpty()) {
      trouble = Optional.of(failure);
    }
  }

  /** Throws what went wrong on another thread. */
  synchronized void check() {
    if (trouble.isPresent()) {
      throw new IllegalStateException(
          "the experiment failed: " + trouble.get().getMessage(), trouble.get());
    }
  }
}
