package org.wetstack.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Message and its CRC-32C (little-endian), COBS-encoded, ended by a zero byte. */
final class CobsFraming implements Framing {

  private static final int CRC_BYTES = 4;
  private static final int DIRECT_CHUNK = 4096;

  private final int maxFrame;

  /** The beginning of a frame whose end has not arrived, and the place where frames are decoded. */
  private final byte[] frame;

  /** The same, little-endian. */
  private final ByteBuffer view;

  private int gathered;
  private boolean tooLong;
  private final CRC32C crc = new CRC32C();
  private final AtomicLong broken = new AtomicLong();

  CobsFraming(int maxMessage) {
    maxFrame = maxMessage + CRC_BYTES;
    frame = new byte[Cobs.maxEncoded(maxFrame)];
    view = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public ByteBuffer wrap(ByteBuffer message) {
    int length = message.remaining();
    var sum = new CRC32C();
    sum.update(message.duplicate());
    ByteBuffer plain = ByteBuffer.allocate(length + CRC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    plain.put(message.duplicate()).putInt((int) sum.getValue());
    return Cobs.encode(plain.array(), plain.position());
  }

  @Override
  public void feed(ByteBuffer bytes, Consumer<ByteBuffer> onMessage) {
    if (bytes.hasArray()) {
      int offset = bytes.arrayOffset();
      int from = offset + bytes.position();
      bytes.position(bytes.limit());
      feed(bytes.array(), from, offset + bytes.limit(), onMessage);
      return;
    }
    byte[] chunk = new byte[Math.min(DIRECT_CHUNK, bytes.remaining())];
    while (bytes.hasRemaining()) {
      int n = Math.min(chunk.length, bytes.remaining());
      bytes.get(chunk, 0, n);
      feed(chunk, 0, n, onMessage);
    }
  }

  private void feed(byte[] bytes, int from, int to, Consumer<ByteBuffer> onMessage) {
    int start = from;
    while (start < to) {
      int end = Cobs.indexOfZero(bytes, start, to);
      if (end == to) {
        gather(bytes, start, end);
      } else if (gathered == 0 && !tooLong) {
        open(bytes, start, end, onMessage);
      } else {
        gather(bytes, start, end);
        int length = tooLong ? -1 : gathered;
        gathered = 0;
        tooLong = false;
        open(frame, 0, length, onMessage);
      }
      start = end + 1;
    }
  }

  private void gather(byte[] bytes, int from, int to) {
    int n = to - from;
    if (n > frame.length - gathered) {
      tooLong = true;
      gathered = 0;
    }
    if (!tooLong) {
      System.arraycopy(bytes, from, frame, gathered, n);
      gathered += n;
    }
  }

  private void open(byte[] bytes, int from, int to, Consumer<ByteBuffer> onMessage) {
    if (from == to) {
      return;
    }
    int length = to < 0 ? -1 : Cobs.decode(bytes, from, to, frame, maxFrame) - CRC_BYTES;
    if (length <= 0 || !intact(length)) {
      broken.incrementAndGet();
      return;
    }
    onMessage.accept(view.limit(length).position(0));
  }

  private boolean intact(int length) {
    crc.reset();
    crc.update(frame, 0, length);
    return view.limit(length + CRC_BYTES).getInt(length) == (int) crc.getValue();
  }

  @Override
  public long broken() {
    return broken.get();
  }
}
