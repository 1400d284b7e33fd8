package org.wetstack.lab.signal;

/**
 * The spikes of one block, by time and within a sample by channel. Borrowed: one is reused for all
 * blocks of a {@link SpikeDetector}.
 */
public final class Spikes {

  private final long[] samples;
  private final int[] channels;
  private int count;

  /** Room for {@code capacity} spikes. */
  public Spikes(int capacity) {
    samples = new long[capacity];
    channels = new int[capacity];
  }

  public int count() {
    return count;
  }

  /** Most spikes this can hold. */
  public int capacity() {
    return samples.length;
  }

  /** The device sample in which spike {@code index} fell below the threshold. */
  public long sample(int index) {
    return samples[checked(index)];
  }

  /** The channel of spike {@code index}, as in {@code ArrayLayout.sites()}. */
  public int channel(int index) {
    return channels[checked(index)];
  }

  /** Appends a spike, which must not be earlier than the last one. */
  public void add(long sample, int channel) {
    samples[count] = sample;
    channels[count] = channel;
    count++;
  }

  public void clear() {
    count = 0;
  }

  /**
   * Adds to {@code counts} the spikes of each channel in the samples {@code from} to before {@code
   * to}.
   */
  public void count(long from, long to, int[] counts) {
    for (int i = 0; i < count; i++) {
      if (samples[i] >= from && samples[i] < to) {
        counts[channels[i]]++;
      }
    }
  }

  /** Takes back all but the first {@code kept}. */
  void keep(int kept) {
    count = kept;
  }

  private int checked(int index) {
    if (index < 0 || index >= count) {
      throw new IndexOutOfBoundsException("spike " + index + " of " + count);
    }
    return index;
  }
}
