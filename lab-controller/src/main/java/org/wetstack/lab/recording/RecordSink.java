package org.wetstack.lab.recording;

import java.nio.ByteBuffer;
import java.util.Optional;
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
 * Takes what is to be recorded: the samples of one stream and everything that happens to the
 * culture. Samples come on the link's thread, events on any; all of them are copied into one
 * bounded queue, and no caller waits for a disk.
 */
public abstract sealed class RecordSink implements SampleHandler permits Recorder, Retrospect {

  final RecordingInfo info;
  final Timebase time;
  final long startNanos;
  final RecordSheet sheet;
  private final Object name;

  /**
   * @param startNanos time 0 of the recording
   * @param name says in errors which recording this is
   */
  RecordSink(RecordingInfo info, Timebase time, long startNanos, RecordSheet sheet, Object name) {
    this.info = info;
    this.time = time;
    this.startNanos = startNanos;
    this.sheet = sheet;
    this.name = name;
  }

  /**
   * Records the samples and marks of {@code block}. After the recording was closed it does nothing.
   *
   * @throws IllegalArgumentException if the block does not fit the layout of this recording
   */
  @Override
  public final void onBlock(SampleBlock block) {
    if (block.channels() != info.layout().channels()
        || block.samples() > info.layout().maxSamplesPerBlock()) {
      throw new IllegalArgumentException(
          "a block of "
              + block.channels()
              + " channels and "
              + block.samples()
              + " samples does not belong into "
              + name);
    }
    sheet.block(nanos(), block);
  }

  /** Notes how the stream ended. The recording goes on until it is closed. */
  @Override
  public final void onEnd(Optional<DeviceException> reason) {
    String text =
        reason.map(e -> "stream lost: " + e.getMessage()).orElse("stream closed by the host");
    byte[] bytes = RecordFormat.cutText(text);
    sheet.lateEvent(RecordFormat.NOTE, nanos(), 2 + bytes.length, into -> text(into, bytes));
  }

  /**
   * A spike was found on {@code channel}, as in {@code ArrayLayout.sites()}. After the recording
   * was closed it does nothing: a loop may go on without a recorder.
   */
  public final void spike(long sample, int channel) {
    if (channel < 0 || channel >= info.layout().channels()) {
      throw new IllegalArgumentException(
          "no channel " + channel + " of " + info.layout().channels());
    }
    sheet.spike(nanos(), sample, channel);
  }

  /**
   * The device confirmed that {@code stimulus} (at most 2048 bytes of text) was begun. After the
   * recording was closed it does nothing.
   */
  public final void pulse(Receipt receipt, String stimulus) {
    byte[] text = RecordFormat.text(stimulus, "the stimulus");
    sheet.lateEvent(
        RecordFormat.PULSE,
        nanos(),
        18 + text.length,
        into -> {
          into.putLong(receipt.firstSample()).putLong(receipt.operation().value());
          text(into, text);
        });
  }

  /** How far a dose of {@code pump} is: call it when the dose has begun and when it has ended. */
  public final void dose(String pump, DoseReport report) {
    dose(
        pump,
        report.operation(),
        report.applied(),
        report.delivered(),
        DoseOutcome.of(report.end()));
  }

  /** The same, where there is no report: an outcome that is unknown has its bounds all the same. */
  public final void dose(
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
  public final void note(String note) {
    byte[] text = RecordFormat.text(note, "a note");
    sheet.event(RecordFormat.NOTE, nanos(), 2 + text.length, false, into -> text(into, text));
  }

  /** What an instrument had to say; words too long are cut and end in "…". */
  public final void alarm(Alarm alarm) {
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
  public final long lostSamples() {
    return sheet.lostSamples();
  }

  /** Events that the recorder could not keep so far. */
  public final long lostEvents() {
    return sheet.lostEvents();
  }

  final long nanos() {
    return time.nanoTime() - startNanos;
  }

  private static void text(ByteBuffer into, byte[] text) {
    into.putShort((short) text.length).put(text);
  }
}
