package org.wetstack.drivers.harp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A message of the Harp binary protocol, as one frame: {@code type, length, address, port, payload
 * type, seconds and ticks, payload, checksum}, little-endian. Immutable.
 */
public final class HarpMessage {

  /** What a message is. */
  public enum Kind {
    READ(1),
    WRITE(2),
    EVENT(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  static final int PORT = 0xFF;
  static final int TIMESTAMP = 0x10;
  static final int ERROR = 8;

  private static final int HEADER = 5;
  private static final int STAMP = 6;
  private static final long MICROS_PER_TICK = 32;

  private final byte[] frame;

  private HarpMessage(byte[] frame) {
    this.frame = frame;
  }

  /** A message that came; {@code frame} is whole and has a timestamp, as {@link HarpCodec} sees. */
  static HarpMessage heard(byte[] frame) {
    return new HarpMessage(frame);
  }

  /** The bytes of a request to read. */
  static byte[] read(int address, PayloadType type) {
    return request(Kind.READ, address, type, new byte[0]);
  }

  /** The bytes of a request to write. */
  static byte[] write(int address, PayloadType type, byte[] payload) {
    return request(Kind.WRITE, address, type, payload);
  }

  private static byte[] request(Kind kind, int address, PayloadType type, byte[] payload) {
    byte[] frame = new byte[HEADER + payload.length + 1];
    frame[0] = (byte) kind.code;
    frame[1] = (byte) (frame.length - 2);
    frame[2] = (byte) address;
    frame[3] = (byte) PORT;
    frame[4] = (byte) type.code();
    System.arraycopy(payload, 0, frame, HEADER, payload.length);
    frame[frame.length - 1] = checksum(frame, frame.length - 1);
    return frame;
  }

  /** {@code values} as the payload of a register of whole numbers. */
  static byte[] payload(PayloadType type, long... values) {
    byte[] bytes = new byte[values.length * type.bytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i / type.bytes()] >> (8 * (i % type.bytes())));
    }
    return bytes;
  }

  /** {@code values} as the payload of a register of floats. */
  static byte[] payload(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  static byte checksum(byte[] bytes, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += bytes[i];
    }
    return (byte) sum;
  }

  boolean is(Kind kind, int about) {
    return (frame[0] & ~ERROR) == kind.code && address() == about;
  }

  public boolean isEvent() {
    return frame[0] == Kind.EVENT.code;
  }

  /** Whether the device refused what it was asked. */
  public boolean isError() {
    return (frame[0] & ERROR) != 0;
  }

  public int address() {
    return frame[2] & 0xFF;
  }

  /** The device's time at which this was sent, in microseconds. */
  public long deviceMicros() {
    ByteBuffer bytes = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    long seconds = bytes.getInt(HEADER) & 0xFFFF_FFFFL;
    return seconds * 1_000_000 + (bytes.getShort(HEADER + 4) & 0xFFFF) * MICROS_PER_TICK;
  }

  public byte[] payload() {
    return Arrays.copyOfRange(frame, HEADER + STAMP, frame.length - 1);
  }

  /** Whether the payload is of {@code type}. */
  boolean holds(PayloadType type) {
    return (frame[4] & 0xFF & ~TIMESTAMP) == type.code()
        && frame.length > HEADER + STAMP + type.bytes();
  }

  /**
   * The first element of the payload.
   *
   * @throws IllegalArgumentException if the payload is of another type
   */
  public long number(PayloadType type) {
    if (!holds(type) || type == PayloadType.FLOAT) {
      throw new IllegalArgumentException(this + " has no " + type);
    }
    long value = 0;
    for (int i = type.bytes() - 1; i >= 0; i--) {
      value = (value << 8) | (frame[HEADER + STAMP + i] & 0xFF);
    }
    int unused = Long.SIZE - 8 * type.bytes();
    return type.signed() ? value << unused >> unused : value;
  }

  /** The first element of a payload of floats. */
  public float real() {
    if (!holds(PayloadType.FLOAT)) {
      throw new IllegalArgumentException(this + " has no FLOAT");
    }
    return ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getFloat(HEADER + STAMP);
  }

  /** The payload as text, up to its first 0. */
  public String text() {
    String text = new String(payload(), StandardCharsets.US_ASCII);
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }

  @Override
  public String toString() {
    return "Harp message " + HexFormat.ofDelimiter(" ").formatHex(frame);
  }
}
