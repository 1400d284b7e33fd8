package org.wetstack.drivers.intanrhx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.stream.IntStream;
import org.wetstack.hal.SampleBlock;

/** A view of received frames for one band. One is reused for all blocks of a recording. */
final class RhxBlock implements SampleBlock {

  private static final VarHandle COUNTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** RHX counts from 0 with the middle at 32768. */
  private static final short MIDDLE = (short) 0x8000;

  private static final int LONG_RUN = 16;

  private static final byte[] NOTHING = {};

  private final int[] offsets;
  private final int frameBytes;
  private final PulseMarks marks;

  /** First channels of the runs whose words lie side by side, and the end. */
  private final int[] runs;

  /** Whether runs are so long that copying each in bulk is faster than word by word. */
  private final boolean inRuns;

  private byte[] frames = NOTHING;
  private byte[] viewed = NOTHING;
  private ShortBuffer words = words(NOTHING);
  private int at;
  private long firstSample;
  private long missedBefore;
  private int samples;
  private int firstMark;
  private int markCount;

  RhxBlock(int[] offsets, int frameBytes, PulseMarks marks) {
    this.offsets = offsets;
    this.frameBytes = frameBytes;
    this.marks = marks;
    this.runs =
        IntStream.rangeClosed(0, offsets.length)
            .filter(
                channel ->
                    channel == 0
                        || channel == offsets.length
                        || offsets[channel] != offsets[channel - 1] + Short.BYTES)
            .toArray();
    this.inRuns = offsets.length >= LONG_RUN * (runs.length - 1);
  }

  private static ShortBuffer words(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }

  /** Shows {@code count} frames of {@code source} from byte {@code from} on. */
  void wrap(byte[] source, int from, long first, long missed, int count) {
    frames = source;
    if (source != viewed) {
      viewed = source;
      words = words(source);
    }
    at = from;
    firstSample = first;
    missedBefore = missed;
    samples = count;
    firstMark = marks.indexAtOrAfter(first);
    markCount = marks.indexAtOrAfter(first + count) - firstMark;
  }

  /** Lets go of the frames: reading a block after its callback is an error, not old data. */
  void release() {
    frames = NOTHING;
    samples = 0;
    markCount = 0;
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
    return offsets.length;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public short raw(int sample, int channel) {
    if (sample < 0 || sample >= samples) {
      throw new IndexOutOfBoundsException("sample " + sample + " of " + samples);
    }
    short word = (short) COUNTS.get(frames, at + sample * frameBytes + offsets[channel]);
    return (short) (word ^ MIDDLE);
  }

  @Override
  public void copy(int sample, short[] into, int to) {
    if (sample < 0 || sample >= samples) {
      throw new IndexOutOfBoundsException("sample " + sample + " of " + samples);
    }
    int frame = at + sample * frameBytes;
    if (inRuns) {
      copyRuns(frame, into, to);
      return;
    }
    for (int channel = 0; channel < offsets.length; channel++) {
      into[to + channel] = (short) ((short) COUNTS.get(frames, frame + offsets[channel]) ^ MIDDLE);
    }
  }

  /** All runs of the frame at byte {@code frame}, and then the sign of all, both in wide steps. */
  private void copyRuns(int frame, short[] into, int to) {
    for (int run = 0; run < runs.length - 1; run++) {
      int channel = runs[run];
      int word = (frame + offsets[channel]) / Short.BYTES;
      words.get(word, into, to + channel, runs[run + 1] - channel);
    }
    int end = to + offsets.length;
    for (int i = to; i < end; i++) {
      into[i] ^= MIDDLE;
    }
  }

  @Override
  public int marks() {
    return markCount;
  }

  @Override
  public int markSample(int mark) {
    return (int) (marks.sample(index(mark)) - firstSample);
  }

  @Override
  public long markOperation(int mark) {
    return marks.operation(index(mark));
  }

  private int index(int mark) {
    if (mark < 0 || mark >= markCount) {
      throw new IndexOutOfBoundsException("mark " + mark + " of " + markCount);
    }
    return firstMark + mark;
  }
}
