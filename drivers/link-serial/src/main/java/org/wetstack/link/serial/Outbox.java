package org.wetstack.link.serial;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A bounded queue of bytes from any thread to the one that writes the port. */
final class Outbox {

  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] ring;
  private int first;
  private int size;
  private boolean closed;
  private boolean abandoned;

  Outbox(int capacity) {
    ring = new byte[capacity];
  }

  int capacity() {
    return ring.length;
  }

  /** Takes all of {@code bytes}, together, or none. */
  Offer offer(ByteBuffer bytes) {
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      int count = bytes.remaining();
      if (count > ring.length - size) {
        return Offer.FULL;
      }
      int at = (first + size) % ring.length;
      int untilEnd = Math.min(count, ring.length - at);
      bytes.get(ring, at, untilEnd);
      bytes.get(ring, 0, count - untilEnd);
      size += count;
      changed.signalAll();
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for bytes. Returns how many were moved to {@code into}; -1 when no more will come. */
  int take(byte[] into) {
    lock.lock();
    try {
      while (size == 0 && !closed) {
        changed.awaitUninterruptibly();
      }
      if (size == 0 || abandoned) {
        return -1;
      }
      int count = Math.min(size, into.length);
      int untilEnd = Math.min(count, ring.length - first);
      System.arraycopy(ring, first, into, 0, untilEnd);
      System.arraycopy(ring, 0, into, untilEnd, count - untilEnd);
      first = (first + count) % ring.length;
      size -= count;
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the writer rest while the driver is busy. Returns false if it should give up. */
  boolean rest(int millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && !abandoned) {
        left = changed.awaitNanos(left);
      }
      return !abandoned;
    } catch (InterruptedException e) {
      // Only the JVM's end interrupts this thread; it is a daemon, and giving up is right.
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more. What is in it may still leave. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more and forgets what is in it. */
  void abandon() {
    lock.lock();
    try {
      closed = true;
      abandoned = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
