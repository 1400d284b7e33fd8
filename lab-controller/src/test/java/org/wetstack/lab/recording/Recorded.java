package org.wetstack.lab.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.MadeUpStream;

/** What the tests of recordings record. */
final class Recorded {

  static final int CHANNELS = 3;
  static final int MAX_BLOCK = 20;
  static final ArrayLayout LAYOUT = MadeUpStream.layout(CHANNELS, 20_000, MAX_BLOCK);
  static final Dose DOSE = new Dose(Volume.nanoliters(250), FlowRate.nanolitersPerMinute(1_000));
  static final OperationId OPERATION = new OperationId(0xFEDC_BA98_7654_3210L);
  static final String PLAN = "{\"experiment\": \"goal\", \"arm\": \"sham\", \"seed\": 7}";
  static final Trial TRIAL =
      new Trial(3, MadeUpStream.START, MadeUpStream.START + 20, 0.625, "hit", "250 nL dopamine");
  static final AppliedStimulus APPLIED =
      new AppliedStimulus(
          List.of(100, 102),
          List.of(
              new AppliedStimulus.Phase(Current.nanoamps(-2_000), 6),
              new AppliedStimulus.Phase(Current.nanoamps(2_000), 6)),
          1,
          2,
          300,
          30,
          15,
          30_000);
  static final RecordingInfo INFO =
      new RecordingInfo(
          Instant.parse("2026-03-01T12:34:56.789Z"),
          new DeviceInfo("MEA-3", "0042", "1.2.3", 0x8000_0000_0000_00FFL, false),
          LAYOUT,
          OptionalLong.of(-5),
          "Kultur 7, „grün“");

  private Recorded() {}

  static MadeUpStream stream(int samples, long seed) {
    return new MadeUpStream(CHANNELS, samples).noise(9_000, new Random(seed));
  }

  /** One of everything, with the samples in three blocks and a gap that the link made. */
  static void recordOneOfEverything(Recorder recorder, MadeUpStream stream) {
    stream.mark(12, OPERATION.value());
    recorder.onBlock(stream.block(0, 10, 0));
    recorder.onBlock(stream.block(10, 15, 0));
    recorder.onBlock(stream.block(20, 40, 5));
    recorder.spike(MadeUpStream.START + 31, 2);
    recorder.pulse(new Receipt(OPERATION, MadeUpStream.START + 12), "±2 µA, 200 µs");
    recorder.dose("dopamine", report(DoseReport.End.NOT_YET, 0, 250));
    recorder.dose("dopamine", report(DoseReport.End.HOST_SILENT, 100, 130));
    recorder.note("light on");
    recorder.alarm(new Alarm("dopamine", "occlusion", "pressure above 80 kPa", true));
    recorder.plan(PLAN);
    recorder.trial(TRIAL);
    recorder.reading("incubator", "degC", 36.875);
    recorder.stimulus("±2 µA, 200 µs", APPLIED);
  }

  static DoseReport report(DoseReport.End end, long atLeast, long atMost) {
    return new DoseReport(
        OPERATION, DOSE, new Delivered(Volume.nanoliters(atLeast), Volume.nanoliters(atMost)), end);
  }

  static Recorder recorder(Disk disk, int queueBytes, Consumer<IOException> onFailure) {
    return recorder(disk, queueBytes, Duration.ofSeconds(30), onFailure);
  }

  static Recorder recorder(
      Disk disk, int queueBytes, Duration closeWithin, Consumer<IOException> onFailure) {
    Segments.Maker one =
        segment -> {
          throw new IOException("a second segment");
        };
    return recorder(
        new Segments(disk, one, LAYOUT, Long.MAX_VALUE, null), queueBytes, closeWithin, onFailure);
  }

  static Recorder recorder(
      Segments segments, int queueBytes, Duration closeWithin, Consumer<IOException> onFailure) {
    Timebase time = SystemTimebase.shared();
    RecordQueue queue = new RecordQueue(queueBytes);
    return new Recorder(
        Path.of("nowhere"),
        INFO,
        time,
        time.nanoTime(),
        queue,
        new RecordSheet(queue, LAYOUT, queueBytes),
        segments,
        closeWithin,
        onFailure);
  }

  /** Makes a file shorter in place, which is many times faster than to write it anew. */
  static void cut(Path file, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  /** Replaces one byte of a file. */
  static void put(Path file, int at, byte value) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {value}), at);
    }
  }

  /** A disk that waits, or fails, before it passes anything on. */
  static final class SlowDisk implements Disk {

    final CompletableFuture<Void> gate = new CompletableFuture<>();
    final CompletableFuture<Void> firstWrite = new CompletableFuture<>();
    private final Disk real;

    SlowDisk(Disk real) {
      this.real = real;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      firstWrite.complete(null);
      try {
        gate.join();
      } catch (CompletionException e) {
        throw new IOException("No space left on device", e);
      }
      real.write(bytes);
    }

    @Override
    public void force() throws IOException {
      real.force();
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }
}
