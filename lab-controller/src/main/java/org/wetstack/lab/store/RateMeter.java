package org.wetstack.lab.store;

import java.util.Optional;
import java.util.OptionalDouble;
import org.wetstack.hal.DeviceException;
import org.wetstack.lab.signal.Spikes;
import org.wetstack.lab.tap.SpikeFeed;

/** Counts the spikes of each channel of one stream. Told on the detector's thread, asked on any. */
final class RateMeter implements SpikeFeed.Listener {

  /** What less was heard of is not told as a rate. */
  static final int LEAST_SECONDS = 10;

  private final int samplesPerSecond;
  private int[] counts;
  private long heard;

  RateMeter(int channels, int samplesPerSecond) {
    this.samplesPerSecond = samplesPerSecond;
    this.counts = new int[channels];
  }

  /** What was counted since it was last taken; samples that were missed are not in it. */
  static final class Counted {
    private final int[] spikes;
    private final double seconds;

    private Counted(int[] spikes, double seconds) {
      this.spikes = spikes;
      this.seconds = seconds;
    }

    /** Spikes a second of {@code channel}; empty if too little was heard. */
    OptionalDouble rate(int channel) {
      return seconds < LEAST_SECONDS
          ? OptionalDouble.empty()
          : OptionalDouble.of(spikes[channel] / seconds);
    }
  }

  @Override
  public synchronized void onSpikes(
      Spikes spikes, long firstSample, int samples, long missedBefore) {
    heard += samples;
    for (int i = 0; i < spikes.count(); i++) {
      counts[spikes.channel(i)]++;
    }
  }

  @Override
  public void onEnd(Optional<DeviceException> reason) {
    // What was counted until then is what there is.
  }

  synchronized Counted take() {
    var counted = new Counted(counts, (double) heard / samplesPerSecond);
    counts = new int[counts.length];
    heard = 0;
    return counted;
  }
}
