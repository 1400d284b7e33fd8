package org.wetstack.link.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way out: straight into the socket while that takes everything, and what it does not take
 * waits here, up to a bound. Callable from any thread; never blocks.
 */
final class Outbox {

  /** How much may wait for the far end to read before {@code send} refuses. */
  static final int CAPACITY = 256 * 1024;

  private final SocketChannel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final ByteBuffer queue = ByteBuffer.allocate(CAPACITY);
  private volatile boolean waiting;

  Outbox(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes all of {@code bytes}, at most {@link #CAPACITY}, or nothing and says false.
   *
   * @throws IOException if the connection is broken; nothing was taken
   */
  boolean offer(ByteBuffer bytes) throws IOException {
    lock.lock();
    try {
      flush();
      if (!waiting) {
        channel.write(bytes);
      }
      if (bytes.remaining() > queue.remaining()) {
        return false;
      }
      queue.put(bytes);
      waiting = queue.position() > 0;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the socket what it takes now. */
  void flush() throws IOException {
    if (!waiting) {
      return;
    }
    lock.lock();
    try {
      queue.flip();
      try {
        channel.write(queue);
      } finally {
        queue.compact();
        waiting = queue.position() > 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the socket has not taken everything. */
  boolean waiting() {
    return waiting;
  }
}
