package org.wetstack.protocol;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Nothing added: the link keeps messages whole and intact by itself. */
final class WholeFraming implements Framing {

  private final int maxMessage;
  private final AtomicLong broken = new AtomicLong();

  WholeFraming(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  @Override
  public ByteBuffer wrap(ByteBuffer message) {
    return ByteBuffer.allocate(message.remaining()).put(message.duplicate()).flip();
  }

  @Override
  public void feed(ByteBuffer bytes, Consumer<ByteBuffer> onMessage) {
    int length = bytes.remaining();
    int limit = bytes.limit();
    if (length == 0 || length > maxMessage) {
      broken.incrementAndGet();
    } else if (bytes.hasArray()) {
      onMessage.accept(bytes);
    } else {
      onMessage.accept(ByteBuffer.allocate(length).put(bytes.duplicate()).flip());
    }
    bytes.limit(limit).position(limit);
  }

  @Override
  public long broken() {
    return broken.get();
  }
}
