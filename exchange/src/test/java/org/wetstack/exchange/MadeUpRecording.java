package org.wetstack.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.recording.DoseOutcome;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.RecordingInfo;
import org.wetstack.lab.recording.Trial;

/** A recording in which each sample tells its number and its channel, with one of everything. */
final class MadeUpRecording {

  static final long START = 1_000_000;
  static final int CHANNELS = 40;
  static final int BLOCK = 30;
  static final int RATE = 30_000;
  static final OperationId OPERATION = new OperationId(0xFEDC_BA98_7654_3210L);
  static final AppliedStimulus APPLIED =
      new AppliedStimulus(
          List.of(3, 46),
          List.of(
              new AppliedStimulus.Phase(Current.nanoamps(-2_000), 6),
              new AppliedStimulus.Phase(Current.nanoamps(1_000), 12)),
          2,
          2,
          300,
          30,
          15,
          RATE);

  private MadeUpRecording() {}

  static ArrayLayout layout(int channels, int nanovoltsPerCount) {
    List<ArrayLayout.Site> sites = new ArrayList<>();
    for (int channel = 0; channel < channels; channel++) {
      sites.add(
          new ArrayLayout.Site(channel + 5 * (channel / 10), 200 * (channel % 8), -50 * channel));
    }
    return new ArrayLayout(RATE, nanovoltsPerCount, BLOCK, sites);
  }

  static RecordingInfo info(ArrayLayout layout) {
    return new RecordingInfo(
        Instant.parse("2026-03-01T12:34:56.789Z"),
        new DeviceInfo("MEA-40", "0042", "1.2.3", 0x8000_0000_0000_00FFL, false),
        layout,
        OptionalLong.of(-5),
        "Kultur 7, „grün“ 🧠");
  }

  /** What {@code channel} shows in {@code sample}: all 16 bits are used. */
  static short raw(long sample, int channel) {
    return (short) ((sample * 2_654_435_761L + channel * 40_503L) >> 7);
  }

  /** The samples from {@code first} on, of which {@code missed} before were lost. */
  static SampleBlock block(long first, int samples, int channels, long missed, long... marks) {
    return new SampleBlock() {
      @Override
      public long firstSample() {
        return first;
      }

      @Override
      public long missedBefore() {
        return missed;
      }

      @Override
      public int channels() {
        return channels;
      }

      @Override
      public int samples() {
        return samples;
      }

      @Override
      public short raw(int sample, int channel) {
        return MadeUpRecording.raw(first + sample, channel);
      }

      @Override
      public int marks() {
        return marks.length;
      }

      @Override
      public int markSample(int mark) {
        return (int) (marks[mark] - first);
      }

      @Override
      public long markOperation(int mark) {
        return OPERATION.value();
      }
    };
  }

  static Recorder begin(Path folder, ArrayLayout layout) throws IOException {
    return Recorder.create(
        folder,
        info(layout),
        SystemTimebase.shared(),
        failure -> {
          throw new IllegalStateException(failure);
        });
  }

  /**
   * Samples START to START + 900; after them, if {@code gap}, 60 are missing and 450 more come.
   * Pulses at START + 95 and START + 395.
   */
  static void write(Path folder, ArrayLayout layout, boolean gap) throws IOException {
    try (Recorder recorder = begin(folder, layout)) {
      recorder.plan("{\"experiment\": \"goal\", \"arm\": \"sham\"}");
      recorder.stimulus("cathodic", APPLIED);
      for (int i = 0; i < 30; i++) {
        long first = START + (long) i * BLOCK;
        long[] marks = i == 3 || i == 13 ? new long[] {first + 5} : new long[0];
        recorder.onBlock(block(first, BLOCK, layout.channels(), 0, marks));
      }
      recorder.pulse(new Receipt(OPERATION, START + 95), "cathodic");
      recorder.pulse(new Receipt(new OperationId(5), START + 700), "of old, unknown");
      for (int i = 0; i < 1_300; i++) {
        recorder.spike(START + i / 2, i % 2 == 0 ? 1 : layout.channels() - 1);
      }
      if (gap) {
        for (int i = 0; i < 15; i++) {
          long first = START + 960 + (long) i * BLOCK;
          recorder.onBlock(block(first, BLOCK, layout.channels(), i == 0 ? 60 : 0));
        }
      }
      Dose dose = new Dose(Volume.nanoliters(250), FlowRate.nanolitersPerMinute(1_000));
      recorder.dose("dopamine", OPERATION, dose, delivered(0, 250), DoseOutcome.NOT_YET);
      recorder.dose("dopamine", OPERATION, dose, delivered(100, 130), DoseOutcome.HOST_SILENT);
      recorder.trial(new Trial(1, START, START + 300, 0.625, "hit", "250 nL, \"dopamine\""));
      recorder.trial(new Trial(2, START + 300, START + 600, Double.NaN, "miss\nagain", ""));
      recorder.reading("incubator/air", "degC", 36.875);
      recorder.reading("incubator/air", "degC", 37.0);
      recorder.reading("co2", "percent", 5.0);
      recorder.note("light on");
      recorder.alarm(new Alarm("dopamine", "occlusion", "pressure above 80 kPa", true));
    }
  }

  private static Delivered delivered(long least, long most) {
    return new Delivered(Volume.nanoliters(least), Volume.nanoliters(most));
  }
}
