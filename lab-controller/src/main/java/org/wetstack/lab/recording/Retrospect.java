package org.wetstack.lab.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.spi.Timebase;

/**
 * Holds the latest seconds of a stream in memory, and everything that happened in them, until they
 * are worth a recording. What is older is dropped, record by whole record. Nothing is written, and
 * no thread runs, before {@link #save}; from then on whatever is put here goes to that recording,
 * so the samples go on without a gap between what was remembered and what comes.
 */
public final class Retrospect extends RecordSink {

  /** Most bytes of memory, unless others are named. */
  public static final long MOST_BYTES = 1L << 30;

  /** Buffers of bytes cannot be longer. */
  private static final long LIMIT_BYTES = Integer.MAX_VALUE - 8L;

  /** What events may take, beside a share of what samples take. */
  private static final long EVENT_BYTES = 64 << 10;

  private static final int EVENT_SHARE = 16;

  private final RecordQueue queue;
  private final long bytes;

  private Retrospect(
      RecordingInfo info, Timebase time, RecordQueue queue, RecordSheet sheet, long bytes) {
    super(info, time, time.nanoTime(), sheet, "the latest seconds of " + info.array().model());
    this.queue = queue;
    this.bytes = bytes;
  }

  /** Remembers the {@code latest} in at most {@link #MOST_BYTES}. */
  public static Retrospect of(Duration latest, RecordingInfo info, Timebase time) {
    return of(latest, MOST_BYTES, info, time);
  }

  /**
   * Remembers what came in the {@code latest} so many seconds. All memory is taken here.
   *
   * @param mostBytes of memory
   * @param info of the recording that may become of it; its time 0 is now
   * @throws IllegalArgumentException if so much does not fit in {@code mostBytes}
   */
  public static Retrospect of(Duration latest, long mostBytes, RecordingInfo info, Timebase time) {
    if (latest.isNegative() || latest.isZero()) {
      throw new IllegalArgumentException("the latest " + latest + " are nothing to remember");
    }
    long keep = keepBytes(latest, info.layout());
    long need = bytesFor(keep, info.layout());
    long most = Math.min(mostBytes, LIMIT_BYTES);
    if (need > most) {
      throw new IllegalArgumentException(
          "to remember the latest "
              + seconds(latest)
              + " s of "
              + info.layout().channels()
              + " channels takes "
              + need
              + " bytes of memory, and "
              + most
              + " are allowed: remember less, or allow more");
    }
    RecordQueue queue = new RecordQueue((int) need);
    var sheet = new RecordSheet(queue, info.layout(), RecordSheet.usualQueueBytes(info.layout()));
    sheet.keep(latest.toNanos(), keep);
    return new Retrospect(info, time, queue, sheet, need);
  }

  /** So many seconds fit even if every block is of one sample. */
  private static long keepBytes(Duration latest, ArrayLayout layout) {
    double perSample =
        RecordFormat.FRAME_BYTES + RecordFormat.SAMPLES_HEAD_BYTES + 2.0 * layout.channels();
    double samples = seconds(latest) * layout.samplesPerSecond();
    double share = 1 + 1.0 / EVENT_SHARE;
    return (long) Math.ceil(samples * perSample * share)
        + RecordFormat.maxPayloadBytes(layout)
        + EVENT_BYTES;
  }

  private static double seconds(Duration latest) {
    return latest.toNanos() * 1e-9;
  }

  /** While what was remembered is written, what comes needs as much room as in any recorder. */
  private static long bytesFor(long keepBytes, ArrayLayout layout) {
    return keepBytes
        + RecordSheet.usualQueueBytes(layout)
        + RecordFormat.maxPayloadBytes(layout)
        + RecordFormat.FRAME_BYTES;
  }

  /** Memory that this takes, in bytes. */
  public long bytes() {
    return bytes;
  }

  /** Makes a recording of what is remembered, in segments of {@link Recorder#SEGMENT_BYTES}. */
  public Recorder save(Path directory, Consumer<IOException> onFailure) throws IOException {
    return save(directory, Recorder.SEGMENT_BYTES, onFailure);
  }

  /**
   * Makes a recording of what is remembered, which goes on with whatever is put here or into the
   * recorder, until that is closed. Its {@link Entry.Earlier} says from which sample on it is
   * complete. Only once; when it fails with an exception, this goes on remembering.
   *
   * @param segmentBytes as in {@link Recorder#create}
   * @param onFailure called once, on the recorder's thread, if the disk fails later
   * @throws IOException if it cannot be begun, or {@code directory} holds a recording already
   * @throws IllegalStateException if this was saved before
   */
  public synchronized Recorder save(
      Path directory, long segmentBytes, Consumer<IOException> onFailure) throws IOException {
    sheet.requireKeeping();
    SegmentFiles files = SegmentFiles.create(directory, info, segmentBytes);
    Entry.Earlier earlier = sheet.live();
    Segments segments = new Segments(files.first(), files, info.layout(), segmentBytes, earlier);
    return new Recorder(
        directory,
        info,
        time,
        startNanos,
        queue,
        sheet,
        segments,
        Recorder.CLOSE_WITHIN,
        onFailure);
  }
}
