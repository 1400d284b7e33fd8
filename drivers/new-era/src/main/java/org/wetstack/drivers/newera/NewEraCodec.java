package org.wetstack.drivers.newera;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.wetstack.drivers.fluidics.Codec;

/**
 * The two framings of New Era pumps. A frame that is given is what both carry: address, status and
 * data, as in {@code 00S12.34UM}. Which framing a pump answers in can be seen: in basic mode a
 * digit of the address follows STX, in safe mode a length, which is never that of a digit.
 */
final class NewEraCodec implements Codec {

  private static final int STX = 2;
  private static final int ETX = 3;

  /** Longer than any answer. */
  private static final int MAX = 47;

  private static final int CRC_POLYNOMIAL = 0x1021;

  /** What has come since STX, that not included. */
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

  private boolean inFrame;

  @Override
  public void decode(ByteBuffer bytes, Consumer<byte[]> frames) {
    while (bytes.hasRemaining()) {
      take(bytes.get() & 0xFF, frames);
    }
  }

  private void take(int octet, Consumer<byte[]> frames) {
    if (!inFrame) {
      inFrame = octet == STX;
      return;
    }
    frame.write(octet);
    byte[] got = frame.toByteArray();
    int first = got[0] & 0xFF;
    if (first >= '0' && first <= '9') {
      basic(octet, got, frames);
    } else if (first < 7 || first > MAX) {
      // No frame begins like that; perhaps one begins here.
      reset();
      inFrame = octet == STX;
    } else if (got.length == first) {
      reset();
      safe(got, frames);
    }
  }

  private void basic(int octet, byte[] got, Consumer<byte[]> frames) {
    if (octet == STX) {
      reset();
      inFrame = true;
    } else if (octet == ETX) {
      reset();
      byte[] data = new byte[got.length - 1];
      System.arraycopy(got, 0, data, 0, data.length);
      frames.accept(data);
    } else if (got.length > MAX) {
      reset();
    }
  }

  private static void safe(byte[] got, Consumer<byte[]> frames) {
    byte[] data = new byte[got.length - 4];
    System.arraycopy(got, 1, data, 0, data.length);
    int crc = ((got[got.length - 3] & 0xFF) << 8) | (got[got.length - 2] & 0xFF);
    if (got[got.length - 1] == ETX && crc == crc(data)) {
      frames.accept(data);
    }
  }

  @Override
  public void reset() {
    frame.reset();
    inFrame = false;
  }

  /** {@code command} as in basic mode. */
  static byte[] basic(String command) {
    return (command + "\r").getBytes(StandardCharsets.US_ASCII);
  }

  /** {@code command} as a packet of safe mode: STX, length, data, CRC, ETX. */
  static byte[] packet(String command) {
    byte[] data = command.getBytes(StandardCharsets.US_ASCII);
    int crc = crc(data);
    return ByteBuffer.allocate(data.length + 5)
        .put((byte) STX)
        .put((byte) (data.length + 4))
        .put(data)
        .putShort((short) crc)
        .put((byte) ETX)
        .array();
  }

  /** CCITT polynomial, from 0, not reflected, over the data only. */
  private static int crc(byte[] data) {
    int crc = 0;
    for (byte octet : data) {
      crc ^= (octet & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? (crc << 1) ^ CRC_POLYNOMIAL : crc << 1;
      }
    }
    return crc & 0xFFFF;
  }
}
