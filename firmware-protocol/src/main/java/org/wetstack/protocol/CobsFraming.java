package org.wetstack.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Message and its CRC-32C (little-endian), COBS-encoded, ended by a zero byte. */
final class CobsFraming implements Framing {

  private static final int CRC_BYTES = 4;

  private final Cobs.Decoder decoder;
  private long broken;

  CobsFraming(int maxMessage) {
    decoder = new Cobs.Decoder(maxMessage + CRC_BYTES);
  }

  @Override
  public ByteBuffer wrap(ByteBuffer message) {
    ByteBuffer frame =
        ByteBuffer.allocate(message.remaining() + CRC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    frame.put(message.duplicate()).putInt(crc(message)).flip();
    return Cobs.encode(frame);
  }

  @Override
  public void feed(ByteBuffer bytes, Consumer<ByteBuffer> onMessage) {
    decoder.feed(bytes, frame -> open(frame, onMessage));
  }

  private void open(ByteBuffer frame, Consumer<ByteBuffer> onMessage) {
    int length = frame.remaining() - CRC_BYTES;
    if (length <= 0) {
      broken++;
      return;
    }
    ByteBuffer message = frame.slice(frame.position(), length);
    int stored = frame.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(frame.position() + length);
    if (stored == crc(message)) {
      onMessage.accept(message);
    } else {
      broken++;
    }
  }

  @Override
  public long broken() {
    return broken + decoder.dropped();
  }

  private static int crc(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }
}
