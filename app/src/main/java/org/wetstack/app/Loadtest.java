package org.wetstack.app;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.loop.ClosedLoop;
import org.wetstack.lab.loop.Rule;
import org.wetstack.lab.loop.Turn;
import org.wetstack.lab.loop.WarmUp;
import org.wetstack.lab.signal.DetectorSettings;

/**
 * A loop that triggers a pulse every so many blocks, whatever the culture does, and what it has
 * measured. An event in the tissue first waits until its block is full (batching), then for
 * everything else up to the pulse (software: links, driver, detection, device), which is told by
 * the device's sample counter.
 */
final class Loadtest {

  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
  private static final int DIGITS = 3;

  /** Of the sampling rate: what an array that is slower than usual has. */
  private static final double WIDEST_BAND = 0.4;

  private final ArrayLayout layout;
  private final LoadtestPlan plan;
  private final LoadedStimulus stimulus;
  private final long blocksBetween;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final ClosedLoop loop;
  private long waited;
  private int fired;

  private Loadtest(ArrayLayout layout, LoadtestPlan plan, LoadedStimulus stimulus, Timebase time) {
    this.layout = layout;
    this.plan = plan;
    this.stimulus = stimulus;
    blocksBetween = plan.blocksBetween(layout);
    Rule rule = this::onBlock;
    loop = new ClosedLoop(layout, settings(layout), plan.deadline(), rule, Optional.empty(), time);
  }

  /** A test that has warmed up. Blocks for {@code warmUp} at most. */
  static Loadtest prepare(
      ArrayLayout layout,
      LoadtestPlan plan,
      LoadedStimulus stimulus,
      Duration warmUp,
      Timebase time) {
    var test = new Loadtest(layout, plan, stimulus, time);
    WarmUp.run(layout, settings(layout), plan.samplesPerBlock(), warmUp, time);
    return test;
  }

  private static DetectorSettings settings(ArrayLayout layout) {
    var usual = DetectorSettings.USUAL;
    double most = layout.samplesPerSecond() * WIDEST_BAND;
    return usual.highHertz() <= most
        ? usual
        : usual.withBand(usual.order(), Math.min(usual.lowHertz(), most / 4), most);
  }

  ClosedLoop loop() {
    return loop;
  }

  /** Completes when as many pulses as planned have been told of. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** Completes when nothing more comes from the array, for whatever reason. */
  CompletableFuture<Optional<DeviceException>> streamEnded() {
    return loop.ended().toCompletableFuture();
  }

  /** What the stream was lost for, if it was. */
  Optional<DeviceException> lost() {
    return streamEnded().getNow(Optional.empty());
  }

  private void onBlock(Turn turn) {
    if (loop.underWay() > 0) {
      // Blocks that come all at once would bring the next pulse while the device plays this one.
      waited = 0;
    } else if (fired == plan.pulses()) {
      over.complete(null);
    } else if (++waited >= blocksBetween) {
      waited = 0;
      fired++;
      turn.trigger(stimulus);
    }
  }

  /** Prints what was measured, and writes it to {@code file}; whether nothing is missing. */
  boolean tell(PrintWriter out, @Nullable Path file) throws IOException {
    ClosedLoop.Counts counts = loop.counts();
    Histogram batching = nanos("batching");
    Histogram software = nanos("software");
    Histogram whole = nanos("whole");
    long period = Math.round(1e9 / layout.samplesPerSecond());
    Histogram reactions = loop.reactionMicros();
    for (int i = 1; i <= plan.samplesPerBlock(); i++) {
      batching.recordValueWithCount(i * period, Math.max(1, reactions.getTotalCount()));
      for (var each : reactions.recordedValues()) {
        long nanos = each.getValueIteratedTo() * 1_000;
        whole.recordValueWithCount(nanos + i * period, each.getCountAtValueIteratedTo());
      }
    }
    for (var each : reactions.recordedValues()) {
      software.recordValueWithCount(
          each.getValueIteratedTo() * 1_000, each.getCountAtValueIteratedTo());
    }
    Histogram decisions = loop.decisionNanos();
    decisions.setTag("decision");
    tell(out, counts);
    head(out);
    row(out, "batching: until the block is full", batching);
    row(out, "software: end of block to pulse", software);
    row(out, "  of it detecting and deciding", decisions);
    row(out, "whole: any sample to pulse", whole);
    out.printf(
        Locale.ROOT,
        "Pulses begin in whole samples, of %.1f µs; deciding is by the clock of this computer.%n",
        period / 1e3);
    if (file != null) {
      write(file, batching, software, decisions, whole);
      out.println("histograms  " + file);
    }
    return counts.pulses() == plan.pulses() && counts.missed() == 0;
  }

  private void tell(PrintWriter out, ClosedLoop.Counts counts) {
    out.printf(
        Locale.ROOT,
        "pulses      %d confirmed, %d refused, %d of which nobody knows; %d later than %d µs%n",
        counts.pulses(),
        counts.pulsesRefused(),
        counts.pulsesUnknown(),
        counts.latePulses(),
        plan.deadline().toNanos() / 1_000);
    out.printf(
        Locale.ROOT,
        "blocks      %d decided on, %d of them later than that; %d samples, %d missing%n",
        counts.decisions(),
        counts.lateDecisions(),
        counts.samples(),
        counts.missed());
  }

  private static void head(PrintWriter out) {
    out.printf("%-36s%10s%10s%10s%10s%10s%n", "microseconds", "p50", "p90", "p99", "p99.9", "max");
  }

  private static void row(PrintWriter out, String name, Histogram nanos) {
    out.printf("%-36s", name);
    for (double each : PERCENTILES) {
      out.printf(Locale.ROOT, "%10.1f", nanos.getValueAtPercentile(each) / 1e3);
    }
    out.println();
  }

  private static Histogram nanos(String tag) {
    var histogram = new Histogram(DIGITS);
    histogram.setTag(tag);
    return histogram;
  }

  private void write(Path file, Histogram... all) throws IOException {
    try (var to = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.US_ASCII)) {
      var log = new HistogramLogWriter(to);
      log.outputLogFormatVersion();
      log.outputComment("nanoseconds; one line for each of batching, software, decision, whole");
      log.outputLegend();
      long lasted = TimeUnit.SECONDS.toMillis(loop.counts().samples() / layout.samplesPerSecond());
      for (Histogram each : all) {
        each.setStartTimeStamp(0);
        each.setEndTimeStamp(lasted);
        log.outputIntervalHistogram(each);
      }
      if (to.checkError()) {
        throw new IOException(file + " could not be written to its end");
      }
    }
  }
}
