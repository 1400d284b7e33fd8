package org.wetstack.lab.recording;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.AppliedStimulus;
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

  /**
   * What was decided before the first trial: experiment, arm, seed, outcome measures. After the
   * recording was closed it does nothing, as do the methods below: whoever tells of these need not
   * know when a recording ends.
   *
   * @param json one JSON object, at most 8000 bytes of UTF-8
   * @throws IllegalArgumentException if it is none, or longer
   */
  public final void plan(String json) {
    byte[] text = RecordFormat.text(json, "a plan", RecordFormat.MOST_PLAN_BYTES);
    InfoFile.requireObject(json);
    sheet.lateEvent(RecordFormat.PLAN, nanos(), 2 + text.length, into -> text(into, text));
  }

  /**
   * A trial is over.
   *
   * @throws IllegalArgumentException if one of its texts is longer than 2048 bytes of UTF-8
   */
  public final void trial(Trial trial) {
    byte[] outcome = RecordFormat.text(trial.outcome(), "the outcome of a trial");
    byte[] consequence = RecordFormat.text(trial.consequence(), "the consequence of a trial");
    sheet.lateEvent(
        RecordFormat.TRIAL,
        nanos(),
        RecordFormat.TRIAL_HEAD_BYTES + 4 + outcome.length + consequence.length,
        into -> {
          into.putLong(trial.number()).putLong(trial.firstSample()).putLong(trial.endSample());
          into.putDouble(trial.score());
          text(into, outcome);
          text(into, consequence);
        });
  }

  /**
   * What a sensor in the surroundings of the culture measured.
   *
   * @param sensor its name, at most 2048 bytes of UTF-8, the same for all its readings
   * @param unit of {@code value}, such as {@code degC}; empty if nobody has said
   * @throws IllegalArgumentException if a text is longer, or the value is no finite number
   */
  public final void reading(String sensor, String unit, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "a reading of " + sensor + " is " + value + ": what was not measured is not recorded");
    }
    byte[] name = RecordFormat.text(sensor, "the name of a sensor");
    byte[] of = RecordFormat.text(unit, "the unit of a reading");
    sheet.lateEvent(
        RecordFormat.READING,
        nanos(),
        12 + name.length + of.length,
        into -> {
          into.putDouble(value);
          text(into, name);
          text(into, of);
        });
  }

  /**
   * The device holds a waveform. Call it once per loading, before its first pulse.
   *
   * @param name what {@link #pulse} says of pulses that are made of it, at most 2048 bytes of UTF-8
   * @throws IllegalArgumentException if the name is longer, or it has more than 1500 electrodes
   */
  public final void stimulus(String name, AppliedStimulus applied) {
    byte[] text = RecordFormat.text(name, "the name of a stimulus");
    int electrodes = applied.electrodes().size();
    if (electrodes > RecordFormat.MOST_STIMULUS_ELECTRODES) {
      throw new IllegalArgumentException(
          "a stimulus on "
              + electrodes
              + " electrodes; a recording takes "
              + RecordFormat.MOST_STIMULUS_ELECTRODES);
    }
    sheet.lateEvent(
        RecordFormat.STIMULUS,
        nanos(),
        RecordFormat.STIMULUS_HEAD_BYTES
            + RecordFormat.PHASE_BYTES * applied.phases().size()
            + 4 * electrodes
            + 2
            + text.length,
        into -> {
          into.putInt(applied.ticksPerSecond()).putInt(applied.interphaseTicks());
          into.putInt(applied.pulses()).putInt(applied.periodTicks());
          into.putInt(applied.settleTicks()).putInt(applied.recoveryTicks());
          into.put((byte) applied.phases().size());
          for (AppliedStimulus.Phase phase : applied.phases()) {
            into.putInt(phase.amplitude().nanoamps()).putInt(phase.ticks());
          }
          into.putShort((short) electrodes);
          applied.electrodes().forEach(into::putInt);
          text(into, text);
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
