package org.wetstack.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/**
 * How fast samples come in over TCP through link, framing, session and driver up to the user's
 * handler, against a blocking socket that reads the same bytes and looks at none of them. Rounds
 * alternate.
 */
final class Ingest {

  private static final int CHANNELS = 128;
  private static final int SAMPLES = 30;
  private static final int BLOCKS = 60_000;
  private static final int ROUNDS = 7;

  // A sample number whose varint has the same length for the whole run, so it can be patched in
  // place.
  private static final long FIRST_SAMPLE = 1L << 42;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Ingest() {}

  static void run(PrintStream out) throws Exception {
    List<Double> stack = new ArrayList<>();
    List<Double> raw = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Long> allocated = new ArrayList<>();
    for (int round = -1; round < ROUNDS; round++) {
      Counter counter = driver();
      double mbPerSecond = counter.megabytesPerSecond();
      double rawMbPerSecond = socket();
      if (round >= 0) {
        stack.add(mbPerSecond);
        raw.add(rawMbPerSecond);
        ratios.add(mbPerSecond / rawMbPerSecond);
        allocated.add(counter.allocatedBytes / BLOCKS);
      }
    }
    out.printf(
        "ingest, %d ch x %d samples, %d blocks x %d rounds; MB/s, median [min-max]%n",
        CHANNELS, SAMPLES, BLOCKS, ROUNDS);
    out.printf("  whole driver      %s%n", spread(stack));
    out.printf("  raw socket read   %s%n", spread(raw));
    out.printf("  ratio             %s%n", spread(ratios));
    Collections.sort(allocated);
    out.printf(
        "  allocated on the link thread: %d B per block of %d B%n",
        allocated.get(allocated.size() / 2), CHANNELS * SAMPLES * 2);
  }

  private static Counter driver() throws Exception {
    try (var board = new ScriptedBoard(CHANNELS);
        Instrument instrument = Instruments.open("firmware", board.endpoint())) {
      var counter = new Counter();
      var stream = instrument.device(ElectrodeArray.class).record(SAMPLES, counter);
      board.awaitStream();
      flood(board, board::write);
      counter.done.join();
      stream.close();
      return counter;
    }
  }

  private static double socket() throws Exception {
    try (var board = new ScriptedBoard(CHANNELS);
        var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        Socket far = server.accept()) {
      var writer =
          new Thread(
              () -> {
                try {
                  flood(board, (bytes, length) -> far.getOutputStream().write(bytes, 0, length));
                  far.shutdownOutput();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              "raw flood");
      byte[] buffer = new byte[256 * 1024];
      InputStream in = client.getInputStream();
      writer.start();
      long total = in.read(buffer);
      long began = Clock.nanos();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
      }
      long took = Clock.nanos() - began;
      writer.join();
      return total * 1e3 / took;
    }
  }

  private interface Sink {
    void write(byte[] bytes, int length) throws IOException;
  }

  private static void flood(ScriptedBoard board, Sink sink) throws IOException {
    byte[] block = board.block(FIRST_SAMPLE, SAMPLES, false);
    int at = varintOffset(board, block);
    int perWrite = 64 * 1024 / block.length;
    byte[] batch = new byte[perWrite * block.length];
    for (int i = 0; i < perWrite; i++) {
      System.arraycopy(block, 0, batch, i * block.length, block.length);
    }
    long sample = FIRST_SAMPLE;
    int filled = 0;
    for (int i = 0; i < BLOCKS; i++) {
      putVarint(batch, filled * block.length + at, sample);
      sample += SAMPLES;
      filled++;
      if (filled == perWrite || i == BLOCKS - 1) {
        sink.write(batch, filled * block.length);
        filled = 0;
      }
    }
  }

  /** Where first_sample stands: the first byte in which two otherwise equal blocks differ. */
  private static int varintOffset(ScriptedBoard board, byte[] block) {
    byte[] encoded = new byte[7];
    putVarint(encoded, 0, FIRST_SAMPLE);
    for (int at = 0; at < 64; at++) {
      if (java.util.Arrays.equals(block, at, at + 7, encoded, 0, 7)) {
        return at;
      }
    }
    throw new IllegalStateException("no first_sample in a block of " + board.endpoint());
  }

  private static void putVarint(byte[] to, int at, long value) {
    for (int i = 0; i < 6; i++) {
      to[at + i] = (byte) (((value >>> (7 * i)) & 0x7F) | 0x80);
    }
    to[at + 6] = (byte) ((value >>> 42) & 0x7F);
  }

  private static String spread(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return String.format(
        "%8.2f [%.2f-%.2f]",
        sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  private static final class Counter implements SampleHandler {

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int blocks;
    private int sum;
    private long beganNanos;
    private long endedNanos;
    private long allocatedBytes;

    @Override
    public void onBlock(SampleBlock block) {
      if (blocks == 0) {
        beganNanos = Clock.nanos();
        allocatedBytes = -THREADS.getCurrentThreadAllocatedBytes();
      }
      sum += block.raw(0, 0);
      blocks++;
      if (blocks == BLOCKS) {
        endedNanos = Clock.nanos();
        allocatedBytes += THREADS.getCurrentThreadAllocatedBytes();
        done.complete(null);
      }
    }

    double megabytesPerSecond() {
      if (sum == Integer.MIN_VALUE) {
        throw new IllegalStateException("unreachable; keeps the samples from being optimised away");
      }
      return (double) (BLOCKS - 1) * CHANNELS * SAMPLES * 2 * 1e3 / (endedNanos - beganNanos);
    }
  }
}
