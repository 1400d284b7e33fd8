package org.wetstack.drivers.newera;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.wetstack.drivers.fluidics.Codec;

/**
 * The packets of safe mode: STX, the number of bytes that follow it, data, CRC-16/XMODEM of the
 * data, ETX. A frame is {@code P} and the data. Answers of basic mode, which have no check, are
 * told apart: {@code B} and the data.
 */
final class Packets implements Codec {

  private static final byte STX = 2;
  private static final byte ETX = 3;

  /** Length, CRC and ETX. */
  private static final int EXTRA = 4;

  /** The longest answer has 17 characters. The digits with which basic mode begins are above. */
  private static final int LONGEST = 40;

  private final byte[] kept = new byte[LONGEST + 1];
  private int count;

  /** {@code data} as a packet. */
  static byte[] packet(String data) {
    byte[] bytes = data.getBytes(StandardCharsets.US_ASCII);
    int crc = crc(bytes, 0, bytes.length);
    return ByteBuffer.allocate(bytes.length + EXTRA + 1)
        .put(STX)
        .put((byte) (bytes.length + EXTRA))
        .put(bytes)
        .putShort((short) crc)
        .put(ETX)
        .array();
  }

  @Override
  public void decode(ByteBuffer bytes, Consumer<byte[]> frames) {
    while (bytes.hasRemaining()) {
      kept[count++] = bytes.get();
      while (count > 0 && !mayBegin(frames)) {
        skip(1);
      }
    }
  }

  /** Takes a whole frame out; false if what is kept cannot be the beginning of one. */
  private boolean mayBegin(Consumer<byte[]> frames) {
    if (kept[0] != STX) {
      return false;
    }
    if (count == 1) {
      return true;
    }
    return kept[1] > LONGEST ? basic(frames) : packet(frames);
  }

  private boolean packet(Consumer<byte[]> frames) {
    int length = kept[1];
    if (length < EXTRA) {
      return false;
    }
    if (count <= length) {
      return true;
    }
    int size = length - EXTRA;
    int check = ((kept[2 + size] & 0xff) << 8) | (kept[3 + size] & 0xff);
    if (kept[length] != ETX || check != crc(kept, 2, size)) {
      return false;
    }
    frames.accept(frame('P', 2, size));
    skip(length + 1);
    return true;
  }

  private boolean basic(Consumer<byte[]> frames) {
    byte last = kept[count - 1];
    if (last == ETX) {
      frames.accept(frame('B', 1, count - 2));
      skip(count);
      return true;
    }
    return last > ' ' && count < LONGEST;
  }

  private byte[] frame(char kind, int from, int size) {
    byte[] frame = new byte[size + 1];
    frame[0] = (byte) kind;
    System.arraycopy(kept, from, frame, 1, size);
    return frame;
  }

  private void skip(int bytes) {
    count -= bytes;
    System.arraycopy(kept, bytes, kept, 0, count);
  }

  @Override
  public void reset() {
    count = 0;
  }

  @Override
  public boolean isComplaint(byte[] frame) {
    return Answer.of(frame).filter(Answer::complainsOfDamage).isPresent();
  }

  private static int crc(byte[] data, int from, int size) {
    int crc = 0;
    for (int i = from; i < from + size; i++) {
      crc ^= (data[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
      }
    }
    return crc & 0xffff;
  }
}
