package org.wetstack.benchmarks;

import java.util.List;
import java.util.Locale;

/** One number of each round, and what is said of them: the median, and between what they lie. */
record Ratios(List<Double> rounds) {

  Ratios {
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured: there is no round");
    }
    rounds = rounds.stream().sorted().toList();
  }

  double median() {
    int middle = rounds.size() / 2;
    return rounds.size() % 2 == 1
        ? rounds.get(middle)
        : (rounds.get(middle - 1) + rounds.get(middle)) / 2;
  }

  double least() {
    return rounds.get(0);
  }

  double most() {
    return rounds.get(rounds.size() - 1);
  }

  @Override
  public String toString() {
    return number(median()) + " [" + number(least()) + "-" + number(most()) + "]";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%.0f", value);
  }
}
