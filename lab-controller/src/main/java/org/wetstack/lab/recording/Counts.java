package org.wetstack.lab.recording;

/** Raw counts of some samples of all channels, read from a recording. Immutable. */
public final class Counts {

  private final int channels;
  private final short[] values;

  /** Takes over {@code values}: all channels of the first sample, then of the next. */
  Counts(int channels, short[] values) {
    this.channels = channels;
    this.values = values;
  }

  public int channels() {
    return channels;
  }

  /** Samples per channel. */
  public int samples() {
    return values.length / channels;
  }

  /** The count at {@code sample} (0 to {@link #samples()} - 1) of {@code channel}. */
  public short raw(int sample, int channel) {
    if (channel < 0 || channel >= channels) {
      throw new IndexOutOfBoundsException("channel " + channel + " of " + channels);
    }
    return values[sample * channels + channel];
  }

  /**
   * Copies the counts of all channels at {@code sample} into {@code into}, from index {@code at}
   * on.
   */
  public void copy(int sample, short[] into, int at) {
    System.arraycopy(values, sample * channels, into, at, channels);
  }
}
