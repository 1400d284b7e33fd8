package org.wetstack.lab.train;

import java.util.Arrays;
import java.util.List;
import org.wetstack.lab.loop.Decision;

/**
 * What became of one culture in one arm.
 *
 * @param mark mean score of the trials before the training; not a number if it was silent
 * @param before rate of success in them
 * @param success of each trial of the training
 * @param scoreChange mean score of the last quarter less {@code mark}; silent trials are left out
 * @param given decisions that had their way, trial by trial of the training
 * @param total what the culture was given in all
 * @param cpuNanos what the run cost the computer, an emulated culture included
 */
@SuppressWarnings("ArrayRecordComponent") // A plain carrier of results; never compared.
public record Trained(
    long seed,
    Arm arm,
    double mark,
    double before,
    boolean[] success,
    double scoreChange,
    List<Decision> given,
    Subject.Given total,
    long cpuNanos) {

  static Trained of(
      Plan plan, long seed, Arm arm, List<TrialLine> lines, Subject.Given total, long cpuNanos) {
    int baseline = plan.course().baseline();
    double[] scores = lines.stream().mapToDouble(TrialLine::score).toArray();
    double mark = mean(scores, 0, baseline);
    boolean zero = plan.provider().success() == ExperimentProvider.Success.ABOVE_ZERO;
    double level = zero ? 0 : mark;
    long good = Arrays.stream(scores, 0, baseline).filter(each -> each > level).count();
    boolean[] success = new boolean[scores.length - baseline];
    for (int i = 0; i < success.length; i++) {
      success[i] = scores[baseline + i] > level;
    }
    int lastQuarter = baseline + success.length * 3 / 4;
    return new Trained(
        seed,
        arm,
        mark,
        (double) good / baseline,
        success,
        mean(scores, lastQuarter, scores.length) - mark,
        lines.subList(baseline, lines.size()).stream().map(TrialLine::given).toList(),
        total,
        cpuNanos);
  }

  private static double mean(double[] scores, int from, int to) {
    return Arrays.stream(scores, from, to)
        .filter(each -> !Double.isNaN(each))
        .average()
        .orElse(Double.NaN);
  }

  /** The rate of success in part {@code part} of {@code parts}. */
  double rate(int part, int parts) {
    int from = success.length * part / parts;
    int to = success.length * (part + 1) / parts;
    int successes = 0;
    for (int i = from; i < to; i++) {
      successes += success[i] ? 1 : 0;
    }
    return (double) successes / (to - from);
  }

  /** The primary outcome. */
  double change() {
    return rate(3, 4) - before;
  }
}
