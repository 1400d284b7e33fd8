package org.wetstack.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.SpikeDetector;

/**
 * What it costs to band-pass a stream and find its spikes, against C that the compiler has
 * vectorised, over the same samples in the same blocks; processor time. Rounds alternate. And what
 * the detector allocates.
 */
final class Detection {

  private static final int RATE = 30_000;
  private static final int BLOCK = 30;
  private static final int NANOVOLTS = 195;
  private static final Target SCALAR_TARGET = Target.atLeast(0.3);
  private static final Target VECTOR_TARGET = Target.atLeast(2);

  /** Samples of one channel in the data, and how many of them go into a round. */
  private static final int DATA = 4_000_000;

  private static final int REPEATS = 10;

  private Detection() {}

  static void run(Report report) throws Exception {
    try (var programs = new Programs()) {
      Path program = programs.compile("detect");
      for (int channels : new int[] {128, 1_024}) {
        measure(channels, program, programs.file("samples"), report);
      }
    }
  }

  private static void measure(int channels, Path program, Path file, Report report)
      throws Exception {
    short[][] blocks = blocks(channels);
    write(blocks, file);
    var ours = new Ours(channels, blocks);
    List<Double> java = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    double allocated = 0;
    for (int round = -2; round < report.rounds(); round++) {
      double a = ours.round();
      String said = loop(program, file, channels);
      int space = said.indexOf(' ');
      double b = Double.parseDouble(said.substring(0, space));
      if (round >= 0) {
        java.add(a);
        plain.add(b);
        ratios.add(b / a);
        allocated = Math.max(allocated, ours.bytesPerBlock);
        check(ours.spikes, Long.parseLong(said.substring(space + 1)));
      }
    }
    report.add(
        Row.of(
                "detector, " + channels + " ch, " + ours.detector.path().replaceFirst(":.*", ""),
                "C -O3 -march=native",
                (long) report.rounds() * REPEATS * blocks.length)
            .with("speed", new Ratios(ratios), ours.hasVectors() ? VECTOR_TARGET : SCALAR_TARGET)
            .note(new Ratios(java) + " ns a sample and channel")
            .note("beside " + new Ratios(plain))
            .note(ours.spikes + " spikes")
            .note(String.format(Locale.ROOT, "%.2f B allocated a block", allocated)));
  }

  /** The same work was done if nearly the same was found: C may fuse what Java rounds twice. */
  private static void check(long ours, long theirs) {
    if (ours < 100 || Math.abs(ours - theirs) > ours / 200) {
      throw new IllegalStateException(
          ours + " spikes here and " + theirs + " in C: not a fair measure");
    }
  }

  /** Noise, and spikes of some 10 Hz. */
  private static short[][] blocks(int channels) {
    var random = new Random(channels);
    int count = DATA / channels / BLOCK;
    short[][] blocks = new short[count][BLOCK * channels];
    for (short[] block : blocks) {
      for (int i = 0; i < block.length; i++) {
        block[i] = (short) Math.round(25 * random.nextGaussian());
      }
      for (int c = 0; c < channels; c++) {
        if (random.nextInt(100) == 0) {
          for (int i = 10; i < 18; i++) {
            block[i * channels + c] -= (short) (400 * Math.sin((i - 9) * 0.35));
          }
        }
      }
    }
    return blocks;
  }

  private static void write(short[][] blocks, Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(2 * blocks.length * blocks[0].length).order(ByteOrder.LITTLE_ENDIAN);
    for (short[] block : blocks) {
      for (short each : block) {
        bytes.putShort(each);
      }
    }
    Files.write(file, bytes.array());
  }

  private static final class Ours {

    private final short[][] blocks;
    private final int channels;
    private final SpikeDetector detector;
    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long first;
    private long spikes;
    private double bytesPerBlock;

    Ours(int channels, short[][] blocks) {
      this.channels = channels;
      this.blocks = blocks;
      var sites =
          IntStream.range(0, channels).mapToObj(i -> new ArrayLayout.Site(i, 200 * i, 0)).toList();
      detector =
          new SpikeDetector(new ArrayLayout(RATE, NANOVOLTS, BLOCK, sites), DetectorSettings.USUAL);
      while (!detector.ready()) {
        pass();
      }
    }

    boolean hasVectors() {
      return detector.path().equals("vector");
    }

    private void pass() {
      for (short[] block : blocks) {
        spikes += detector.detect(first, block, BLOCK).count();
        first += BLOCK;
      }
    }

    double round() {
      spikes = 0;
      long began = Clock.processorNanos();
      long before = thread.getCurrentThreadAllocatedBytes();
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        pass();
      }
      long allocated = thread.getCurrentThreadAllocatedBytes() - before;
      double nanos = Clock.processorNanos() - began;
      int passed = REPEATS * blocks.length;
      bytesPerBlock = (double) allocated / passed;
      return nanos / passed / BLOCK / channels;
    }
  }

  private static String loop(Path program, Path file, int channels)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(), file.toString(), "" + channels, "" + BLOCK, "" + REPEATS)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (process.waitFor() != 0) {
      throw new IOException("the C loop failed: " + said);
    }
    return said.strip();
  }
}
