package org.wetstack.drivers.harp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.wetstack.drivers.fluidics.Codec;

/**
 * Finds the messages of Harp devices: those with a timestamp, from the device itself, whose
 * checksum is right. After a byte that cannot begin or go on with one, it looks again from the
 * next.
 */
final class HarpCodec implements Codec {

  private static final int LEAST = 10;
  private static final int MOST = 254;

  private final byte[] buffer = new byte[2 + 255];
  private int filled;

  @Override
  public void decode(ByteBuffer bytes, Consumer<byte[]> frames) {
    while (bytes.hasRemaining()) {
      take(bytes.get(), frames);
    }
  }

  private void take(byte next, Consumer<byte[]> frames) {
    buffer[filled++] = next;
    if (!possible()) {
      // Its first byte was none; what follows it may be a message, or several.
      byte[] rest = Arrays.copyOfRange(buffer, 1, filled);
      filled = 0;
      for (byte each : rest) {
        take(each, frames);
      }
    } else if (filled > 1 && filled == length()) {
      byte[] frame = Arrays.copyOf(buffer, filled);
      filled = 0;
      frames.accept(frame);
    }
  }

  private int length() {
    return (buffer[1] & 0xFF) + 2;
  }

  private boolean possible() {
    int kind = buffer[0] & 0xFF & ~HarpMessage.ERROR;
    int length = buffer[1] & 0xFF;
    return kind >= 1
        && kind <= 3
        && (filled < 2 || (length >= LEAST && length <= MOST))
        && (filled < 4 || (buffer[3] & 0xFF) == HarpMessage.PORT)
        && (filled < 5 || (buffer[4] & HarpMessage.TIMESTAMP) != 0)
        && (filled < 2
            || filled < length()
            || HarpMessage.checksum(buffer, filled - 1) == buffer[filled - 1]);
  }

  @Override
  public boolean isEvent(byte[] frame) {
    return HarpMessage.heard(frame).isEvent();
  }

  @Override
  public void reset() {
    filled = 0;
  }
}
