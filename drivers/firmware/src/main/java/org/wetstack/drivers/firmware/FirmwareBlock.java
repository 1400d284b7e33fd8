package org.wetstack.drivers.firmware;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.SampleBlock;
import org.wetstack.protocol.SampleFrame;

/** A view of the samples in the receive buffer. One is reused for all blocks of a stream. */
final class FirmwareBlock implements SampleBlock {

  private static final VarHandle COUNTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] NOTHING = {};

  private final int channels;

  /** The latest two arrays: a link reads into one, and completes in another what was cut. */
  private final Viewed[] viewed = {new Viewed(NOTHING), new Viewed(NOTHING)};

  private byte[] bytes = NOTHING;
  private @Nullable SampleFrame frame;
  private int at;
  private int samples;
  private int marks;
  private long firstSample;
  private long missedBefore;

  FirmwareBlock(int channels) {
    this.channels = channels;
  }

  /** Takes {@code message} as the current block; false if it contradicts itself. */
  boolean wrap(SampleFrame message, long missed) {
    int count = message.sampleCount();
    if (count < 1 || message.dataBytes() != 2L * channels * count) {
      return false;
    }
    for (int mark = 0; mark < message.marks(); mark++) {
      if (message.markOffset(mark) < 0 || message.markOffset(mark) >= count) {
        return false;
      }
    }
    frame = message;
    bytes = message.bytes();
    at = message.dataAt();
    firstSample = message.firstSample();
    missedBefore = missed;
    samples = count;
    marks = message.marks();
    return true;
  }

  /** Lets go of the buffer: reading a block after its callback is an error, not old data. */
  void release() {
    frame = null;
    samples = 0;
    marks = 0;
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
    return (short) COUNTS.get(bytes, place(sample) + 2 * channel);
  }

  @Override
  public void copy(int sample, short[] into, int to) {
    int from = place(sample);
    view(from & 1).get(from >> 1, into, to, channels);
  }

  private int place(int sample) {
    if (sample < 0 || sample >= samples) {
      throw new IndexOutOfBoundsException("sample " + sample + " of " + samples);
    }
    return at + 2 * sample * channels;
  }

  private ShortBuffer view(int parity) {
    if (viewed[0].bytes != bytes) {
      Viewed older = viewed[0];
      viewed[0] = viewed[1].bytes == bytes ? viewed[1] : new Viewed(bytes);
      viewed[1] = older;
    }
    return parity == 0 ? viewed[0].even : viewed[0].odd;
  }

  /** An array and its counts that begin at even and at odd places, to be copied in bulk. */
  private static final class Viewed {

    final byte[] bytes;
    final ShortBuffer even;
    final ShortBuffer odd;

    Viewed(byte[] bytes) {
      this.bytes = bytes;
      even = counts(bytes, 0);
      odd = counts(bytes, Math.min(1, bytes.length));
    }

    private static ShortBuffer counts(byte[] bytes, int from) {
      return ByteBuffer.wrap(bytes, from, bytes.length - from)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asShortBuffer();
    }
  }

  @Override
  public int marks() {
    return marks;
  }

  @Override
  public int markSample(int mark) {
    return frameOf(mark).markOffset(mark);
  }

  @Override
  public long markOperation(int mark) {
    return frameOf(mark).markOperation(mark);
  }

  private SampleFrame frameOf(int mark) {
    SampleFrame from = frame;
    if (from == null || mark < 0 || mark >= marks) {
      throw new IndexOutOfBoundsException("mark " + mark + " of " + marks);
    }
    return from;
  }
}
