package org.wetstack.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.lab.signal.DetectorSettings;
import org.wetstack.lab.signal.SpikeDetector;
import org.wetstack.lab.signal.Spikes;

/**
 * The driver under test in a process of its own: answers every spike with a pulse from the thread
 * that brings the samples. Says a line when it records, and a line of counts for each line it
 * reads.
 */
final class LoopDriver {

  /** Where the board begins to count, so that its numbers are equally long. */
  private static final long FIRST_SAMPLE = 1L << 42;

  private LoopDriver() {}

  /**
   * {@code args}: driver, endpoint, samples per block, what is done with a block, and how many
   * devices.
   */
  public static void main(String[] args) throws Exception {
    int devices = Integer.parseInt(args[4]);
    List<Counting> handlers = new ArrayList<>();
    Deque<AutoCloseable> open = new ArrayDeque<>();
    String how = "";
    try {
      for (int i = 0; i < devices; i++) {
        Instrument instrument = Instruments.open(args[0], args[1]);
        open.push(instrument);
        ElectrodeArray array = instrument.device(ElectrodeArray.class);
        LoadedStimulus pulse = Rehearsal.load(array);
        int samples = Integer.parseInt(args[2]);
        Counting handler;
        if (args[3].equals("detect")) {
          var detector = new SpikeDetector(array.layout(), DetectorSettings.USUAL);
          handler = new Loop(detector, pulse);
          how = ", " + detector.path().replaceFirst(":.*", "");
        } else {
          handler = new Checksum(array.layout().channels(), samples, pulse);
        }
        handlers.add(handler);
        open.push(array.record(samples, handler));
      }
      System.out.println(how);
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(counts(handlers));
      }
    } finally {
      for (AutoCloseable each : open) {
        each.close();
      }
    }
  }

  private static String counts(List<Counting> handlers) {
    long[] sums = new long[6];
    for (Counting handler : handlers) {
      long[] counts = handler.counts();
      Arrays.setAll(sums, i -> sums[i] + counts[i]);
    }
    return Arrays.stream(sums).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  /** Counts, and pulses. */
  abstract static class Counting implements SampleHandler {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final LoadedStimulus pulse;
    private final AtomicLong blocks = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicLong receipts = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile long thread;

    Counting(LoadedStimulus pulse) {
      this.pulse = pulse;
    }

    abstract void look(SampleBlock block);

    @Override
    public final void onBlock(SampleBlock block) {
      if (blocks.getAndIncrement() == 0) {
        thread = Thread.currentThread().getId();
      } else if (block.missedBefore() > 0) {
        missed.addAndGet(block.missedBefore());
      }
      look(block);
    }

    final void answer() {
      var unused =
          pulse
              .trigger()
              .whenComplete(
                  (receipt, failure) -> {
                    if (failure == null) {
                      receipts.incrementAndGet();
                    } else {
                      refused.incrementAndGet();
                    }
                  });
    }

    @Override
    public final void onEnd(Optional<DeviceException> reason) {
      reason.ifPresent(failure -> System.err.println("the recording ended: " + failure));
    }

    /** As {@link BoardProcess.Counts} has them. */
    final long[] counts() {
      return new long[] {
        blocks.get(),
        missed.get(),
        receipts.get(),
        refused.get(),
        THREADS.getThreadAllocatedBytes(thread),
        THREADS.getThreadCpuTime(thread)
      };
    }
  }

  private static final class Loop extends Counting {

    private final SpikeDetector detector;

    Loop(SpikeDetector detector, LoadedStimulus pulse) {
      super(pulse);
      this.detector = detector;
    }

    @Override
    void look(SampleBlock block) {
      Spikes spikes = detector.detect(block);
      for (int i = 0; i < spikes.count(); i++) {
        answer();
      }
    }
  }

  /** Decodes all samples, takes a CRC-32C over them, and answers the spike that ends a flood. */
  private static final class Checksum extends Counting {

    private static final int SPIKE = -500;

    private final short[] decoded;
    private final ByteBuffer bytes;
    private final CRC32C crc = new CRC32C();
    private long sum;

    Checksum(int channels, int samples, LoadedStimulus pulse) {
      super(pulse);
      decoded = new short[channels * samples];
      bytes = ByteBuffer.allocate(2 * decoded.length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    void look(SampleBlock block) {
      int channels = block.channels();
      for (int sample = 0; sample < block.samples(); sample++) {
        block.copy(sample, decoded, sample * channels);
      }
      bytes.clear().asShortBuffer().put(decoded);
      crc.reset();
      crc.update(bytes);
      sum += crc.getValue();
      int middle = block.samples() / 2;
      long number = (block.firstSample() - FIRST_SAMPLE) / block.samples();
      if (sum == 0 || block.raw(middle, (int) (number % channels)) < SPIKE) {
        answer();
      }
    }
  }
}
