package org.wetstack.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;

/**
 * What it costs to record 1,024 channels at 30 kS/s, a block a millisecond, against C that writes
 * as many bytes at the same pace to a file and syncs it every second; processor time of {@code
 * onBlock} and of the writer against that of {@code write} and {@code fdatasync}. Slices alternate.
 *
 * <p>{@code RECORD_SECONDS} may shorten the recording.
 */
final class RecordSpeed {

  private static final int CHANNELS = 1_024;
  private static final int RATE = 30_000;
  private static final int SAMPLES = 30;
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(SAMPLES) / RATE;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MADE = 256;
  private static final int SLICE_BLOCKS = 2_000;
  private static final int WARM_UP_SLICES = 2;
  private static final int USUAL_SECONDS = 60;

  /** Frame and head of a record around its samples. */
  private static final int RECORD_BYTES = 25 + 22 + 2 * CHANNELS * SAMPLES;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Recorder recorder;
  private final Block[] blocks;
  private final long writer;
  private final Histogram onBlock = new Histogram(MOST_NANOS, 3);
  private long sent;
  private double bytesPerBlock;

  private RecordSpeed(Recorder recorder) {
    this.recorder = recorder;
    this.writer = writer();
    var random = new Random(1);
    blocks = IntStream.range(0, MADE).mapToObj(i -> new Block(random)).toArray(Block[]::new);
  }

  static void run(Report report) throws Exception {
    String shorter = System.getenv("RECORD_SECONDS");
    int seconds = shorter == null ? USUAL_SECONDS : Integer.parseInt(shorter);
    int slices = Math.max(1, (int) (seconds * 1_000_000_000L / PERIOD_NANOS / SLICE_BLOCKS));
    Path folder = Files.createTempDirectory("record");
    try (var programs = new Programs()) {
      List<String> command =
          List.of(
              programs.compile("record").toString(),
              programs.file("plain").toString(),
              "" + RECORD_BYTES,
              "" + PERIOD_NANOS);
      Row row;
      try (var c = Contender.start("C", 0, command);
          Recorder recorder =
              Recorder.create(
                  folder.resolve("recording"),
                  info(),
                  SystemTimebase.shared(),
                  e -> report.out().println(e))) {
        row = new RecordSpeed(recorder).compare(c, slices);
      }
      report.add(row.note("read back: " + readBack(folder.resolve("recording"))));
    } finally {
      delete(folder);
    }
  }

  private Row compare(Contender c, int slices) throws IOException {
    List<Double> ours = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> control = new ArrayList<>();
    double allocated = 0;
    for (int i = -WARM_UP_SLICES; i < slices; i++) {
      double a = slice();
      double b = Long.parseLong(c.ask("" + SLICE_BLOCKS).strip()) / 1e3 / SLICE_BLOCKS;
      if (i < 0) {
        onBlock.reset();
        continue;
      }
      if (!plain.isEmpty()) {
        control.add(b / plain.get(plain.size() - 1));
      }
      ours.add(a);
      plain.add(b);
      ratios.add(a / b);
      allocated = Math.max(allocated, bytesPerBlock);
    }
    Row row =
        Row.of(
                "recorder, 1,024 ch × 30 kS/s for " + slices * SLICE_BLOCKS / 1_000 + " s",
                "C write and fdatasync",
                (long) slices * SLICE_BLOCKS)
            .with("processor time", new Ratios(ratios), Target.atMost(1.25))
            .with("C beside C", new Ratios(control.isEmpty() ? List.of(1.0) : control))
            .note(new Ratios(ours) + " µs of processor time a block")
            .note("beside " + new Ratios(plain))
            .note(
                String.format(
                    Locale.ROOT,
                    "onBlock p50 %.1f µs, p99 %.1f µs",
                    onBlock.getValueAtPercentile(50) / 1e3,
                    onBlock.getValueAtPercentile(99) / 1e3))
            .note(String.format(Locale.ROOT, "%.2f B allocated a block", allocated))
            .note(recorder.lostSamples() + " of " + sent + " samples lost");
    return recorder.lostSamples() > 0 ? row.faulty("samples were lost") : row;
  }

  /** Microseconds of processor time per block. */
  private double slice() {
    long writerBefore = THREADS.getThreadCpuTime(writer);
    long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    long used = 0;
    long began = Clock.nanos();
    for (int i = 0; i < SLICE_BLOCKS; i++) {
      await(began + i * PERIOD_NANOS);
      Block block = blocks[i % MADE];
      block.first = sent;
      long processor = THREADS.getCurrentThreadCpuTime();
      long entered = Clock.nanos();
      recorder.onBlock(block);
      onBlock.recordValue(Math.min(MOST_NANOS, Clock.nanos() - entered));
      used += THREADS.getCurrentThreadCpuTime() - processor;
      sent += SAMPLES;
    }
    bytesPerBlock =
        (double) (THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore) / SLICE_BLOCKS;
    // The writer looks every 10 ms, and may still have to sync.
    await(Clock.nanos() + TimeUnit.MILLISECONDS.toNanos(100));
    used += THREADS.getThreadCpuTime(writer) - writerBefore;
    return used / 1e3 / SLICE_BLOCKS;
  }

  private static void await(long when) {
    for (long left = when - Clock.nanos(); left > 0; left = when - Clock.nanos()) {
      LockSupport.parkNanos(left);
    }
  }

  private static long writer() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("wetstack-recorder"))
        .findFirst()
        .orElseThrow()
        .getId();
  }

  private static RecordingInfo info() {
    var sites =
        IntStream.range(0, CHANNELS).mapToObj(i -> new ArrayLayout.Site(i, 200 * i, 0)).toList();
    return new RecordingInfo(
        Instant.EPOCH,
        new DeviceInfo("made up", "1", "1", 0, false),
        new ArrayLayout(RATE, 195, SAMPLES, sites),
        OptionalLong.of(1),
        "a benchmark");
  }

  private static String readBack(Path folder) throws IOException {
    long[] expected = {0};
    Recording.Reading reading =
        Recording.open(folder)
            .read(
                entry -> {
                  if (entry instanceof Entry.Block block) {
                    if (block.firstSample() < expected[0]) {
                      throw new IllegalStateException("out of order at " + block.firstSample());
                    }
                    expected[0] = block.end();
                  }
                });
    Entry.End end = reading.end().orElseThrow();
    return end.samples()
        + " samples and "
        + end.lostSamples()
        + " in gaps, in "
        + reading.segments()
        + " segments, "
        + (reading.whole() ? "whole" : "NOT WHOLE");
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Noise; copied as drivers do. */
  private static final class Block implements SampleBlock {

    private final short[] counts = new short[CHANNELS * SAMPLES];
    private long first;

    Block(Random random) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] = (short) Math.round(25 * random.nextGaussian());
      }
    }

    @Override
    public long firstSample() {
      return first;
    }

    @Override
    public long missedBefore() {
      return 0;
    }

    @Override
    public int channels() {
      return CHANNELS;
    }

    @Override
    public int samples() {
      return SAMPLES;
    }

    @Override
    public short raw(int sample, int channel) {
      return counts[sample * CHANNELS + channel];
    }

    @Override
    public void copy(int sample, short[] into, int at) {
      System.arraycopy(counts, sample * CHANNELS, into, at, CHANNELS);
    }

    @Override
    public int marks() {
      return 0;
    }

    @Override
    public int markSample(int mark) {
      throw new IndexOutOfBoundsException(mark);
    }

    @Override
    public long markOperation(int mark) {
      throw new IndexOutOfBoundsException(mark);
    }
  }
}
