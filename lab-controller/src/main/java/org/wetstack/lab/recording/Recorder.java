package org.wetstack.lab.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.Timebase;

/**
 * Writes one recording: the samples of one stream and everything that happens to the culture.
 *
 * <p>Samples come on the link's thread, events on any. All of them are copied into one bounded
 * queue and written by the recorder's own thread, so no caller waits for the disk. What the queue
 * cannot take is counted and stands in the file as a gap. Part of the queue is kept free for
 * everything but samples and spikes. When the disk fails, the listener hears of it once, everything
 * after it is lost, and {@link #close} throws the reason.
 */
public final class Recorder implements SampleHandler, Closeable {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final Path directory;
  private final RecordingInfo info;
  private final Timebase time;
  private final long startNanos;
  private final RecordSheet sheet;
  private final RecordWriter writer;
  private final Duration closeWithin;

  /**
   * Begins a recording in {@code directory}, which is made if it is not there.
   *
   * @param onFailure called once, on the recorder's thread, if the disk fails
   * @throws IOException if it cannot be begun, or {@code directory} holds a recording already
   */
  public static Recorder create(
      Path directory, RecordingInfo info, Timebase time, Consumer<IOException> onFailure)
      throws IOException {
    Files.createDirectories(directory);
    Path samples = directory.resolve(RecordFormat.SAMPLES_FILE);
    Path description = directory.resolve(RecordFormat.INFO_FILE);
    if (Files.exists(samples) || Files.exists(description)) {
      throw new IOException(directory + " holds a recording already: choose another folder");
    }
    InfoFile.write(description, info);
    Disk disk = Disk.create(samples);
    int queueBytes = RecordSheet.usualQueueBytes(info.layout());
    return new Recorder(directory, info, time, disk, queueBytes, CLOSE_WITHIN, onFailure);
  }

  Recorder(
      Path directory,
      RecordingInfo info,
      Timebase time,
      Disk disk,
      int queueBytes,
      Duration closeWithin,
      Consumer<IOException> onFailure) {
    this.directory = directory;
    this.info = info;
    this.time = time;
    this.startNanos = time.nanoTime();
    this.closeWithin = closeWithin;
    RecordQueue queue = new RecordQueue(queueBytes);
    this.sheet = new RecordSheet(queue, info.layout(), queueBytes);
    sheet.begin();
    this.writer =
        new RecordWriter(
            queue,
            disk,
            sheet::end,
            reason -> {
              sheet.fail();
              onFailure.accept(reason);
            });
    writer.start();
  }

  /**
   * Records the samples and marks of {@code block}. After {@link #close} it does nothing.
   *
   * @throws IllegalArgumentException if the block does not fit the layout of this recording
   */
  @Override
  public void onBlock(SampleBlock block) {
    if (block.channels() != info.layout().channels()
        || block.samples() > info.layout().maxSamplesPerBlock()) {
      throw new IllegalArgumentException(
          "a block of "
              + block.channels()
              + " channels and "
              + block.samples()
              + " samples does not belong into "
              + directory);
    }
    sheet.block(nanos(), block);
  }

  /** Notes how the stream ended. The recording goes on until it is closed. */
  @Override
  public void onEnd(Optional<DeviceException> reason) {
    String text =
        reason.map(e -> "stream lost: " + e.getMessage()).orElse("stream closed by the host");
    byte[] bytes = RecordFormat.cutText(text);
    sheet.lateEvent(RecordFormat.NOTE, nanos(), 2 + bytes.length, into -> text(into, bytes));
  }

  /** A spike was found on {@code channel}, as in {@code ArrayLayout.sites()}. */
  public void spike(long sample, int channel) {
    if (channel < 0 || channel >= info.layout().channels()) {
      throw new IllegalArgumentException(
          "no channel " + channel + " of " + info.layout().channels());
    }
    sheet.spike(nanos(), sample, channel);
  }

  /** The device confirmed that {@code stimulus} (at most 2048 bytes of text) was begun. */
  public void pulse(Receipt receipt, String stimulus) {
    byte[] text = RecordFormat.text(stimulus, "the stimulus");
    sheet.event(
        RecordFormat.PULSE,
        nanos(),
        18 + text.length,
        false,
        into -> {
          into.putLong(receipt.firstSample()).putLong(receipt.operation().value());
          text(into, text);
        });
  }

  /** How far a dose of {@code pump} is: call it when the dose has begun and when it has ended. */
  public void dose(String pump, DoseReport report) {
    dose(
        pump,
        report.operation(),
        report.applied(),
        report.delivered(),
        DoseOutcome.of(report.end()));
  }

  /** The same, where there is no report: an outcome that is unknown has its bounds all the same. */
  public void dose(
      String pump, OperationId operation, Dose dose, Delivered delivered, DoseOutcome outcome) {
    byte[] name = RecordFormat.text(pump, "the name of the pump");
    sheet.event(
        RecordFormat.DOSE,
        nanos(),
        RecordFormat.DOSE_HEAD_BYTES + 2 + name.length,
        true,
        into -> {
          into.putLong(operation.value());
          into.putLong(dose.volume().nanoliters()).putLong(dose.rate().nanolitersPerMinute());
          into.putLong(delivered.atLeast().nanoliters());
          into.putLong(delivered.atMost().nanoliters());
          into.put((byte) outcome.code());
          text(into, name);
        });
  }

  /** Anything worth reading later, at most 2048 bytes. */
  public void note(String note) {
    byte[] text = RecordFormat.text(note, "a note");
    sheet.event(RecordFormat.NOTE, nanos(), 2 + text.length, false, into -> text(into, text));
  }

  /** What an instrument had to say; words too long are cut and end in "…". */
  public void alarm(Alarm alarm) {
    byte[] device = RecordFormat.cutText(alarm.device());
    byte[] code = RecordFormat.cutText(alarm.code());
    byte[] detail = RecordFormat.cutText(alarm.detail());
    sheet.event(
        RecordFormat.ALARM,
        nanos(),
        7 + device.length + code.length + detail.length,
        true,
        into -> {
          into.put((byte) (alarm.safe() ? 1 : 0));
          text(into, device);
          text(into, code);
          text(into, detail);
        });
  }

  /** Samples per channel that the recorder could not keep so far. */
  public long lostSamples() {
    return sheet.lostSamples();
  }

  /** Events that the recorder could not keep so far. */
  public long lostEvents() {
    return sheet.lostEvents();
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

  private long nanos() {
    return time.nanoTime() - startNanos;
  }

  private static void text(ByteBuffer into, byte[] text) {
    into.putShort((short) text.length).put(text);
  }
}
