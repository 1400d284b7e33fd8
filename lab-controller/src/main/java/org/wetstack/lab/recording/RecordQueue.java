package org.wetstack.lab.recording;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * Finished records on their way to the disk, in one ring of bytes of fixed size. Many threads put,
 * one takes. The lock is held only while bytes are copied in memory, never while one is written, so
 * putting does not wait for the disk: what does not fit is refused at once.
 */
final class RecordQueue {

  /** Fills in the payload of a record. */
  @FunctionalInterface
  interface Payload {
    void put(ByteBuffer into);
  }

  /**
   * Bytes to be written.
   *
   * @param urgent whether they should be made durable at once
   * @param untilNanos time of the last record put so far
   */
  record Run(ByteBuffer bytes, boolean urgent, long untilNanos) {}

  private static final int MOST_BYTES_PER_RUN = 256 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteBuffer ring;
  private final ByteBuffer toWrite;
  private final CRC32C crc = new CRC32C();
  private int head;
  private int tail;

  /** Where the bytes at the top end while the head has wrapped to the bottom; else the capacity. */
  private int top;

  private boolean wrapped;
  private boolean closed;
  private int number;
  private long putBytes;
  private long takenBytes;

  /** Where in all bytes ever put the last urgent record ends. */
  private long urgentUntil;

  private long lastNanos;

  RecordQueue(int capacityBytes) {
    ring = ByteBuffer.allocate(capacityBytes).order(ByteOrder.LITTLE_ENDIAN);
    toWrite = ring.duplicate();
    top = capacityBytes;
  }

  /** The lock around every {@link #put}, for callers that have more to keep in step. */
  ReentrantLock lock() {
    return lock;
  }

  /** Whether {@code bytes} fit in one piece with {@code spare} left over. Under the lock. */
  boolean fits(long bytes, long spare) {
    return place(bytes, spare) >= 0;
  }

  /** Puts a record that {@link #fits}. Under the lock. */
  void put(byte type, long nanos, int payloadBytes, boolean urgent, Payload payload) {
    int total = RecordFormat.FRAME_BYTES + payloadBytes;
    int at = place(total, 0);
    if (at < 0) {
      throw new IllegalStateException("no room for " + total + " bytes");
    }
    ring.limit(ring.capacity());
    ring.putInt(at, RecordFormat.SYNC);
    ring.putInt(at + RecordFormat.LENGTH_AT, payloadBytes);
    ring.putInt(at + RecordFormat.NUMBER_AT, number);
    ring.putLong(at + RecordFormat.TIME_AT, nanos);
    ring.put(at + RecordFormat.TYPE_AT, type);
    ring.limit(at + total - 4).position(at + RecordFormat.PAYLOAD_AT);
    payload.put(ring);
    if (ring.hasRemaining()) {
      throw new IllegalStateException("payload of type " + type + " is short");
    }
    crc.reset();
    crc.update(ring.array(), at + RecordFormat.LENGTH_AT, total - 8);
    ring.limit(ring.capacity());
    ring.putInt(at + total - 4, (int) crc.getValue());
    if (at < head) {
      top = head;
      wrapped = true;
    }
    head = at + total;
    number++;
    putBytes += total;
    urgentUntil = urgent ? putBytes : urgentUntil;
    lastNanos = nanos;
    changed.signal();
  }

  /**
   * The next bytes to be written; empty when {@code maxWaitNanos} have passed or the queue is
   * closed. To be given back with {@link #taken}.
   */
  Run take(long maxWaitNanos) throws InterruptedException {
    lock.lock();
    try {
      long left = maxWaitNanos;
      while (empty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (wrapped && tail == top) {
        unwrap();
      }
      int end = Math.min(wrapped ? top : head, tail + MOST_BYTES_PER_RUN);
      long until = takenBytes + end - tail;
      boolean urgent = urgentUntil > takenBytes && urgentUntil <= until;
      return new Run(toWrite.limit(end).position(tail), urgent, lastNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Frees the room of {@code run}, which has been written. */
  void taken(Run run) {
    lock.lock();
    try {
      takenBytes += run.bytes().limit() - tail;
      tail = run.bytes().limit();
      if (wrapped && tail == top) {
        unwrap();
      }
      if (empty()) {
        head = 0;
        tail = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets {@link #take} return at once from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  boolean finished() {
    lock.lock();
    try {
      return closed && empty();
    } finally {
      lock.unlock();
    }
  }

  private boolean empty() {
    return head == tail && !wrapped;
  }

  private void unwrap() {
    tail = 0;
    wrapped = false;
    top = ring.capacity();
  }

  /**
   * Where {@code bytes} go in one piece, such that {@code spare} more still fit in one piece
   * afterwards; negative if nowhere. A wrapped head never meets the tail, so full is not empty.
   */
  private int place(long bytes, long spare) {
    if (wrapped) {
      return tail - head > bytes + spare ? head : -1;
    }
    int above = ring.capacity() - head;
    if (above >= bytes + spare || (above >= bytes && tail > spare)) {
      return head;
    }
    return tail > bytes + spare ? 0 : -1;
  }
}
