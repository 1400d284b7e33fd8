package org.wetstack.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/**
 * An emulated Intan controller at 30 kS/s wide band through the driver, each in a process of its
 * own: whether samples are missing, and what share of one core each takes. The handler reads every
 * sample.
 */
final class RhxStreams {

  private static final int SECONDS = 15;
  private static final int WARM_UP_SECONDS = 5;

  private RhxStreams() {}

  static void run(Report report) throws Exception {
    PrintStream out = report.out();
    out.printf("rhx, 30 kS/s wide band, %d s each; shares of one core%n", SECONDS);
    measure(out, 64, "stim-record", "A:32,B:32");
    measure(out, 128, "stim-record", "A:32,B:32,C:32,D:32");
    measure(out, 256, "record-usb3", "A:64,B:64,C:64,D:64");
  }

  private static void measure(PrintStream out, int channels, String controller, String ports)
      throws IOException, InterruptedException {
    var cpu = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (var emulator =
            EmulatorProcess.start(
                "--controller", controller, "--ports", ports, "--sample-rate", "30000");
        Instrument instrument =
            Instruments.open("intan-rhx", emulator.endpoint() + "&stimulate=none&blocks=10")) {
      var reader = new Reader();
      ElectrodeArray array = instrument.device(ElectrodeArray.class);
      try (var stream = array.record(128, reader)) {
        pass(WARM_UP_SECONDS);
        long samples = reader.samples.get();
        long missed = reader.missed.get();
        long ours = cpu.getProcessCpuTime();
        Duration theirs = emulator.processorTime();
        long began = Clock.nanos();
        pass(SECONDS);
        double took = Clock.nanos() - began;
        out.printf(
            "  %3d channels: %6.0f samples/s, %d missed; emulator %.2f, driver %.2f; sum %d%n",
            channels,
            (reader.samples.get() - samples) * 1e9 / took,
            reader.missed.get() - missed,
            emulator.processorTime().minus(theirs).toNanos() / took,
            (cpu.getProcessCpuTime() - ours) / took,
            reader.sum.get() & 1);
      }
    }
  }

  private static void pass(int seconds) throws InterruptedException {
    if (new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody counts down");
    }
  }

  /** Reads everything, and counts. */
  private static final class Reader implements SampleHandler {

    private final AtomicLong samples = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicLong sum = new AtomicLong();

    @Override
    public void onBlock(SampleBlock block) {
      long here = 0;
      for (int sample = 0; sample < block.samples(); sample++) {
        for (int channel = 0; channel < block.channels(); channel++) {
          here += block.raw(sample, channel);
        }
      }
      sum.addAndGet(here);
      missed.addAndGet(block.missedBefore());
      samples.addAndGet(block.samples());
    }
  }
}
