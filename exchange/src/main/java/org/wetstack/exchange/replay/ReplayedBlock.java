package org.wetstack.exchange.replay;

import java.util.List;
import org.wetstack.hal.SampleBlock;
import org.wetstack.lab.recording.Entry;

/** Samples that were recorded; valid while the handler is called. */
final class ReplayedBlock implements SampleBlock {

  private final long firstSample;
  private final long missedBefore;
  private final int channels;
  private final int samples;
  private final short[] rows;
  private final List<Entry.Mark> all;

  ReplayedBlock(
      long firstSample,
      long missedBefore,
      int channels,
      int samples,
      short[] rows,
      List<Entry.Mark> all) {
    this.firstSample = firstSample;
    this.missedBefore = missedBefore;
    this.channels = channels;
    this.samples = samples;
    this.rows = rows;
    this.all = all;
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
      throw new IndexOutOfBoundsException("sample " + sample + " of channel " + channel);
    }
    return rows[sample * channels + channel];
  }

  @Override
  public void copy(int sample, short[] into, int at) {
    System.arraycopy(rows, sample * channels, into, at, channels);
  }

  @Override
  public int marks() {
    return all.size();
  }

  @Override
  public int markSample(int mark) {
    return (int) (all.get(mark).sample() - firstSample);
  }

  @Override
  public long markOperation(int mark) {
    return all.get(mark).operation();
  }
}
