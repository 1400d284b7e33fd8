package org.wetstack.server;

import org.wetstack.hal.SampleBlock;

/** A block of which each count follows from its sample and its channel. */
record Block(long firstSample, long missedBefore, int channels, int samples)
    implements SampleBlock {

  static short count(long sample, int channel) {
    return (short) (sample * 31L + channel * 7_001L);
  }

  @Override
  public short raw(int sample, int channel) {
    return count(firstSample + sample, channel);
  }

  @Override
  public int marks() {
    return 0;
  }

  @Override
  public int markSample(int mark) {
    throw new IndexOutOfBoundsException(mark);
  }

  @Override
  public long markOperation(int mark) {
    throw new IndexOutOfBoundsException(mark);
  }
}
