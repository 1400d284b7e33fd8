package org.wetstack.lab.recording;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.SampleBlock;

/**
 * What goes into the queue and what does not: keeps the book of what was lost and writes it down,
 * as a gap, before the next record that fits. For any thread.
 */
final class RecordSheet {

  private static final int LEAST_QUEUE_BYTES = 1 << 20;
  private static final int MOST_QUEUE_BYTES = 256 << 20;
  private static final int QUEUE_SECONDS = 4;
  private static final String CLOSED = "closed";

  private final RecordQueue queue;
  private final ReentrantLock lock;
  private final ArrayLayout layout;

  /** Room that samples and spikes leave to everything else. */
  private final int reserveBytes;

  private final RecordQueue.Payload samplesPayload = this::putSamples;
  private final RecordQueue.Payload spikePayload = this::putSpike;
  private final RecordQueue.Payload gapPayload = this::putGap;
  private @Nullable SampleBlock borrowed;
  private long spikeSample;
  private int spikeChannel;
  private boolean closed;
  private boolean failed;
  private long closeNanos;
  private long samples;
  private long missed;
  private long lostSamples;
  private long lostEvents;
  private long gapFirst;
  private long gapSamples;
  private int gapBlocks;
  private int gapEvents;

  RecordSheet(RecordQueue queue, ArrayLayout layout, int queueBytes) {
    this.queue = queue;
    this.lock = queue.lock();
    this.layout = layout;
    this.reserveBytes = queueBytes / 8;
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

  void begin() {
    event(
        RecordFormat.BEGIN,
        0,
        RecordFormat.BEGIN_BYTES,
        false,
        into -> {
          into.putShort((short) RecordFormat.VERSION).putShort((short) layout.channels());
          into.putInt(layout.samplesPerSecond()).putInt(layout.nanovoltsPerCount());
        });
  }

  void block(long nanos, SampleBlock block) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      for (int i = 0; i < block.marks(); i++) {
        mark(nanos, block.firstSample() + block.markSample(i), block.markOperation(i));
      }
      borrowed = block;
      int bytes = RecordFormat.SAMPLES_HEAD_BYTES + 2 * block.channels() * block.samples();
      if (keep(RecordFormat.SAMPLES, nanos, bytes, true, false, samplesPayload)) {
        samples += block.samples();
        missed += block.missedBefore();
      } else {
        lose(block);
      }
    } finally {
      borrowed = null;
      lock.unlock();
    }
  }

  void spike(long nanos, long sample, int channel) {
    lock.lock();
    try {
      requireOpen();
      spikeSample = sample;
      spikeChannel = channel;
      if (!keep(RecordFormat.SPIKE, nanos, RecordFormat.SPIKE_BYTES, true, false, spikePayload)) {
        loseEvent();
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
        loseEvent();
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
                into.putLong(samples).putLong(missed).putLong(lostSamples).putLong(lostEvents);
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
      return lostSamples;
    } finally {
      lock.unlock();
    }
  }

  long lostEvents() {
    lock.lock();
    try {
      return lostEvents;
    } finally {
      lock.unlock();
    }
  }

  private boolean keep(
      byte type, long nanos, int bytes, boolean bulk, boolean urgent, RecordQueue.Payload payload) {
    boolean gap = gapBlocks > 0 || gapEvents > 0;
    int need = RecordFormat.FRAME_BYTES + bytes;
    if (gap) {
      need += RecordFormat.FRAME_BYTES + RecordFormat.GAP_BYTES;
    }
    if (failed || !queue.fits(need, bulk ? reserveBytes : 0)) {
      return false;
    }
    if (gap) {
      queue.put(RecordFormat.GAP, nanos, RecordFormat.GAP_BYTES, false, gapPayload);
      gapFirst = 0;
      gapSamples = 0;
      gapBlocks = 0;
      gapEvents = 0;
    }
    queue.put(type, nanos, bytes, urgent, payload);
    return true;
  }

  private void mark(long nanos, long sample, long operation) {
    boolean kept =
        keep(
            RecordFormat.MARK,
            nanos,
            RecordFormat.MARK_BYTES,
            false,
            false,
            into -> into.putLong(sample).putLong(operation));
    if (!kept) {
      loseEvent();
    }
  }

  private void lose(SampleBlock lost) {
    if (gapBlocks == 0) {
      gapFirst = lost.firstSample() - lost.missedBefore();
    }
    long count = lost.missedBefore() + lost.samples();
    gapBlocks++;
    gapSamples += count;
    lostSamples += count;
  }

  private void loseEvent() {
    gapEvents++;
    lostEvents++;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this recording is closed");
    }
  }

  private void putSamples(ByteBuffer into) {
    SampleBlock block = Objects.requireNonNull(borrowed);
    into.putLong(block.firstSample()).putLong(block.missedBefore());
    into.putInt(block.samples()).putShort((short) block.channels());
    for (int s = 0; s < block.samples(); s++) {
      for (int c = 0; c < block.channels(); c++) {
        into.putShort(block.raw(s, c));
      }
    }
  }

  private void putSpike(ByteBuffer into) {
    into.putLong(spikeSample).putShort((short) spikeChannel);
  }

  private void putGap(ByteBuffer into) {
    into.putLong(gapFirst).putLong(gapSamples).putInt(gapBlocks).putInt(gapEvents);
  }
}
