package org.wetstack.emulator.harp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * One register of a Harp device: an address, a type, so many elements, and what happens when a host
 * reads or writes it. Unless told otherwise it keeps what is written to it.
 */
public final class Register {

  private final int address;
  private final PayloadType type;
  private final byte[] content;
  private Runnable beforeRead = () -> {};
  private Predicate<byte[]> onWrite;

  /** A register of {@code count} elements, all 0. */
  public Register(int address, PayloadType type, int count) {
    if (address < 0 || address > 255 || count < 1 || count * type.bytes() > 240) {
      throw new IllegalArgumentException(
          "no Harp register can be at " + address + " with " + count + " × " + type);
    }
    this.address = address;
    this.type = type;
    this.content = new byte[count * type.bytes()];
    this.onWrite =
        written -> {
          content(written);
          return true;
        };
  }

  /** Runs {@code task} before a host is told the content, to bring it up to date. */
  public Register beforeRead(Runnable task) {
    beforeRead = task;
    return this;
  }

  /**
   * Has {@code task} deal with what a host writes, a content of the right size; it returns false
   * for an error reply.
   */
  public Register onWrite(Predicate<byte[]> task) {
    onWrite = task;
    return this;
  }

  /** Has a host that writes get an error reply. */
  public Register readOnly() {
    return onWrite(written -> false);
  }

  public int address() {
    return address;
  }

  public PayloadType type() {
    return type;
  }

  int elements() {
    return content.length / type.bytes();
  }

  /** A copy of the content, as it goes over the wire. */
  public byte[] content() {
    return content.clone();
  }

  /** Sets the content; what {@code bytes} has too little is 0. */
  public void content(byte[] bytes) {
    Arrays.fill(content, (byte) 0);
    System.arraycopy(bytes, 0, content, 0, Math.min(bytes.length, content.length));
  }

  /** The first element, without its sign. */
  public long value() {
    return number(content, type);
  }

  /** Sets the first element. */
  public void value(long value) {
    for (int i = 0; i < type.bytes(); i++) {
      content[i] = (byte) (value >> (8 * i));
    }
  }

  /** The first element of a register of type FLOAT. */
  public float real() {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getFloat();
  }

  public void real(float value) {
    value(Float.floatToRawIntBits(value));
  }

  /** The first element of {@code content}, without its sign. */
  static long number(byte[] content, PayloadType type) {
    long value = 0;
    for (int i = 0; i < type.bytes(); i++) {
      value |= (content[i] & 0xFFL) << (8 * i);
    }
    return value;
  }

  void refresh() {
    beforeRead.run();
  }

  boolean write(byte[] written) {
    return onWrite.test(written);
  }
}
