package org.wetstack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.wetstack.benchmarks.BoardProcess.Client;
import org.wetstack.benchmarks.BoardProcess.Slice;

/**
 * Closed loop over TCP, seen from a board in C: from a block with a spike to the trigger that
 * answers it, through the whole driver and the detector, in alternating slices with a blocking
 * socket in C that answers each block unseen.
 */
final class LoopSpeed {

  private static final int SLICES = 10;
  private static final long SLICE_NANOS = 100_000_000;
  private static final long RHX_SLICE_NANOS = 400_000_000;
  private static final int NOISE_SAMPLES = 20_000;
  private static final int WARM_UP_SPIKES = 20_000;
  private static final int WARM_UP_AT_ONCE = 1_000;
  private static final int WARM_UP_SLICES = 10;
  private static final Target BESIDE_NAIVE = Target.atMost(0.7);
  private static final double RHX_TARGET = 1.4;

  /** The vector path makes more of many channels. */
  private static final boolean HAS_VECTORS = Runtime.version().feature() >= 25;

  private final Report report;
  private final Stream stream;
  private final BoardProcess board;
  private final String echoName;
  private final long spikesInSlice;

  private LoopSpeed(
      Report report, Stream stream, BoardProcess board, String echoName, long sliceNanos) {
    this.report = report;
    this.stream = stream;
    this.board = board;
    this.echoName = echoName;
    this.spikesInSlice = sliceNanos / stream.periodNanos() / board.blocksPerSpike();
  }

  static void run(Report report) throws Exception {
    try (var programs = new Programs()) {
      Path loop = programs.compile("loop");
      run(report, programs, loop, new Stream(128, 30), 1.25, true);
      run(report, programs, loop, new Stream(1_024, 30), HAS_VECTORS ? 1.25 : 1.5, false);
      run(report, programs, loop, new Stream(128, 3), 1.2, false);
      runRhx(report, programs, loop);
    }
  }

  private static void runRhx(Report report, Programs programs, Path loop) throws IOException {
    var stream = new Stream(128, 128);
    try (var board = BoardProcess.rhx(programs, loop, stream)) {
      report
          .out()
          .printf(
              "loop, RHX, %s, a block of %d B every %.3f ms, a spike in every %dth%n",
              stream, board.blockBytes(), stream.periodNanos() / 1e6, board.blocksPerSpike());
      new LoopSpeed(report, stream, board, "C echo of RHX", RHX_SLICE_NANOS)
          .run(Target.atMost(RHX_TARGET), false);
    }
  }

  private static void run(
      Report report,
      Programs programs,
      Path loop,
      Stream stream,
      double target,
      boolean isBesideNaive)
      throws IOException {
    try (var board = new BoardProcess(programs, loop, stream)) {
      report
          .out()
          .printf(
              "loop, %s, a block of %d B every %.3f ms, a spike in each; p50 / p90 / p99%n",
              stream, board.blockBytes(), stream.periodNanos() / 1e6);
      new LoopSpeed(report, stream, board, "C echo", SLICE_NANOS)
          .run(Target.atMost(target), isBesideNaive);
    }
  }

  private void run(Target target, boolean isBesideNaive) throws IOException {
    Client echo = board.echo(echoName);
    Client twin = board.echo(echoName);
    String fault =
        Control.check(report, echoName + ", " + stream, () -> compare(echo, twin).sent());
    Client driver = board.driver("detect", 1);
    long unasked = warmUp(driver);
    add(compare(echo, driver), echo, driver, target, target, fault, unasked);
    report.out().println("  driver in all: " + board.counts(driver));
    if (isBesideNaive) {
      Client naive = board.naive();
      unasked = warmUp(naive);
      add(compare(echo, naive), echo, naive, null, null, fault, unasked);
      add(compare(naive, driver), naive, driver, BESIDE_NAIVE, null, fault, 0);
    }
  }

  /**
   * Noise until the detector knows it, spikes until all code is compiled, and then as measured.
   *
   * @return how many answers there were without a spike, which no noise should have
   */
  private long warmUp(Client client) throws IOException {
    long unasked = board.quiet(client, NOISE_SAMPLES / stream.samples());
    for (int spikes = 0; spikes < WARM_UP_SPIKES; spikes += WARM_UP_AT_ONCE) {
      unasked += board.slice(client, WARM_UP_AT_ONCE, 0).unasked();
    }
    for (int i = 0; i < WARM_UP_SLICES; i++) {
      unasked += slice(client).unasked();
    }
    return unasked;
  }

  private Slice slice(Client client) throws IOException {
    return board.slice(client, spikesInSlice, stream.periodNanos());
  }

  /** What came of a comparison; the counts are of the second. */
  private record Measured(Comparison sent, Comparison intended, long unanswered, long unasked) {}

  private Measured compare(Client first, Client second) throws IOException {
    var sent = new Comparison();
    var intended = new Comparison();
    long unanswered = 0;
    long unasked = 0;
    for (int round = 0; round < report.rounds(); round++) {
      sent.round();
      intended.round();
      for (int i = 0; i < SLICES; i++) {
        Slice ofFirst = slice(first);
        Slice ofSecond = slice(second);
        sent.first(ofFirst.sentNanos());
        sent.second(ofSecond.sentNanos());
        intended.first(ofFirst.intendedNanos());
        intended.second(ofSecond.intendedNanos());
        unanswered += ofSecond.unanswered();
        unasked += ofSecond.unasked();
      }
    }
    return new Measured(sent, intended, unanswered, unasked);
  }

  private void add(
      Measured measured,
      Client first,
      Client second,
      @Nullable Target at50,
      @Nullable Target at90,
      String fault,
      long unaskedBefore)
      throws IOException {
    Comparison sent = measured.sent();
    Comparison intended = measured.intended();
    long unasked = measured.unasked() + unaskedBefore;
    boolean isRight = measured.unanswered() == 0 && unasked == 0;
    report.add(
        Row.of(second.name() + ", " + stream, first.name(), sent.count())
            .with("p50", sent.at(50), at50)
            .with("p90", sent.at(90), at90)
            .with("p99", sent.at(99))
            .with("p50 from intended time", intended.at(50))
            .with("p90 from intended time", intended.at(90))
            .note(Comparison.micros(sent.allOfSecond(), sent.allOfFirst()))
            .note(
                "from intended time "
                    + Comparison.micros(intended.allOfSecond(), intended.allOfFirst()))
            .note(sent.count() + " spikes answered once")
            .note(measured.unanswered() + " never")
            .note(unasked + " answers without a spike")
            .faulty(fault)
            .faulty(isRight ? "" : "not every spike was answered exactly once"));
    String pair = (stream + "-" + second.name() + "-" + first.name()).replaceAll("\\W+", "-");
    sent.write(report.file(pair + "-sent-beside.hlog"), report.file(pair + "-sent.hlog"));
    intended.write(
        report.file(pair + "-intended-beside.hlog"), report.file(pair + "-intended.hlog"));
  }
}
