package org.wetstack.hal;

/**
 * A view of consecutive samples of all channels, in raw ADC counts, and of the stimuli among them.
 * Borrowed: copy what you keep.
 */
public interface SampleBlock {

  /** Number of the first sample here, counted by the device since the stream's clock began. */
  long firstSample();

  /** Samples lost just before this block, for whatever reason. 0 when there is no gap. */
  long missedBefore();

  int channels();

  /** Samples per channel. */
  int samples();

  /** The count at {@code sample} (0 to {@link #samples()} - 1) of {@code channel}. */
  short raw(int sample, int channel);

  /**
   * Copies the counts of all channels at {@code sample} into {@code into}, from index {@code at}
   * on. Drivers do this many times faster than {@link #raw} one by one.
   */
  default void copy(int sample, short[] into, int at) {
    for (int channel = 0; channel < channels(); channel++) {
      into[at + channel] = raw(sample, channel);
    }
  }

  /** How many pulses began within this block. */
  int marks();

  /** The sample (0 to {@link #samples()} - 1) in which pulse {@code mark} began. */
  int markSample(int mark);

  /** The operation that pulse {@code mark} belongs to. */
  long markOperation(int mark);
}
