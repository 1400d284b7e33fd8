package org.wetstack.lab.recording;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.SampleBlock;

/** Copies a block into the queue, a sample of all channels at a time. Under the queue's lock. */
final class SamplesPayload implements RecordQueue.Payload {

  private final RecordQueue queue;
  private final short[] row;
  private @Nullable SampleBlock borrowed;

  SamplesPayload(RecordQueue queue, int channels) {
    this.queue = queue;
    this.row = new short[channels];
  }

  /** The block to be put next; null afterwards, as it is only borrowed. */
  void borrow(@Nullable SampleBlock block) {
    borrowed = block;
  }

  @Override
  public void put(ByteBuffer into) {
    SampleBlock block = Objects.requireNonNull(borrowed);
    int samples = block.samples();
    into.putLong(block.firstSample()).putLong(block.missedBefore());
    into.putInt(samples).putShort((short) row.length);
    for (int s = 0; s < samples; s++) {
      block.copy(s, row, 0);
      queue.putShorts(row, row.length);
    }
  }
}
