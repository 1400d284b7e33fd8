package org.wetstack.drivers.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.wetstack.hal.SampleBlock;
import org.wetstack.protocol.v1.Mark;
import org.wetstack.protocol.v1.Samples;

/** A view of the samples in the receive buffer. One is reused for all blocks of a stream. */
final class FirmwareBlock implements SampleBlock {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final int channels;
  private ByteBuffer data = NOTHING;
  private List<Mark> marks = List.of();
  private long firstSample;
  private long missedBefore;
  private int samples;

  FirmwareBlock(int channels) {
    this.channels = channels;
  }

  /** Takes {@code message} as the current block; false if it contradicts itself. */
  boolean wrap(Samples message, long missed) {
    int count = message.getSampleCount();
    if (count < 1 || message.getData().size() != 2L * channels * count) {
      return false;
    }
    for (Mark mark : message.getMarksList()) {
      if (mark.getOffset() < 0 || mark.getOffset() >= count) {
        return false;
      }
    }
    data = message.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    marks = message.getMarksList();
    firstSample = message.getFirstSample();
    missedBefore = missed;
    samples = count;
    return true;
  }

  /** Lets go of the buffer: reading a block after its callback is an error, not old data. */
  void release() {
    data = NOTHING;
    marks = List.of();
    samples = 0;
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
    if (channel < 0 || channel >= channels) {
      throw new IndexOutOfBoundsException("channel " + channel + " of " + channels);
    }
    return data.getShort(data.position() + 2 * (sample * channels + channel));
  }

  @Override
  public int marks() {
    return marks.size();
  }

  @Override
  public int markSample(int mark) {
    return marks.get(mark).getOffset();
  }

  @Override
  public long markOperation(int mark) {
    return marks.get(mark).getOperationId();
  }
}
