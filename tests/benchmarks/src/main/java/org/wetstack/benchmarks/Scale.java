package org.wetstack.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.wetstack.benchmarks.BoardProcess.Client;
import org.wetstack.benchmarks.BoardProcess.Counts;
import org.wetstack.lab.plot.Chart;
import org.wetstack.lab.plot.Page;

/**
 * What driver and detector cost a sample of a channel, in processor time of the threads that bring
 * the samples, with more channels and with more devices in one program; beside one device of
 * {@value #USUAL} channels in the same round. All are connected all the time, and one works at a
 * time.
 */
final class Scale {

  private static final int USUAL = 128;
  private static final int[] CHANNELS = {32, USUAL, 512, 1_024, 2_048, 4_096};
  private static final int[] DEVICES = {4, 8};
  private static final int SAMPLES = 30;
  private static final int NOISE_SAMPLES = 20_000;

  /** Samples of all channels in a round, and in how many turns devices take them. */
  private static final long AT_ONCE = 60_000_000;

  private static final int TURNS = 8;
  private static final int WARM_UP_ROUNDS = 3;

  /** Growth beyond this is a cost that more channels should not have. */
  private static final Target TARGET = Target.atMost(1.25);

  private Scale() {}

  static void run(Report report) throws Exception {
    List<Setup> setups = new ArrayList<>();
    try (var programs = new Programs()) {
      Path loop = programs.compile("loop");
      for (int channels : CHANNELS) {
        setups.add(new Setup(programs, loop, channels, 1));
      }
      for (int devices : DEVICES) {
        setups.add(new Setup(programs, loop, USUAL, devices));
      }
      for (int round = -WARM_UP_ROUNDS; round < report.rounds(); round++) {
        for (Setup each : setups) {
          each.round(round >= 0);
        }
      }
    } finally {
      for (Setup each : setups) {
        each.board.close();
      }
    }
    Setup usual = setups.get(1);
    for (Setup each : setups) {
      report.add(each.row(usual));
    }
    plot(report, setups.subList(0, CHANNELS.length));
  }

  /** One board and a program with all of its devices. */
  private static final class Setup {

    private final Stream stream;
    private final int devices;
    private final BoardProcess board;
    private final Client driver;
    private final List<Double> nanos = new ArrayList<>();
    private long lost;
    private long missed;

    Setup(Programs programs, Path loop, int channels, int devices) throws IOException {
      stream = new Stream(channels, SAMPLES);
      this.devices = devices;
      board = new BoardProcess(programs, loop, stream);
      driver = board.driver("detect", devices);
      for (int i = 0; i < devices; i++) {
        board.quiet(driver.device(i), NOISE_SAMPLES / stream.samples());
      }
    }

    void round(boolean isMeasured) throws IOException {
      Counts before = board.counts(driver);
      long perTurn = AT_ONCE / TURNS / devices / (stream.channels() * (long) stream.samples());
      for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < devices; i++) {
          board.flood(driver.device(i), perTurn);
        }
      }
      Counts counts = board.counts(driver).since(before);
      if (isMeasured) {
        lost += perTurn * TURNS * devices - counts.blocks();
        missed += counts.missed();
        nanos.add(
            (double) counts.processorNanos()
                / counts.blocks()
                / stream.samples()
                / stream.channels());
      }
    }

    Row row(Setup usual) {
      List<Double> ratios =
          IntStream.range(0, nanos.size())
              .mapToObj(round -> nanos.get(round) / usual.nanos.get(round))
              .toList();
      String many = devices == 1 ? "1 device" : devices + " devices";
      return Row.of(many + ", " + stream, "1 device, " + usual.stream, nanos.size())
          .with("cost of a sample", new Ratios(ratios), this == usual ? null : target())
          .note(new Ratios(nanos) + " ns a sample and channel")
          .note("%.0f %% of a processor in real time".formatted(load()))
          .faulty(
              lost == 0 && missed == 0 ? "" : lost + " blocks lost, " + missed + " samples missed");
    }

    /** Few channels carry the cost of a block, which nothing spares them. */
    private @Nullable Target target() {
      return stream.channels() < USUAL ? null : TARGET;
    }

    private double load() {
      return new Ratios(nanos).median() * stream.channels() * devices * ScriptedBoard.RATE * 1e-7;
    }
  }

  private static void plot(Report report, List<Setup> setups) throws IOException {
    double[] channels = setups.stream().mapToDouble(each -> each.stream.channels()).toArray();
    double[] nanos = setups.stream().mapToDouble(each -> new Ratios(each.nanos).median()).toArray();
    double most = 0;
    for (double each : nanos) {
      most = Math.max(most, each);
    }
    String chart =
        new Chart(
                "Driver and detector",
                Chart.Scale.upTo("channels", channels[channels.length - 1]),
                Chart.Scale.upTo("ns a sample and channel", most),
                640,
                260)
            .curve(0, channels, nanos)
            .dots(0, channels, nanos)
            .svg();
    Path file = report.file("channels.html");
    Files.writeString(file, new Page("Cost of a sample").markup(chart).html());
    report.out().println("  plot: " + file);
  }
}
