package org.wetstack.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;

/**
 * What it costs to decode a waveform stream of 64 channels: the driver, from the bytes of a link to
 * a handler that reads every sample, against a plain C loop over the same bytes. Rounds alternate.
 */
final class RhxDecode {

  private static final int CHANNELS = 64;
  private static final int FRAMES = 128;
  private static final int FRAME_BYTES = 4 + 2 * CHANNELS;
  private static final int BLOCK_BYTES = 4 + FRAMES * FRAME_BYTES;
  private static final int BLOCKS = 400;
  private static final int REPEATS = 20;
  private static final int ROUNDS = 9;
  private static final int PIECE = 64 * 1024;

  private RhxDecode() {}

  static void run(Report report) throws Exception {
    PrintStream out = report.out();
    List<Double> driver = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (var programs = new Programs();
        var emulator = EmulatorProcess.start("--ports", "A:32,B:32")) {
      var tap = new Tap(Instruments.link(URI.create("tcp://127.0.0.1")));
      URI endpoint = URI.create(emulator.endpoint() + "&stimulate=none&blocks=10");
      try (Instrument instrument =
          Instruments.driver("intan-rhx").open(endpoint, tap, SystemTimebase.shared())) {
        var reader = new Reader();
        instrument.device(ElectrodeArray.class).record(FRAMES, reader);
        byte[] recorded = tap.take(BLOCKS * BLOCK_BYTES);
        Path blocks = programs.file("blocks.bin");
        Files.write(blocks, recorded);
        Path program = programs.compile("decode", "-O2");
        for (int round = -2; round < ROUNDS; round++) {
          double ours = tap.flood(recorded, REPEATS);
          double theirs = loop(program, blocks);
          if (round >= 0) {
            driver.add(ours);
            plain.add(theirs);
            ratios.add(ours / theirs);
          }
        }
        if (reader.missed != 0) {
          throw new IllegalStateException(reader.missed + " samples missed: not a fair measure");
        }
      }
    }
    out.printf(
        "rhx-decode, %d ch, %d blocks x %d x %d rounds; ns per sample and channel,"
            + " median [min-max]%n",
        CHANNELS, BLOCKS, REPEATS, ROUNDS);
    out.printf("  link bytes to handler %s%n", spread(driver));
    out.printf("  plain C loop          %s%n", spread(plain));
    out.printf("  ratio                 %s%n", spread(ratios));
  }

  private static double loop(Path program, Path blocks) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(), blocks.toString(), "" + CHANNELS, Integer.toString(REPEATS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (process.waitFor() != 0) {
      throw new IOException("the C loop failed: " + said);
    }
    return Double.parseDouble(said.strip());
  }

  private static String spread(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return String.format(
        "%6.3f [%.3f-%.3f]",
        sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  /** Listens to the waveform link, then takes its place. */
  private static final class Tap implements LinkProvider {

    private final LinkProvider real;
    private final CountDownLatch full = new CountDownLatch(1);
    private byte[] taken = new byte[0];
    private int filled;
    private volatile boolean replaced;
    private @Nullable LinkHandler waveforms;
    private @Nullable Link link;
    private int nextTimestamp;

    Tap(LinkProvider real) {
      this.real = real;
    }

    @Override
    public Set<String> schemes() {
      return real.schemes();
    }

    /** The driver opens the command link first, and then the one with the waveforms. */
    @Override
    public Link open(URI endpoint, LinkHandler handler) {
      if (link == null) {
        link = real.open(endpoint, handler);
        return link;
      }
      waveforms = handler;
      taken = new byte[BLOCKS * BLOCK_BYTES];
      return real.open(endpoint, new Ear(handler));
    }

    byte[] take(int bytes) throws InterruptedException {
      if (!full.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("only " + filled + " of " + bytes + " bytes in a minute");
      }
      var recorded = ByteBuffer.wrap(taken).order(ByteOrder.LITTLE_ENDIAN);
      nextTimestamp = recorded.getInt((BLOCKS - 1) * BLOCK_BYTES + 4) + FRAMES;
      return taken;
    }

    /** Nanoseconds per sample and channel, spent in the driver and the handler. */
    double flood(byte[] recorded, int repeats) {
      LinkHandler handler = waveforms;
      Link from = link;
      if (handler == null || from == null) {
        throw new IllegalStateException("the driver opened no waveform link");
      }
      byte[] bytes = recorded.clone();
      var words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      long nanos = 0;
      for (int repeat = 0; repeat < repeats; repeat++) {
        for (int block = 0; block < BLOCKS; block++) {
          for (int frame = 0; frame < FRAMES; frame++) {
            words.putInt(block * BLOCK_BYTES + 4 + frame * FRAME_BYTES, nextTimestamp++);
          }
        }
        long began = Clock.nanos();
        for (int at = 0; at < bytes.length; at += PIECE) {
          handler.onBytes(from, ByteBuffer.wrap(bytes, at, Math.min(PIECE, bytes.length - at)));
        }
        nanos += Clock.nanos() - began;
      }
      return (double) nanos / repeats / BLOCKS / FRAMES / CHANNELS;
    }

    private final class Ear implements LinkHandler {

      private final LinkHandler driver;

      Ear(LinkHandler driver) {
        this.driver = driver;
      }

      @Override
      public void onBytes(Link from, ByteBuffer borrowed) {
        if (replaced) {
          return;
        }
        int count = Math.min(borrowed.remaining(), taken.length - filled);
        borrowed.duplicate().get(taken, filled, count);
        filled += count;
        borrowed.limit(borrowed.position() + count);
        driver.onBytes(from, borrowed);
        if (filled == taken.length) {
          replaced = true;
          full.countDown();
        }
      }

      @Override
      public void onClosed(@Nullable Throwable cause) {
        driver.onClosed(cause);
      }
    }
  }

  private static final class Reader implements SampleHandler {

    private long missed;
    private long sum;

    @Override
    public void onBlock(SampleBlock block) {
      for (int sample = 0; sample < block.samples(); sample++) {
        for (int channel = 0; channel < block.channels(); channel++) {
          sum += block.raw(sample, channel);
        }
      }
      missed += block.missedBefore() + (sum == Long.MIN_VALUE ? 1 : 0);
    }
  }
}
