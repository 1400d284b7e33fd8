package org.wetstack.lab.stream;

import java.util.Arrays;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.SampleBlock;

/** A block with memory of its own, to be filled again and again. */
final class Slot implements SampleBlock {

  private final int channels;
  private final short[] counts;
  private int[] markSamples;
  private long[] markOperations;
  private long firstSample;
  private long missedBefore;
  private long sentSamples;
  private int samples;
  private int marks;

  Slot(ArrayLayout layout) {
    channels = layout.channels();
    counts = new short[channels * layout.maxSamplesPerBlock()];
    markSamples = new int[layout.maxSamplesPerBlock()];
    markOperations = new long[layout.maxSamplesPerBlock()];
  }

  /** Becomes {@code block}, with {@code alsoMissed} more samples missing before it. */
  void fill(SampleBlock block, long alsoMissed) {
    firstSample = block.firstSample();
    missedBefore = block.missedBefore() + alsoMissed;
    samples = block.samples();
    sentSamples = samples + block.missedBefore();
    for (int s = 0; s < samples; s++) {
      block.copy(s, counts, s * channels);
    }
    marks = block.marks();
    if (marks > markSamples.length) {
      // Several stimuli in one sample; once grown, a slot stays so.
      markSamples = Arrays.copyOf(markSamples, marks);
      markOperations = Arrays.copyOf(markOperations, marks);
    }
    for (int m = 0; m < marks; m++) {
      markSamples[m] = block.markSample(m);
      markOperations[m] = block.markOperation(m);
    }
  }

  /** Its own samples, and those that had been missed before the block that this became. */
  long sentSamples() {
    return sentSamples;
  }

  @Override
  public long firstSample() {
    return firstSample;
  }

  @Override
  public long missedBefore() {
    return missedBefore;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public short raw(int sample, int channel) {
    if (sample < 0 || sample >= samples || channel < 0 || channel >= channels) {
      throw new IndexOutOfBoundsException(
          "sample " + sample + " of " + samples + ", channel " + channel + " of " + channels);
    }
    return counts[sample * channels + channel];
  }

  @Override
  public void copy(int sample, short[] into, int at) {
    if (sample < 0 || sample >= samples) {
      throw new IndexOutOfBoundsException("sample " + sample + " of " + samples);
    }
    System.arraycopy(counts, sample * channels, into, at, channels);
  }

  @Override
  public int marks() {
    return marks;
  }

  @Override
  public int markSample(int mark) {
    return markSamples[requireMark(mark)];
  }

  @Override
  public long markOperation(int mark) {
    return markOperations[requireMark(mark)];
  }

  private int requireMark(int mark) {
    if (mark < 0 || mark >= marks) {
      throw new IndexOutOfBoundsException("mark " + mark + " of " + marks);
    }
    return mark;
  }
}
