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
  private long waitingBytes;
  private int begun;
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
      add(bytes);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes all of {@code bytes}, or nothing and says false. One that is larger than the queue is
   * taken when that is empty.
   */
  boolean offer(ByteBuffer bytes) {
    lock.lock();
    try {
      if (closed || (waitingBytes > 0 && waitingBytes + bytes.remaining() > MAX_BYTES)) {
        return false;
      }
      add(bytes);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes have not been given to the sink. */
  long pending() {
    lock.lock();
    try {
      return waitingBytes;
    } finally {
      lock.unlock();
    }
  }

  private void add(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    waiting.addLast(copy);
    waitingBytes += copy.length;
    changed.signal();
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

  /** Moves messages, and the beginning of one that is longer, to {@code piece}; 0 once closed. */
  private int next(byte[] piece) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      int length = 0;
      while (!closed && !waiting.isEmpty() && length < piece.length) {
        byte[] first = waiting.getFirst();
        int count = Math.min(first.length - begun, piece.length - length);
        System.arraycopy(first, begun, piece, length, count);
        length += count;
        begun += count;
        waitingBytes -= count;
        if (begun == first.length) {
          waiting.removeFirst();
          begun = 0;
        }
      }
      return length;
    } finally {
      lock.unlock();
    }
  }
}
