package org.wetstack.drivers.cavro;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.wetstack.drivers.fluidics.Codec;

/**
 * Cuts the answers of the OEM protocol out of what comes: STX, 30h, status, data, ETX, checksum.
 */
final class OemCodec implements Codec {

  private static final int STX = 0x02;
  private static final int ETX = 0x03;
  private static final int MASTER = 0x30;
  private static final int REQUEST_MARK = 0x30;
  private static final int REPEAT = 0x08;
  private static final int MAX_FRAME = 300;
  private static final int LEAST_FRAME = 5;

  private final byte[] frame = new byte[MAX_FRAME];
  private int length;
  private boolean last;

  @Override
  public void decode(ByteBuffer bytes, Consumer<byte[]> frames) {
    while (bytes.hasRemaining()) {
      byte one = bytes.get();
      if (last) {
        take(one);
        if (length >= LEAST_FRAME && frame[1] == MASTER && sum(frame, length) == 0) {
          frames.accept(Arrays.copyOf(frame, length));
        }
        reset();
      } else if (one == STX || length == MAX_FRAME - 1) {
        reset();
        if (one == STX) {
          take(one);
        }
      } else if (length > 0) {
        take(one);
        last = one == ETX;
      }
    }
  }

  private void take(byte one) {
    frame[length++] = one;
  }

  @Override
  public void reset() {
    length = 0;
    last = false;
  }

  private static int sum(byte[] bytes, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum ^= bytes[i];
    }
    return sum;
  }

  /**
   * A request.
   *
   * @param address the character for which pump it is
   * @param sequence 1 to 7
   * @param repeat whether it is sent again, so that a pump that had it does not do it again
   */
  static byte[] request(int address, int sequence, boolean repeat, String data) {
    byte[] bytes = new byte[data.length() + LEAST_FRAME];
    bytes[0] = STX;
    bytes[1] = (byte) address;
    bytes[2] = (byte) (REQUEST_MARK | (repeat ? REPEAT : 0) | sequence);
    for (int i = 0; i < data.length(); i++) {
      bytes[3 + i] = (byte) data.charAt(i);
    }
    bytes[bytes.length - 2] = ETX;
    bytes[bytes.length - 1] = (byte) sum(bytes, bytes.length - 1);
    return bytes;
  }
}
