package org.wetstack.emulator.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * A bounded queue of bytes towards one host, and the thread that writes them: a board never waits
 * for a host that does not read.
 */
final class Outgoing {

  /** A second of 32 channels at 30 kHz, and some. */
  private static final int MAX_BYTES = 2 << 20;

  private static final int MAX_WRITE = 64 * 1024;

  /** Where the bytes go. May block. */
  interface Sink {
    void write(byte[] bytes, int length) throws IOException;
  }

  private final Sink sink;
  private final Runnable onFailure;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean closed;

  /** Writes to {@code sink} on a thread called {@code name}; a failure to write is told once. */
  Outgoing(String name, Sink sink, Runnable onFailure) {
    this.sink = sink;
    this.onFailure = onFailure;
    var thread = new Thread(this::write, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes all of {@code bytes}, or throws. Never blocks. */
  void send(ByteBuffer bytes) {
    lock.lock();
    try {
      if (closed) {
        throw new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, "the host has gone");
      }
      if (waitingBytes + bytes.remaining() > MAX_BYTES) {
        throw new DeviceException(
            Reason.TIMEOUT, Outcome.NOT_DONE, MAX_BYTES + " bytes wait for the host to read");
      }
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      waiting.addLast(copy);
      waitingBytes += copy.length;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread; what waits is not written. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    byte[] piece = new byte[MAX_WRITE];
    try {
      for (int length = next(piece); length > 0; length = next(piece)) {
        sink.write(piece, length);
      }
    } catch (IOException e) {
      close();
      onFailure.run();
    }
  }

  /** Moves whole messages to {@code piece}, or the beginning of a long one; 0 once closed. */
  private int next(byte[] piece) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      int length = 0;
      while (!closed && !waiting.isEmpty()) {
        byte[] first = waiting.getFirst();
        if (length + first.length > piece.length) {
          break;
        }
        waiting.removeFirst();
        waitingBytes -= first.length;
        System.arraycopy(first, 0, piece, length, first.length);
        length += first.length;
      }
      return length;
    } finally {
      lock.unlock();
    }
  }
}
