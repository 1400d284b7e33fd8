package org.wetstack.protocol;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Each message behind its length as four bytes, big-endian. */
final class LengthFraming implements Framing {

  private static final int PREFIX = 4;

  private final int maxMessage;
  private final ByteBuffer prefix = ByteBuffer.allocate(PREFIX);
  private final ByteBuffer message;
  private @Nullable String lost;

  LengthFraming(int maxMessage) {
    this.maxMessage = maxMessage;
    this.message = ByteBuffer.allocate(maxMessage);
  }

  @Override
  public ByteBuffer wrap(ByteBuffer message) {
    int length = message.remaining();
    return ByteBuffer.allocate(PREFIX + length).putInt(length).put(message.duplicate()).flip();
  }

  @Override
  public void feed(ByteBuffer bytes, Consumer<ByteBuffer> onMessage) {
    if (lost != null) {
      throw new FramingException(lost);
    }
    while (bytes.hasRemaining()) {
      if (prefix.hasRemaining()) {
        move(bytes, prefix);
        if (prefix.hasRemaining()) {
          return;
        }
        begin(prefix.getInt(0));
        if (bytes.hasArray() && bytes.remaining() >= message.limit()) {
          inPlace(bytes, message.limit(), onMessage);
          continue;
        }
      }
      move(bytes, message);
      if (!message.hasRemaining()) {
        prefix.clear();
        onMessage.accept(message.flip());
      }
    }
  }

  private void begin(int length) {
    if (length <= 0 || length > maxMessage) {
      lost =
          "length prefix of "
              + Integer.toUnsignedString(length)
              + " bytes; messages here have 1 to "
              + maxMessage;
      throw new FramingException(lost);
    }
    message.clear().limit(length);
  }

  /** A message that has come whole is read where it is. */
  private void inPlace(ByteBuffer bytes, int length, Consumer<ByteBuffer> onMessage) {
    int limit = bytes.limit();
    int end = bytes.position() + length;
    prefix.clear();
    bytes.limit(end);
    try {
      onMessage.accept(bytes);
    } finally {
      bytes.limit(limit).position(end);
    }
  }

  private static void move(ByteBuffer from, ByteBuffer to) {
    int n = Math.min(from.remaining(), to.remaining());
    to.put(to.position(), from, from.position(), n);
    to.position(to.position() + n);
    from.position(from.position() + n);
  }

  @Override
  public long broken() {
    return 0;
  }
}
