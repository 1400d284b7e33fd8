package org.wetstack.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.units.Current;

/**
 * Closed loop over TCP: from a block with a spike leaving the board to the frame that triggers a
 * pulse arriving at it, in alternating slices with a raw blocking socket that echoes a frame of the
 * trigger's size for a block of the same size. Every block is answered before the next is sent.
 */
final class LoopLatency {

  private static final int CHANNELS = 32;
  private static final int SAMPLES = 30;
  private static final int TRIGGER_BYTES = 40;
  private static final int SLICES = 20;
  private static final int PER_SLICE = 500;
  private static final int WARM_UP_SLICES = 10;

  private LoopLatency() {}

  static void run(PrintStream out) throws Exception {
    try (var board = new ScriptedBoard(CHANNELS);
        Instrument instrument = Instruments.open("firmware", board.endpoint());
        var echo = new Echo(board.block(1L << 42, SAMPLES, true).length)) {
      ElectrodeArray array = instrument.device(ElectrodeArray.class);
      LoadedStimulus pulse =
          array
              .stimulator()
              .orElseThrow()
              .load(
                  Stimulus.biphasic(List.of(0), Current.microamps(-1), Duration.ofNanos(200_000)));
      var stream =
          array.record(
              SAMPLES,
              block -> {
                for (int sample = 0; sample < block.samples(); sample++) {
                  for (int channel = 0; channel < block.channels(); channel++) {
                    if (block.raw(sample, channel) < -500) {
                      pulse.trigger();
                    }
                  }
                }
              });
      board.awaitStream();
      measure(board, echo, out);
      stream.close();
    }
  }

  private static void measure(ScriptedBoard board, Echo echo, PrintStream out) throws Exception {
    var stack = new Histogram(3);
    var raw = new Histogram(3);
    List<Double> ratios = new ArrayList<>();
    long sample = 0;
    for (int slice = -WARM_UP_SLICES; slice < SLICES; slice++) {
      var stackSlice = new Histogram(3);
      var rawSlice = new Histogram(3);
      for (int i = 0; i < PER_SLICE; i++) {
        byte[] block = board.block(sample, SAMPLES, true);
        sample += SAMPLES;
        long sent = Clock.nanos();
        board.write(block, block.length);
        stackSlice.recordValue(board.awaitTrigger() - sent);
      }
      for (int i = 0; i < PER_SLICE; i++) {
        rawSlice.recordValue(echo.roundTripNanos());
      }
      if (slice >= 0) {
        stack.add(stackSlice);
        raw.add(rawSlice);
        ratios.add(median(stackSlice) / median(rawSlice));
      }
    }
    Collections.sort(ratios);
    out.printf(
        "closed loop, %d ch x %d samples, n=%d in %d slices; µs%n",
        CHANNELS, SAMPLES, stack.getTotalCount(), SLICES);
    row(out, "block -> trigger, whole driver", stack);
    row(out, "raw blocking socket, same bytes", raw);
    out.printf(
        "  p50 ratio per slice: median %.2f [%.2f-%.2f]; overall p50 %.2f, p99 %.2f%n",
        ratios.get(ratios.size() / 2),
        ratios.get(0),
        ratios.get(ratios.size() - 1),
        median(stack) / median(raw),
        (double) stack.getValueAtPercentile(99) / raw.getValueAtPercentile(99));
  }

  private static double median(Histogram histogram) {
    return histogram.getValueAtPercentile(50);
  }

  private static void row(PrintStream out, String name, Histogram nanos) {
    out.printf(
        "  %-34s p50 %7.1f  p90 %7.1f  p99 %7.1f  max %8.1f%n",
        name,
        nanos.getValueAtPercentile(50) / 1e3,
        nanos.getValueAtPercentile(90) / 1e3,
        nanos.getValueAtPercentile(99) / 1e3,
        nanos.getMaxValue() / 1e3);
  }

  /** Reads a block, answers with as many bytes as a trigger has, from one blocking thread. */
  private static final class Echo implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket client;
    private final byte[] block;
    private final DataInputStream in;
    private final OutputStream out;

    Echo(int blockBytes) throws IOException {
      block = new byte[blockBytes];
      var thread = new Thread(this::answer, "raw echo");
      thread.setDaemon(true);
      thread.start();
      client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
      client.setTcpNoDelay(true);
      in = new DataInputStream(client.getInputStream());
      out = client.getOutputStream();
    }

    private void answer() {
      try (Socket socket = server.accept()) {
        socket.setTcpNoDelay(true);
        var from = new DataInputStream(socket.getInputStream());
        OutputStream to = socket.getOutputStream();
        byte[] received = new byte[block.length];
        byte[] answer = new byte[TRIGGER_BYTES];
        while (true) {
          from.readFully(received);
          to.write(answer);
        }
      } catch (IOException e) {
        // Closed: the measurement is over.
      }
    }

    long roundTripNanos() throws IOException {
      byte[] answer = new byte[TRIGGER_BYTES];
      long sent = Clock.nanos();
      out.write(block);
      in.readFully(answer);
      return Clock.nanos() - sent;
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }
}
