package org.wetstack.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Consistent overhead byte stuffing (Cheshire and Baker, 1999): replaces zero bytes, so that a zero
 * byte can end a frame. Works run by run: samples are long, and byte by byte is several times
 * slower.
 */
final class Cobs {

  /** Most bytes behind one code byte. */
  static final int GROUP = 254;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private Cobs() {}

  /** Most bytes that {@code n} become, the final zero not counted. */
  static int maxEncoded(int n) {
    return n + n / GROUP + 1;
  }

  /** The first {@code length} bytes of {@code frame}, stuffed and ended by a zero byte. */
  static ByteBuffer encode(byte[] frame, int length) {
    byte[] out = new byte[maxEncoded(length) + 1];
    int from = 0;
    int at = 0;
    boolean more = true;
    while (more) {
      int limit = Math.min(length, from + GROUP);
      int end = indexOfZero(frame, from, limit);
      int run = end - from;
      out[at] = (byte) (run + 1);
      System.arraycopy(frame, from, out, at + 1, run);
      at += run + 1;
      more = end < length;
      from = run == GROUP ? end : end + 1;
    }
    return ByteBuffer.wrap(out, 0, at + 1);
  }

  /**
   * Undoes {@link #encode} for {@code in[from..to)}, which holds no zero. Writes from the start of
   * {@code out}, which may be {@code in}.
   *
   * @return how many bytes were written, or -1 if the frame was cut or has more than {@code max}
   */
  static int decode(byte[] in, int from, int to, byte[] out, int max) {
    int read = from;
    int written = 0;
    while (read < to) {
      int code = in[read] & 0xFF;
      int run = code - 1;
      read++;
      if (run > to - read || run > max - written) {
        return -1;
      }
      System.arraycopy(in, read, out, written, run);
      read += run;
      written += run;
      if (code <= GROUP && read < to) {
        if (written == max) {
          return -1;
        }
        out[written] = 0;
        written++;
      }
    }
    return written;
  }

  /** The index of the first zero in {@code bytes[from..to)}, or {@code to}. */
  static int indexOfZero(byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) LONGS.get(bytes, i);
      long zeros = (word - ONES) & ~word & HIGHS;
      if (zeros != 0) {
        return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
      }
    }
    while (i < to && bytes[i] != 0) {
      i++;
    }
    return i;
  }
}
