package org.wetstack.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Two that are measured in alternating slices, so that what the machine does beside hits both: one
 * histogram for each of them and each round.
 */
final class Comparison {

  private static final int DIGITS = 3;

  private final List<Histogram> first = new ArrayList<>();
  private final List<Histogram> second = new ArrayList<>();

  /** Begins a round. */
  void round() {
    first.add(new Histogram(DIGITS));
    second.add(new Histogram(DIGITS));
  }

  void first(long... nanos) {
    record(first, nanos);
  }

  void second(long... nanos) {
    record(second, nanos);
  }

  private static void record(List<Histogram> rounds, long... nanos) {
    for (long each : nanos) {
      rounds.get(rounds.size() - 1).recordValue(each);
    }
  }

  /** Second ÷ first at {@code percentile}, of each round. */
  Ratios at(double percentile) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      ratios.add(
          (double) second.get(i).getValueAtPercentile(percentile)
              / first.get(i).getValueAtPercentile(percentile));
    }
    return new Ratios(ratios);
  }

  /** How often the second was measured. */
  long count() {
    return second.stream().mapToLong(Histogram::getTotalCount).sum();
  }

  /** All rounds of the first. */
  Histogram allOfFirst() {
    return all(first);
  }

  /** All rounds of the second. */
  Histogram allOfSecond() {
    return all(second);
  }

  private static Histogram all(List<Histogram> rounds) {
    var all = new Histogram(DIGITS);
    rounds.forEach(all::add);
    return all;
  }

  /** "20.5 / 28.1 / 60.2 µs, beside 16.3 / ...": the percentiles that rows show. */
  static String micros(Histogram nanos, Histogram beside) {
    return micros(nanos) + " µs, beside " + micros(beside);
  }

  private static String micros(Histogram nanos) {
    return String.format(
        Locale.ROOT,
        "%.1f / %.1f / %.1f",
        nanos.getValueAtPercentile(50) / 1e3,
        nanos.getValueAtPercentile(90) / 1e3,
        nanos.getValueAtPercentile(99) / 1e3);
  }

  /** Keeps all rounds, in nanoseconds, where tools for such histograms can read them. */
  void write(Path ofFirst, Path ofSecond) throws IOException {
    write(first, ofFirst);
    write(second, ofSecond);
  }

  private static void write(List<Histogram> rounds, Path file) throws IOException {
    try (var out = new PrintStream(file.toFile(), StandardCharsets.US_ASCII)) {
      var log = new HistogramLogWriter(out);
      log.outputLogFormatVersion();
      log.outputLegend();
      for (int i = 0; i < rounds.size(); i++) {
        log.outputIntervalHistogram(i, i + 1.0, rounds.get(i), 1);
      }
    }
  }
}
