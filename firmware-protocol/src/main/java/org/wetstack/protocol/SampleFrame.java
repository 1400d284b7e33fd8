package org.wetstack.protocol;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.Samples;

/**
 * The fields of one event with samples, read where it lies: nothing is copied or allocated. One is
 * reused for all events of a link. What it reads it reads as the generated parser would; what it
 * cannot read, for whatever reason, is left to that.
 */
public final class SampleFrame {

  private static final int EPOCH = 2 << 3;
  private static final int DEVICE_MICROS = 3 << 3;
  private static final int DEVICE = 4 << 3;
  private static final int SAMPLES = (31 << 3) | 2;
  private static final int FIRST_SAMPLE = 1 << 3;
  private static final int SAMPLE_COUNT = 2 << 3;
  private static final int DISCARDED_BEFORE = 3 << 3;
  private static final int MARK = (4 << 3) | 2;
  private static final int DATA = (15 << 3) | 2;
  private static final int OFFSET = 1 << 3;
  private static final int OPERATION_ID = (2 << 3) | 1;

  private static final int VARINT_BITS = 70;

  private final int[] markOffsets = new int[Bounds.MARKS];
  private final long[] markOperations = new long[Bounds.MARKS];
  private byte[] bytes = {};
  private int at;
  private boolean sound;
  private int epoch;
  private int device;
  private long firstSample;
  private int sampleCount;
  private int marks;
  private int dataAt;
  private int dataBytes;

  /**
   * Takes the message that {@code encoded}, a heap buffer, holds. Does not move it; is valid as
   * long as its bytes are.
   *
   * @return false if this is no event with samples, or none that is plain enough: see {@link
   *     Messages#device}
   */
  public boolean read(ByteBuffer encoded) {
    bytes = encoded.array();
    at = encoded.arrayOffset() + encoded.position();
    int end = at + encoded.remaining();
    sound = encoded.remaining() <= Framing.MAX_DEVICE_MESSAGE;
    epoch = 0;
    device = 0;
    boolean samples = false;
    while (sound && at < end) {
      switch ((int) varint(end)) {
        case EPOCH -> epoch = (int) varint(end);
        case DEVICE_MICROS -> varint(end);
        case DEVICE -> device = (int) varint(end);
        case SAMPLES -> {
          // Twice would be merged by others.
          sound &= !samples;
          samples = true;
          samples(end);
        }
        default -> sound = false;
      }
    }
    return sound && samples;
  }

  /** Takes {@code message}, an event with samples, by copying it. */
  public void take(DeviceMessage message) {
    Samples samples = message.getSamples();
    ByteString data = samples.getData();
    bytes = data.toByteArray();
    dataAt = 0;
    dataBytes = bytes.length;
    epoch = message.getEpoch();
    device = message.getDevice();
    firstSample = samples.getFirstSample();
    sampleCount = samples.getSampleCount();
    marks = samples.getMarksCount();
    for (int i = 0; i < marks; i++) {
      markOffsets[i] = samples.getMarks(i).getOffset();
      markOperations[i] = samples.getMarks(i).getOperationId();
    }
  }

  private void samples(int outerEnd) {
    int end = end(outerEnd);
    firstSample = 0;
    sampleCount = 0;
    marks = 0;
    dataAt = at;
    dataBytes = 0;
    while (sound && at < end) {
      switch ((int) varint(end)) {
        case FIRST_SAMPLE -> firstSample = varint(end);
        case SAMPLE_COUNT -> sampleCount = (int) varint(end);
        case DISCARDED_BEFORE -> varint(end);
        case MARK -> mark(end);
        case DATA -> {
          int dataEnd = end(end);
          dataAt = at;
          dataBytes = dataEnd - at;
          sound &= dataBytes <= Bounds.DATA;
          at = dataEnd;
        }
        default -> sound = false;
      }
    }
  }

  private void mark(int outerEnd) {
    int end = end(outerEnd);
    if (marks == markOffsets.length) {
      sound = false;
      return;
    }
    int offset = 0;
    long operation = 0;
    while (sound && at < end) {
      switch ((int) varint(end)) {
        case OFFSET -> offset = (int) varint(end);
        case OPERATION_ID -> operation = fixed64(end);
        default -> sound = false;
      }
    }
    markOffsets[marks] = offset;
    markOperations[marks] = operation;
    marks++;
  }

  /** Reads a length; the end of what is so long. */
  private int end(int outerEnd) {
    long length = varint(outerEnd);
    if (length < 0 || length > outerEnd - at) {
      sound = false;
      return at;
    }
    return at + (int) length;
  }

  private long varint(int end) {
    long value = 0;
    for (int shift = 0; shift < VARINT_BITS && at < end; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    sound = false;
    return 0;
  }

  private long fixed64(int end) {
    if (end - at < Long.BYTES) {
      sound = false;
      return 0;
    }
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value |= (bytes[at++] & 0xFFL) << (Byte.SIZE * i);
    }
    return value;
  }

  /** The session that the event belongs to. */
  public int epoch() {
    return epoch;
  }

  /** Index of the array in the device table. */
  public int device() {
    return device;
  }

  public long firstSample() {
    return firstSample;
  }

  /** Samples per channel, as the message says; whether so many are there is for the reader. */
  public int sampleCount() {
    return sampleCount;
  }

  /** The array that the counts are in; borrowed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} the counts begin. */
  public int dataAt() {
    return dataAt;
  }

  /** How many bytes of counts there are. */
  public int dataBytes() {
    return dataBytes;
  }

  public int marks() {
    return marks;
  }

  /** The offset of mark {@code index}, as the message says. */
  public int markOffset(int index) {
    return markOffsets[index];
  }

  /** The operation of mark {@code index}. */
  public long markOperation(int index) {
    return markOperations[index];
  }
}
