package org.wetstack.lab.recording;

import java.nio.ByteBuffer;

/**
 * Makes room for what is new by dropping what is oldest, as long as nobody writes. Under the lock
 * of the queue.
 */
final class Shelf {

  private final RecordQueue queue;
  private final Tally tally;
  private final long keepNanos;
  private final long keepBytes;
  private long droppedSamples;
  private long droppedEvents;

  /** The first sample that is here or was missed just before; that of no block yet is negative. */
  private long firstSample = -1;

  /** Holds what came in the last {@code keepNanos}, of that at most {@code keepBytes}. */
  Shelf(RecordQueue queue, Tally tally, long keepNanos, long keepBytes) {
    this.queue = queue;
    this.tally = tally;
    this.keepNanos = keepNanos;
    this.keepBytes = keepBytes;
  }

  /** A block is about to come that accounts for all samples from {@code first} on. */
  void expect(long first) {
    if (firstSample < 0) {
      firstSample = first;
    }
  }

  /** Room for {@code bytes} that are put at {@code nanos}. */
  void makeRoom(long nanos, int bytes) {
    for (var oldest = queue.oldest(); oldest != null; oldest = queue.oldest()) {
      if (queue.used() + bytes <= keepBytes && nanos(oldest) >= nanos - keepNanos) {
        return;
      }
      dropWithCompany(oldest);
    }
  }

  /** What was dropped so far; stands at time 0, before all that is here. */
  Entry.Earlier earlier() {
    return new Entry.Earlier(0, Math.max(0, firstSample), droppedSamples, droppedEvents);
  }

  /** Marks stand before their block and spikes after it: all of them go together. */
  private void dropWithCompany(ByteBuffer oldest) {
    byte before = drop(oldest);
    for (var next = queue.oldest(); next != null; next = queue.oldest()) {
      byte type = type(next);
      boolean together =
          before == RecordFormat.MARK
              ? type == RecordFormat.MARK || type == RecordFormat.SAMPLES
              : type == RecordFormat.SPIKE
                  && (before == RecordFormat.SAMPLES || before == RecordFormat.SPIKE);
      if (!together) {
        return;
      }
      before = drop(next);
    }
  }

  private byte drop(ByteBuffer record) {
    byte type = type(record);
    if (type == RecordFormat.SAMPLES) {
      int at = record.position() + RecordFormat.PAYLOAD_AT;
      long missed = record.getLong(at + 8);
      int samples = record.getInt(at + 16);
      tally.dropped(samples, missed);
      droppedSamples += missed + samples;
      firstSample = record.getLong(at) + samples;
    } else {
      droppedEvents++;
    }
    queue.dropOldest();
    return type;
  }

  private static byte type(ByteBuffer record) {
    return record.get(record.position() + RecordFormat.TYPE_AT);
  }

  private static long nanos(ByteBuffer record) {
    return record.getLong(record.position() + RecordFormat.TIME_AT);
  }
}
