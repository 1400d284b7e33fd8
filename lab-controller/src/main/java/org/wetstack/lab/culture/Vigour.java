package org.wetstack.lab.culture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How a culture is, compared with how it was: 1 as at first, 0.5 half as lively. The geometric mean
 * of spikes a second, share of active electrodes and, where it was probed, answers to a pulse, each
 * over its median in the first {@link #REFERENCE} observations. It is a description of activity,
 * not a count of cells: a culture that is silent for a day looks as one that is dead.
 */
public final class Vigour {

  /** Observations that say how a culture was at first. */
  public static final int REFERENCE = 5;

  /** A culture that is below this for good is taken for dead. */
  public static final double DEAD = 0.05;

  private static final double LEAST = 1e-3;

  private Vigour() {}

  /** The vigour at each of {@code observations}, oldest first; at least a thousandth. */
  public static double[] of(List<Observation> observations) {
    List<Function<Observation, OptionalDouble>> indicators =
        List.of(
            one -> OptionalDouble.of(one.spikesPerSecond()),
            one -> OptionalDouble.of(one.activeShare()),
            Observation::answersPerPulse);
    double[] logs = new double[observations.size()];
    int[] counts = new int[observations.size()];
    for (Function<Observation, OptionalDouble> indicator : indicators) {
      OptionalDouble reference = reference(observations, indicator);
      if (reference.isEmpty()) {
        continue;
      }
      for (int i = 0; i < logs.length; i++) {
        OptionalDouble value = indicator.apply(observations.get(i));
        if (value.isPresent()) {
          logs[i] += Math.log(Math.max(LEAST, value.getAsDouble() / reference.getAsDouble()));
          counts[i]++;
        }
      }
    }
    double[] vigour = new double[logs.length];
    Arrays.setAll(vigour, i -> counts[i] == 0 ? LEAST : Math.exp(logs[i] / counts[i]));
    return vigour;
  }

  /** How a culture is now: the median of the last three, so that one odd hour says little. */
  public static OptionalDouble now(double[] vigour) {
    return vigour.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            median(Arrays.copyOfRange(vigour, Math.max(0, vigour.length - 3), vigour.length)));
  }

  /** Empty if it never was there, or was nothing. */
  private static OptionalDouble reference(
      List<Observation> observations, Function<Observation, OptionalDouble> indicator) {
    List<Double> first = new ArrayList<>();
    for (Observation each : observations) {
      OptionalDouble value = indicator.apply(each);
      if (value.isPresent() && first.size() < REFERENCE) {
        first.add(value.getAsDouble());
      }
    }
    double median = median(first.stream().mapToDouble(Double::doubleValue).toArray());
    return median > 0 ? OptionalDouble.of(median) : OptionalDouble.empty();
  }

  static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
