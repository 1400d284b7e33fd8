package org.wetstack.lab.recording;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.SampleBlock;

/**
 * What goes into the queue and what does not: has the book kept of what was lost and writes it
 * down, as a gap, before the next record that fits. For any thread.
 */
final class RecordSheet {

  private static final int LEAST_QUEUE_BYTES = 1 << 20;
  private static final int MOST_QUEUE_BYTES = 256 << 20;
  private static final int QUEUE_SECONDS = 4;
  private static final String CLOSED = "closed";

  private final RecordQueue queue;
  private final ReentrantLock lock;
  private final Tally tally = new Tally();

  /** Room that samples and spikes leave to everything else. */
  private final int reserveBytes;

  private final SamplesPayload samplesPayload;
  private final RecordQueue.Payload spikePayload = this::putSpike;
  private final RecordQueue.Payload markPayload = this::putMark;
  private long spikeSample;
  private int spikeChannel;
  private long markSample;
  private long markOperation;
  private @Nullable Shelf shelf;
  private boolean closed;
  private boolean failed;
  private long closeNanos;

  /** Takes what the queue takes, but for an eighth of {@code queueBytes}, the reserve. */
  RecordSheet(RecordQueue queue, ArrayLayout layout, int queueBytes) {
    this.queue = queue;
    this.lock = queue.lock();
    this.reserveBytes = queueBytes / 8;
    this.samplesPayload = new SamplesPayload(queue, layout.channels());
    if (queueBytes < leastQueueBytes(layout)) {
      throw new IllegalArgumentException(
          "a queue of " + queueBytes + " bytes is less than " + leastQueueBytes(layout));
    }
  }

  /** Holds four seconds of samples, within reason. */
  static int usualQueueBytes(ArrayLayout layout) {
    long wanted = 2L * layout.channels() * layout.samplesPerSecond() * QUEUE_SECONDS;
    long most = Math.max(MOST_QUEUE_BYTES, leastQueueBytes(layout));
    return (int)
        Math.max(Math.max(LEAST_QUEUE_BYTES, leastQueueBytes(layout)), Math.min(most, wanted));
  }

  /** Two of the largest records and the reserve fit whatever happens. */
  static int leastQueueBytes(ArrayLayout layout) {
    return 3 * (RecordFormat.maxPayloadBytes(layout) + 4 * RecordFormat.FRAME_BYTES);
  }

  /** Drops what is older than {@code nanos}, or too much for {@code bytes}, until {@link #live}. */
  void keep(long nanos, long bytes) {
    lock.lock();
    try {
      shelf = new Shelf(queue, tally, nanos, bytes);
    } finally {
      lock.unlock();
    }
  }

  void requireKeeping() {
    lock.lock();
    try {
      if (shelf == null) {
        throw new IllegalStateException("this was saved already: remember anew");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Drops nothing from now on; says what was dropped. Only once after {@link #keep}. */
  Entry.Earlier live() {
    lock.lock();
    try {
      Entry.Earlier earlier = Objects.requireNonNull(shelf).earlier();
      shelf = null;
      return earlier;
    } finally {
      lock.unlock();
    }
  }

  void block(long nanos, SampleBlock block) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (shelf != null) {
        shelf.expect(block.firstSample() - block.missedBefore());
      }
      for (int i = 0; i < block.marks(); i++) {
        markSample = block.firstSample() + block.markSample(i);
        markOperation = block.markOperation(i);
        if (!keep(RecordFormat.MARK, nanos, RecordFormat.MARK_BYTES, false, false, markPayload)) {
          tally.lostEvent();
        }
      }
      samplesPayload.borrow(block);
      int bytes = RecordFormat.SAMPLES_HEAD_BYTES + 2 * block.channels() * block.samples();
      if (keep(RecordFormat.SAMPLES, nanos, bytes, true, false, samplesPayload)) {
        tally.kept(block);
      } else {
        tally.lost(block);
      }
    } finally {
      samplesPayload.borrow(null);
      lock.unlock();
    }
  }

  void spike(long nanos, long sample, int channel) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      spikeSample = sample;
      spikeChannel = channel;
      if (!keep(RecordFormat.SPIKE, nanos, RecordFormat.SPIKE_BYTES, true, false, spikePayload)) {
        tally.lostEvent();
      }
    } finally {
      lock.unlock();
    }
  }

  void event(byte type, long nanos, int bytes, boolean urgent, RecordQueue.Payload payload) {
    lock.lock();
    try {
      requireOpen();
      if (!keep(type, nanos, bytes, false, urgent, payload)) {
        tally.lostEvent();
      }
    } finally {
      lock.unlock();
    }
  }

  /** An event that may come after the end, and then does not matter. */
  void lateEvent(byte type, long nanos, int bytes, RecordQueue.Payload payload) {
    lock.lock();
    try {
      if (!closed) {
        event(type, nanos, bytes, false, payload);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more from now on. */
  void close(long nanos) {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        closeNanos = nanos;
        queue.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The last record, and a gap before it if need be. The queue must be empty. */
  void end() {
    lock.lock();
    try {
      byte[] reason = RecordFormat.cutText(CLOSED);
      int bytes = RecordFormat.END_HEAD_BYTES + 2 + reason.length;
      boolean kept =
          keep(
              RecordFormat.END,
              closeNanos,
              bytes,
              false,
              true,
              into -> {
                tally.putTotals(into);
                into.putShort((short) reason.length).put(reason);
              });
      if (!kept) {
        throw new IllegalStateException("no room for the end in an empty queue");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Everything from now on is lost. */
  void fail() {
    lock.lock();
    try {
      failed = true;
    } finally {
      lock.unlock();
    }
  }

  long lostSamples() {
    lock.lock();
    try {
      return tally.lostSamples();
    } finally {
      lock.unlock();
    }
  }

  long lostEvents() {
    lock.lock();
    try {
      return tally.lostEvents();
    } finally {
      lock.unlock();
    }
  }

  private boolean keep(
      byte type, long nanos, int bytes, boolean bulk, boolean urgent, RecordQueue.Payload payload) {
    int need = RecordFormat.FRAME_BYTES + bytes;
    if (tally.owesGap()) {
      need += RecordFormat.FRAME_BYTES + RecordFormat.GAP_BYTES;
    }
    if (shelf != null) {
      shelf.makeRoom(nanos, need);
    }
    if (failed || !queue.fits(need, bulk ? reserveBytes : 0)) {
      return false;
    }
    if (tally.owesGap()) {
      queue.put(RecordFormat.GAP, nanos, RecordFormat.GAP_BYTES, false, tally.gapPayload);
    }
    queue.put(type, nanos, bytes, urgent, payload);
    return true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this recording is closed");
    }
  }

  private void putMark(ByteBuffer into) {
    into.putLong(markSample).putLong(markOperation);
  }

  private void putSpike(ByteBuffer into) {
    into.putLong(spikeSample).putShort((short) spikeChannel);
  }
}
