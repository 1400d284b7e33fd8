package org.wetstack.emulator.harp;

import org.jspecify.annotations.Nullable;

/**
 * Finds requests in what arrives, by the rules of the ATxmega core: a message begins with 1 or 2,
 * anything else is passed over; it must be complete 50 ms after its first byte; one that is longer
 * than the buffer is dropped once its length is known, and its rest taken for a beginning.
 */
final class HarpReceiver {

  static final int BUFFER_BYTES = 255;

  private static final long PATIENCE_NANOS = 50_000_000;
  private static final int LENGTH_KNOWN_AT = 4;

  private final byte[] buffer = new byte[BUFFER_BYTES + 1];
  private int filled;
  private long beganNanos;

  /** Takes one byte; returns the message that it completes, checksum not yet looked at. */
  byte @Nullable [] take(byte next, long nowNanos) {
    if (filled > 0 && nowNanos - beganNanos >= PATIENCE_NANOS) {
      filled = 0;
    }
    if (filled == 0) {
      if (next != HarpFrame.READ && next != HarpFrame.WRITE) {
        return null;
      }
      beganNanos = nowNanos;
    }
    buffer[filled++] = next;
    if (filled < LENGTH_KNOWN_AT) {
      return null;
    }
    int wanted = (buffer[1] & 0xFF) + 2;
    if (wanted >= BUFFER_BYTES || filled > BUFFER_BYTES) {
      filled = 0;
    } else if (filled == wanted && filled > LENGTH_KNOWN_AT) {
      filled = 0;
      byte[] message = new byte[BUFFER_BYTES + 8];
      System.arraycopy(buffer, 0, message, 0, wanted);
      return message;
    }
    return null;
  }

  void clear() {
    filled = 0;
  }
}
