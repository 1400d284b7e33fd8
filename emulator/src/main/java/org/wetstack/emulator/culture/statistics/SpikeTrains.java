package org.wetstack.emulator.culture.statistics;

import java.util.Arrays;

/** When there were spikes on each channel, in samples; at most ten million on each. */
public final class SpikeTrains {

  private static final int MOST = 10_000_000;

  private final int samplesPerSecond;
  private final long[][] times;
  private final int[] counts;

  public SpikeTrains(int channels, int samplesPerSecond) {
    this.samplesPerSecond = samplesPerSecond;
    times = new long[channels][16];
    counts = new int[channels];
  }

  /**
   * A spike at {@code sample}, not before the last one of {@code channel}.
   *
   * @throws IllegalArgumentException if it is
   * @throws IllegalStateException if there are ten million already
   */
  public void add(int channel, long sample) {
    int count = counts[channel];
    if (sample < 0 || (count > 0 && times[channel][count - 1] > sample)) {
      throw new IllegalArgumentException(
          "spikes of channel " + channel + " come in order; " + sample + " is too early");
    }
    if (count == MOST) {
      throw new IllegalStateException("channel " + channel + " has " + MOST + " spikes already");
    }
    if (count == times[channel].length) {
      times[channel] = Arrays.copyOf(times[channel], Math.min(MOST, 2 * count));
    }
    times[channel][count] = sample;
    counts[channel]++;
  }

  public int channels() {
    return counts.length;
  }

  public int samplesPerSecond() {
    return samplesPerSecond;
  }

  /** How many spikes {@code channel} has. */
  public int count(int channel) {
    return counts[channel];
  }

  /** The sample of spike {@code index} of {@code channel}. */
  public long at(int channel, int index) {
    if (index >= counts[channel]) {
      throw new IndexOutOfBoundsException(index);
    }
    return times[channel][index];
  }

  /** Spikes of {@code channel} in each of {@code bins} bins of that many samples. */
  int[] histogram(int channel, long binSamples, int bins) {
    int[] histogram = new int[bins];
    for (int i = 0; i < counts[channel]; i++) {
      long bin = times[channel][i] / binSamples;
      if (bin < bins) {
        histogram[(int) bin]++;
      }
    }
    return histogram;
  }

  /** How many spikes of {@code channel} have one of {@code other} within {@code samples}. */
  int coincident(int channel, int other, long samples) {
    int found = 0;
    int from = 0;
    for (int i = 0; i < counts[channel]; i++) {
      long time = times[channel][i];
      while (from < counts[other] && times[other][from] < time - samples) {
        from++;
      }
      if (from < counts[other] && times[other][from] <= time + samples) {
        found++;
      }
    }
    return found;
  }
}
