package org.wetstack.emulator.culture.statistics;

import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.tissue.Dish;

/**
 * Figures of spontaneous activity as they are published of recordings of organoids. Where a
 * publication leaves open how a figure is made, it is said here.
 *
 * @param populationHertz spikes of all electrodes in a second
 * @param activeElectrodes those with at least 0.2 Hz: noise alone goes beyond 4.5 deviations 0.1
 *     times a second (Rice 1944, for 300 to 5000 Hz)
 * @param busiestHertz rates of the three busiest electrodes, fastest first
 * @param medianIntervalVariation median over active electrodes of the coefficient of variation of
 *     intervals; of those with 20 spikes or more
 * @param medianFano median over the same of variance over mean of counts in 20 ms
 * @param pairwiseCorrelation mean over pairs of active electrodes of the correlation of counts in
 *     20 ms
 * @param coincidence mean over adjacent electrodes that share units (above 0.1) of the share of
 *     spikes of the rarer that the other has within 0.5 ms; 0 if none do
 * @param sharingPairs how many such pairs there are
 * @param stability correlation over electrodes of the rates in the first and the second half
 */
public record Statistics(
    double populationHertz,
    int activeElectrodes,
    List<Double> busiestHertz,
    double medianIntervalVariation,
    double medianFano,
    double pairwiseCorrelation,
    double coincidence,
    int sharingPairs,
    double stability) {

  private static final double ACTIVE_HERTZ = 0.2;
  private static final int ENOUGH = 20;
  private static final long BIN_MILLIS = 20;
  private static final long ADJACENT = 450L * 450;
  private static final double SHARING = 0.1;

  public Statistics {
    busiestHertz = List.copyOf(busiestHertz);
  }

  /**
   * The figures of a recording.
   *
   * @param samples for which spikes were looked for
   * @param places of the channels, in their order
   * @throws IllegalArgumentException if that is less than a second
   */
  public static Statistics of(SpikeTrains trains, long samples, List<Dish.Place> places) {
    if (samples < trains.samplesPerSecond()) {
      throw new IllegalArgumentException("a second or more is needed, not " + samples + " samples");
    }
    double seconds = (double) samples / trains.samplesPerSecond();
    int channels = trains.channels();
    double[] rates = new double[channels];
    for (int c = 0; c < channels; c++) {
      rates[c] = trains.count(c) / seconds;
    }
    int[] active = active(rates);
    double[] sorted = rates.clone();
    Arrays.sort(sorted);
    List<Double> busiest =
        Arrays.stream(sorted)
            .map(rate -> -rate)
            .sorted()
            .limit(3)
            .map(rate -> -rate)
            .boxed()
            .toList();
    int[] enough = Arrays.stream(active).filter(c -> trains.count(c) >= ENOUGH).toArray();
    long bin = trains.samplesPerSecond() * BIN_MILLIS / 1_000;
    int bins = (int) (samples / bin);
    double[] shared = sharing(trains, active, places);
    return new Statistics(
        Arrays.stream(rates).sum(),
        active.length,
        busiest,
        median(Arrays.stream(enough).mapToDouble(c -> variation(trains, c)).toArray()),
        median(
            Arrays.stream(enough).mapToDouble(c -> fano(trains.histogram(c, bin, bins))).toArray()),
        pairwise(trains, active, bin, bins),
        shared.length == 0 ? 0 : Arrays.stream(shared).average().orElse(0),
        shared.length,
        stability(trains, samples / 2));
  }

  private static int[] active(double[] rates) {
    int[] all = new int[rates.length];
    int count = 0;
    for (int c = 0; c < rates.length; c++) {
      if (rates[c] >= ACTIVE_HERTZ) {
        all[count++] = c;
      }
    }
    return Arrays.copyOf(all, count);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length == 0
        ? Double.NaN
        : values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  private static double variation(SpikeTrains trains, int channel) {
    int intervals = trains.count(channel) - 1;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < intervals; i++) {
      double interval = (double) (trains.at(channel, i + 1) - trains.at(channel, i));
      sum += interval;
      squares += interval * interval;
    }
    double mean = sum / intervals;
    return Math.sqrt(Math.max(0, squares / intervals - mean * mean)) / mean;
  }

  private static double fano(int[] counts) {
    double mean = Arrays.stream(counts).average().orElse(0);
    double square = Arrays.stream(counts).mapToDouble(n -> (n - mean) * (n - mean)).sum();
    return square / counts.length / mean;
  }

  private static double pairwise(SpikeTrains trains, int[] active, long bin, int bins) {
    double[][] counts = new double[active.length][];
    for (int i = 0; i < active.length; i++) {
      counts[i] = Arrays.stream(trains.histogram(active[i], bin, bins)).asDoubleStream().toArray();
    }
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += correlation(counts[i], counts[j]);
        pairs++;
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }

  private static double[] sharing(SpikeTrains trains, int[] active, List<Dish.Place> places) {
    double[] shares = new double[active.length * active.length];
    int count = 0;
    for (int a : active) {
      for (int b : active) {
        if (a < b && places.get(a).squareTo(places.get(b)) <= ADJACENT) {
          int rarer = trains.count(a) <= trains.count(b) ? a : b;
          long near = trains.samplesPerSecond() / 2_000;
          double share =
              (double) trains.coincident(rarer, a + b - rarer, near) / trains.count(rarer);
          if (share > SHARING) {
            shares[count++] = share;
          }
        }
      }
    }
    return Arrays.copyOf(shares, count);
  }

  private static double stability(SpikeTrains trains, long half) {
    double[] first = new double[trains.channels()];
    double[] second = new double[trains.channels()];
    for (int c = 0; c < first.length; c++) {
      int[] halves = trains.histogram(c, half, 2);
      first[c] = halves[0];
      second[c] = halves[1];
    }
    return correlation(first, second);
  }

  /** Pearson's; 0 if one of them does not vary. */
  static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElse(0);
    double meanB = Arrays.stream(b).average().orElse(0);
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      both += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return squaresA == 0 || squaresB == 0 ? 0 : both / Math.sqrt(squaresA * squaresB);
  }
}
