package org.wetstack.lab.recording;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to the disk, in one ring of bytes of fixed size. Many threads put, one
 * takes. The lock is held only while bytes are copied in memory, never while one is written, so
 * putting does not wait for the disk: what does not fit is refused at once.
 *
 * <p>Records lie here without number and checksum: they get both from {@link Segments}, on the
 * thread that writes. That thread looks by itself every {@value #LOOK_MILLIS} ms; it is woken only
 * for what is urgent, and when there is much to write.
 */
final class RecordQueue {

  /** Fills in the payload of a record. */
  @FunctionalInterface
  interface Payload {
    void put(ByteBuffer into);
  }

  /**
   * Whole records to be written.
   *
   * @param urgent whether they should be made durable at once
   * @param untilNanos time of the last record put so far
   */
  record Run(ByteBuffer bytes, boolean urgent, long untilNanos) {}

  static final int LOOK_MILLIS = 10;
  private static final int MOST_BYTES_PER_RUN = 256 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteBuffer ring;

  /** The ring as shorts, from byte 0 and from byte 1: payloads begin anywhere. */
  private final ShortBuffer[] shorts;

  private final ByteBuffer toWrite;

  /** The writer need not wait until it looks again once this much is to be written. */
  private final int wakeBytes;

  private int head;
  private int tail;

  /** Where the bytes at the top end while the head has wrapped to the bottom; else the capacity. */
  private int top;

  private boolean wrapped;
  private boolean closed;
  private long putBytes;
  private long takenBytes;

  /** Where in all bytes ever put the last urgent record ends. */
  private long urgentUntil;

  private long lastNanos;

  /** The last run left something behind. For the writer alone. */
  private boolean more;

  RecordQueue(int capacityBytes) {
    ring = ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.LITTLE_ENDIAN);
    shorts = new ShortBuffer[] {shortsFrom(0), shortsFrom(1)};
    toWrite = ring.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    wakeBytes = capacityBytes / 4;
    top = capacityBytes;
  }

  private ShortBuffer shortsFrom(int at) {
    return ring.slice(at, ring.capacity() - at).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }

  /** The lock around every {@link #put}, for callers that have more to keep in step. */
  ReentrantLock lock() {
    return lock;
  }

  /** Whether {@code bytes} fit in one piece with {@code spare} left over. Under the lock. */
  boolean fits(long bytes, long spare) {
    return place(bytes, spare) >= 0;
  }

  /** Bytes between the oldest record and the latest. Under the lock. */
  int used() {
    return wrapped ? top - tail + head : head - tail;
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
    ring.putLong(at + RecordFormat.TIME_AT, nanos);
    ring.put(at + RecordFormat.TYPE_AT, type);
    ring.limit(at + total - 4).position(at + RecordFormat.PAYLOAD_AT);
    payload.put(ring);
    if (ring.hasRemaining()) {
      throw new IllegalStateException("payload of type " + type + " is short");
    }
    ring.limit(ring.capacity());
    boolean wasLow = used() < wakeBytes;
    if (at < head) {
      top = head;
      wrapped = true;
    }
    head = at + total;
    putBytes += total;
    urgentUntil = urgent ? putBytes : urgentUntil;
    lastNanos = nanos;
    if (urgent || (wasLow && used() >= wakeBytes)) {
      changed.signal();
    }
  }

  /**
   * For a {@link Payload}: goes on with {@code count} shorts, many times faster than one by one.
   */
  void putShorts(short[] from, int count) {
    int at = ring.position();
    ring.position(at + 2 * count);
    shorts[at & 1].put(at >> 1, from, 0, count);
  }

  /** The oldest record, from its sync on; null if there is none. Under the lock, to be read. */
  @Nullable ByteBuffer oldest() {
    if (empty()) {
      return null;
    }
    return recordAt(tail);
  }

  private ByteBuffer recordAt(int at) {
    toWrite.limit(ring.capacity());
    return toWrite.limit(at + totalAt(at)).position(at);
  }

  private int totalAt(int at) {
    return RecordFormat.FRAME_BYTES + toWrite.getInt(at + RecordFormat.LENGTH_AT);
  }

  /**
   * The next bytes to be written; empty when there were none for {@value #LOOK_MILLIS} ms or the
   * queue is closed. To be given back with {@link #taken}.
   */
  Run take() throws InterruptedException {
    int limit;
    long untilUrgent;
    long until;
    lock.lock();
    try {
      long left = more ? 0 : TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
      while (left > 0 && !closed && urgentUntil <= takenBytes && used() < wakeBytes) {
        left = changed.awaitNanos(left);
      }
      limit = wrapped ? top : head;
      more = wrapped;
      untilUrgent = urgentUntil;
      until = lastNanos;
    } finally {
      lock.unlock();
    }
    // Nobody else touches what lies between the tail and this limit.
    toWrite.limit(ring.capacity());
    int end = tail;
    while (end < limit && end - tail < MOST_BYTES_PER_RUN) {
      end += totalAt(end);
    }
    more |= end < limit;
    long taking = takenBytes + end - tail;
    boolean urgent = untilUrgent > takenBytes && untilUrgent <= taking;
    return new Run(toWrite.limit(end).position(tail), urgent, until);
  }

  /** Frees the room of {@code run}, which has been written. */
  void taken(Run run) {
    lock.lock();
    try {
      free(run.bytes().limit());
    } finally {
      lock.unlock();
    }
  }

  /** Frees the room of the {@link #oldest} record. Under the lock, before anybody takes. */
  void dropOldest() {
    free(tail + totalAt(tail));
  }

  private void free(int until) {
    takenBytes += until - tail;
    tail = until;
    if (wrapped && tail == top) {
      tail = 0;
      wrapped = false;
      top = ring.capacity();
    }
    if (empty()) {
      head = 0;
      tail = 0;
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
