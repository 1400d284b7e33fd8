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
import org.jspecify.annotations.Nullable;
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
  private static final Target BY_HAND_TARGET = Target.atLeast(0.8);

  /** What the C answers where the processor, or the number of channels, does not fit AVX-512. */
  private static final String NONE = "none";

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
    var compiled =
        new Beside("C -O3 -march=native", ours.hasVectors() ? VECTOR_TARGET : SCALAR_TARGET);
    var byHand = new Beside("C by hand with AVX-512", ours.hasVectors() ? BY_HAND_TARGET : null);
    double allocated = 0;
    for (int round = -2; round < report.rounds(); round++) {
      double nanos = ours.round();
      String[] plain = loop(program, file, channels);
      String[] wide = loop(program, file, channels, "512");
      check(ours.spikes, Long.parseLong(plain[1]));
      checkSame(plain, wide);
      if (round >= 0) {
        java.add(nanos);
        compiled.add(plain, nanos);
        byHand.add(wide, nanos);
        allocated = Math.max(allocated, ours.bytesPerBlock);
      }
    }
    String work = "detector, " + channels + " ch, " + ours.detector.path().replaceFirst(":.*", "");
    long blocksSeen = (long) report.rounds() * REPEATS * blocks.length;
    String said =
        String.format(
            Locale.ROOT,
            "%s ns a sample and channel; %d spikes; %.2f B allocated a block",
            new Ratios(java),
            ours.spikes,
            allocated);
    report.add(compiled.row(work, blocksSeen).note(said));
    report.add(byHand.row(work, blocksSeen));
  }

  /** One C program, in all rounds. */
  private static final class Beside {

    private final String name;
    private final @Nullable Target target;
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> speeds = new ArrayList<>();

    Beside(String name, @Nullable Target target) {
      this.name = name;
      this.target = target;
    }

    void add(String[] said, double ours) {
      if (!said[0].equals(NONE)) {
        double theirs = Double.parseDouble(said[0]);
        nanos.add(theirs);
        speeds.add(theirs / ours);
      }
    }

    Row row(String work, long n) {
      return nanos.isEmpty()
          ? Row.of(work, name, 0).note("not measured: no AVX-512")
          : Row.of(work, name, n)
              .with("speed", new Ratios(speeds), target)
              .note("beside " + new Ratios(nanos) + " ns a sample and channel");
    }
  }

  /** Both C programs round alike, so they find the same. */
  private static void checkSame(String[] plain, String[] wide) {
    if (!wide[0].equals(NONE) && !wide[1].equals(plain[1])) {
      throw new IllegalStateException(
          plain[1] + " spikes in C and " + wide[1] + " with AVX-512 by hand: not the same work");
    }
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

  /** Nanoseconds for a sample and channel, and spikes; or {@link #NONE}. */
  private static String[] loop(Path program, Path file, int channels, String... how)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(program.toString(), file.toString(), "" + channels, "" + BLOCK, "" + REPEATS));
    command.addAll(List.of(how));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (process.waitFor() != 0) {
      throw new IOException("the C loop failed: " + said);
    }
    return said.strip().split(" ", -1);
  }
}
