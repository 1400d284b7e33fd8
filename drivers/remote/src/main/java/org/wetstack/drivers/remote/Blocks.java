package org.wetstack.drivers.remote;

import com.google.protobuf.ByteString;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.wetstack.api.v1.Samples;
import org.wetstack.hal.SampleBlock;

/**
 * Cuts what comes into blocks of one size. A gap ends a block early; how long it was is reckoned
 * from the device's counter. For one thread at a time.
 */
final class Blocks {

  private record Mark(int sample, long operation) {}

  private final int channels;
  private final int size;
  private final Consumer<SampleBlock> taker;
  private final short[] counts;
  private final List<Mark> marks = new ArrayList<>();
  private final Block block = new Block();
  private long first;
  private int filled;
  private long missed;
  private boolean started;

  Blocks(int channels, int size, Consumer<SampleBlock> taker) {
    this.channels = channels;
    this.size = size;
    this.taker = taker;
    this.counts = new short[channels * size];
  }

  /**
   * Takes the samples of one message.
   *
   * @throws IllegalArgumentException if they are not what was agreed
   */
  void take(Samples message) {
    ByteString bytes = message.getCounts();
    int samples = message.getSamples();
    if (bytes.size() != Math.multiplyFull(samples, channels) * Short.BYTES) {
      throw new IllegalArgumentException(
          bytes.size() + " bytes for " + samples + " samples of " + channels + " channels");
    }
    follow(message.getFirstSample());
    ShortBuffer from = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    int mark = 0;
    for (int taken = 0; taken < samples; ) {
      int now = Math.min(size - filled, samples - taken);
      from.get(counts, filled * channels, now * channels);
      long end = first + filled + now;
      while (mark < message.getMarksCount() && message.getMarks(mark).getSample() < end) {
        Samples.Mark each = message.getMarks(mark++);
        marks.add(
            new Mark(
                (int) (each.getSample() - first), Long.parseUnsignedLong(each.getOperation(), 16)));
      }
      filled += now;
      taken += now;
      if (filled == size) {
        hand();
      }
    }
  }

  private void follow(long next) {
    long expected = first + filled;
    if (!started) {
      started = true;
      first = next;
    } else if (next < expected) {
      throw new IllegalArgumentException("sample " + next + " after sample " + (expected - 1));
    } else if (next > expected) {
      hand();
      missed = next - expected;
      first = next;
    }
  }

  private void hand() {
    if (filled > 0) {
      taker.accept(block);
      first += filled;
      filled = 0;
      missed = 0;
      marks.clear();
    }
  }

  /** What is filled now. */
  private final class Block implements SampleBlock {

    @Override
    public long firstSample() {
      return first;
    }

    @Override
    public long missedBefore() {
      return missed;
    }

    @Override
    public int channels() {
      return channels;
    }

    @Override
    public int samples() {
      return filled;
    }

    @Override
    public short raw(int sample, int channel) {
      return counts[at(sample, channel)];
    }

    private int at(int sample, int channel) {
      if (sample < 0 || sample >= filled || channel < 0 || channel >= channels) {
        throw new IndexOutOfBoundsException("sample " + sample + " of channel " + channel);
      }
      return sample * channels + channel;
    }

    @Override
    public void copy(int sample, short[] into, int at) {
      System.arraycopy(counts, at(sample, 0), into, at, channels);
    }

    @Override
    public int marks() {
      return marks.size();
    }

    @Override
    public int markSample(int mark) {
      return marks.get(mark).sample();
    }

    @Override
    public long markOperation(int mark) {
      return marks.get(mark).operation();
    }
  }
}
