package org.wetstack.emulator.harp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** How a device puts a message together. */
final class HarpFrame {

  static final int READ = 1;
  static final int WRITE = 2;
  static final int EVENT = 3;
  static final int ERROR = 8;
  static final int TIMESTAMP = 0x10;
  static final int THIS_DEVICE = 0xFF;
  static final int HEADER_BYTES = 5;
  static final int TIMESTAMP_BYTES = 6;

  private HarpFrame() {}

  /** A message with the time {@code seconds} and {@code ticks} of 32 µs. */
  static byte[] of(int message, Register register, long seconds, int ticks) {
    byte[] content = register.content();
    int length = content.length + HEADER_BYTES + TIMESTAMP_BYTES - 1;
    var frame = ByteBuffer.allocate(length + 2).order(ByteOrder.LITTLE_ENDIAN);
    frame.put((byte) message).put((byte) length).put((byte) register.address());
    frame.put((byte) THIS_DEVICE).put((byte) (register.type().code() | TIMESTAMP));
    frame.putInt((int) seconds).putShort((short) ticks).put(content);
    frame.put(checksum(frame.array(), length + 1));
    return frame.array();
  }

  /**
   * {@code request} sent back as an error, with a timestamp put in. The core shifts what follows
   * byte by byte within one buffer, so of more than 6 bytes the first 6 come back over and over.
   *
   * @param request a message with room for 6 more bytes behind it
   */
  static byte[] error(byte[] request, long seconds, int ticks) {
    int length = (request[1] & 0xFF) + TIMESTAMP_BYTES;
    byte[] reply = Arrays.copyOf(request, Math.max(length + 2, HEADER_BYTES + TIMESTAMP_BYTES));
    for (int i = HEADER_BYTES; i <= length - TIMESTAMP_BYTES; i++) {
      reply[i + TIMESTAMP_BYTES] = reply[i];
    }
    reply[0] |= ERROR;
    reply[1] = (byte) length;
    reply[4] |= TIMESTAMP;
    ByteBuffer stamp = ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).position(HEADER_BYTES);
    stamp.putInt((int) seconds).putShort((short) ticks);
    reply[length + 1] = checksum(reply, length + 1);
    return Arrays.copyOf(reply, length + 2);
  }

  /** When a request with a timestamp is to be carried out, in nanoseconds of the device's clock. */
  static long timeOf(byte[] request) {
    ByteBuffer stamp = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
    return (stamp.getInt(HEADER_BYTES) & 0xFFFF_FFFFL) * HarpClock.NANOS_PER_SECOND
        + (stamp.getShort(HEADER_BYTES + 4) & 0xFFFF) * HarpClock.NANOS_PER_TICK;
  }

  /** The sum of the first {@code count} bytes, modulo 256. */
  static byte checksum(byte[] bytes, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += bytes[i];
    }
    return (byte) sum;
  }
}
