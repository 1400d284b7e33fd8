package org.wetstack.lab.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.wetstack.hal.spi.Timebase;

/**
 * Writes one recording, on a thread of its own. What the queue cannot take is counted and stands in
 * the file as a gap. Part of the queue is kept free for everything but samples and spikes. When the
 * disk fails, the listener hears of it once, everything after it is lost, and {@link #close} throws
 * the reason.
 */
public final class Recorder extends RecordSink implements Closeable {

  /** A recording goes on in a new file when one has grown to this. */
  public static final long SEGMENT_BYTES = 1L << 30;

  static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final Path directory;
  private final RecordWriter writer;
  private final Duration closeWithin;

  /** Begins a recording in {@code directory}, in segments of {@link #SEGMENT_BYTES}. */
  public static Recorder create(
      Path directory, RecordingInfo info, Timebase time, Consumer<IOException> onFailure)
      throws IOException {
    return create(directory, info, time, SEGMENT_BYTES, onFailure);
  }

  /**
   * Begins a recording in {@code directory}, which is made if it is not there.
   *
   * @param segmentBytes most bytes of one file; room for two of the largest blocks at least
   * @param onFailure called once, on the recorder's thread, if the disk fails
   * @throws IOException if it cannot be begun, or {@code directory} holds a recording already
   * @throws IllegalArgumentException if a segment is too small
   */
  public static Recorder create(
      Path directory,
      RecordingInfo info,
      Timebase time,
      long segmentBytes,
      Consumer<IOException> onFailure)
      throws IOException {
    SegmentFiles files = SegmentFiles.create(directory, info, segmentBytes);
    int queueBytes = RecordSheet.usualQueueBytes(info.layout());
    RecordQueue queue = new RecordQueue(queueBytes);
    var sheet = new RecordSheet(queue, info.layout(), queueBytes);
    Segments segments = new Segments(files.first(), files, info.layout(), segmentBytes, null);
    return new Recorder(
        directory, info, time, time.nanoTime(), queue, sheet, segments, CLOSE_WITHIN, onFailure);
  }

  Recorder(
      Path directory,
      RecordingInfo info,
      Timebase time,
      long startNanos,
      RecordQueue queue,
      RecordSheet sheet,
      Segments segments,
      Duration closeWithin,
      Consumer<IOException> onFailure) {
    super(info, time, startNanos, sheet, directory);
    this.directory = directory;
    this.closeWithin = closeWithin;
    this.writer =
        new RecordWriter(
            queue,
            segments,
            sheet::end,
            reason -> {
              sheet.fail();
              onFailure.accept(reason);
            });
    writer.start();
  }

  /**
   * Writes what is queued and the end record, makes all of it durable, and closes the file.
   * Idempotent.
   *
   * @throws IOException if the disk failed, now or earlier, or did not take everything within 10 s
   */
  @Override
  public void close() throws IOException {
    sheet.close(nanos());
    try {
      // The disk is real even where time is virtual, and so is this wait for our own thread.
      writer.finished().get(closeWithin.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "the disk did not take the rest of " + directory + " within " + closeWithin, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "the recording in " + directory + " broke off: " + cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while closing " + directory);
    }
  }
}
