package org.wetstack.link.mqtt;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A queue between threads, bounded in messages and in bytes. */
final class MessageQueue<T> {

  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  private record Entry<T>(T message, int bytes) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Entry<T>> entries = new ArrayDeque<>();
  private final int maxMessages;
  private final int maxBytes;
  private int bytesHeld;
  private boolean closed;

  MessageQueue(int maxMessages, int maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  Offer offer(T message, int bytes) {
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      if (entries.size() == maxMessages || bytes > maxBytes - bytesHeld) {
        return Offer.FULL;
      }
      entries.add(new Entry<>(message, bytes));
      bytesHeld += bytes;
      changed.signalAll();
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a message. Null when no more will come. */
  @Nullable T take() {
    lock.lock();
    try {
      while (entries.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      Entry<T> entry = entries.poll();
      if (entry == null) {
        return null;
      }
      bytesHeld -= entry.bytes();
      return entry.message();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more. What is in it may still be taken out. */
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
      entries.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
