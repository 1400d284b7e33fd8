package org.wetstack.emulator.culture.network;

import java.util.ArrayList;
import java.util.List;

/** What detectors at eight electrodes find of one organoid left alone, and figures of it. */
final class Recording {

  private static final int BIN_MICROS = 20_000;
  private static final int ENOUGH = 50;

  final List<List<Long>> trains = new ArrayList<>();
  private final long micros;
  private long millis;

  Recording(Organoid organoid, Milieu milieu, int seconds) {
    micros = seconds * 1_000_000L;
    int[] seenBy = new int[organoid.neurons()];
    for (int n = 0; n < seenBy.length; n++) {
      seenBy[n] = Site.seenBy(organoid, n);
    }
    for (int e = 0; e < Site.ELECTRODES; e++) {
      trains.add(new ArrayList<>());
    }
    SpikeSink sink =
        (neuron, into, evoked) -> {
          for (int e = 0; e < Site.ELECTRODES; e++) {
            if ((seenBy[neuron] >> e & 1) != 0) {
              trains.get(e).add(millis * 1_000 + into);
            }
          }
        };
    for (millis = 0; millis < seconds * 1_000L; millis++) {
      organoid.step(milieu, sink);
    }
  }

  double hertz(int electrode) {
    return trains.get(electrode).size() * 1e6 / micros;
  }

  boolean enough(int electrode) {
    return trains.get(electrode).size() >= ENOUGH;
  }

  /** Spikes in the first half and in the second. */
  int[] halves(int electrode) {
    int first = (int) trains.get(electrode).stream().filter(at -> at < micros / 2).count();
    return new int[] {first, trains.get(electrode).size() - first};
  }

  /** Deviation of the intervals between spikes divided by their mean. */
  double variation(int electrode) {
    List<Long> train = trains.get(electrode);
    double[] intervals = new double[train.size() - 1];
    for (int i = 0; i < intervals.length; i++) {
      intervals[i] = train.get(i + 1) - train.get(i);
    }
    double mean = TrainingTable.mean(intervals);
    return Math.sqrt(covariance(intervals, intervals)) / mean;
  }

  /** Variance of the count in 20 ms divided by its mean. */
  double fano(int electrode) {
    double[] counts = counts(electrode);
    return covariance(counts, counts) / TrainingTable.mean(counts);
  }

  double correlation(int electrode, int other) {
    return correlation(counts(electrode), counts(other));
  }

  static double correlation(double[] x, double[] y) {
    return covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
  }

  private double[] counts(int electrode) {
    double[] counts = new double[(int) (micros / BIN_MICROS)];
    for (long at : trains.get(electrode)) {
      counts[(int) (at / BIN_MICROS)]++;
    }
    return counts;
  }

  private static double covariance(double[] x, double[] y) {
    double meanX = TrainingTable.mean(x);
    double meanY = TrainingTable.mean(y);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - meanX) * (y[i] - meanY);
    }
    return sum / x.length;
  }
}
