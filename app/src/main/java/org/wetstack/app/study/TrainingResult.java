package org.wetstack.app.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.train.PairedTest;

/**
 * What the training of some cultures came to.
 *
 * @param path how the cultures were reached: over the HAL, or directly
 * @param works whether the success of rewarded cultures rose (an effect above 1, p < 0.01), and
 *     more than that of each control (p < 0.01), while no control rose (p < 0.05); says nothing
 *     (false) if a control is missing
 */
record TrainingResult(String path, int seeds, List<Arm> arms, boolean works) {

  private static final double LARGE = 1;
  private static final double SURE = 0.01;
  private static final double UNSURE = 0.05;

  /**
   * All cultures under one condition.
   *
   * @param before success before the training, mean over the cultures
   * @param first likewise, in the first quarter of the trials
   * @param last likewise, in the last
   * @param change last less before, paired
   * @param againstReward change of the rewarded culture less change of this, paired by seed
   */
  record Arm(
      String condition,
      double before,
      double first,
      double last,
      PairedTest change,
      @Nullable PairedTest againstReward) {}

  static TrainingResult of(String path, List<Condition> conditions, List<Course> courses) {
    double[] rewarded = changes(courses, Condition.REWARD);
    List<Arm> arms = new ArrayList<>();
    boolean works = conditions.size() == Condition.values().length;
    for (Condition condition : conditions) {
      List<Course> here = of(courses, condition);
      double[] changes = changes(courses, condition);
      boolean reward = condition == Condition.REWARD;
      var change = PairedTest.of(changes);
      var against = reward ? null : PairedTest.of(rewarded, changes);
      works &=
          against == null
              ? change.effect() > LARGE && rose(change, SURE)
              : rose(against, SURE) && !rose(change, UNSURE);
      double before = here.stream().mapToDouble(Course::before).average().orElse(0);
      arms.add(
          new Arm(condition.toString(), before, mean(here, 0), mean(here, 3), change, against));
    }
    return new TrainingResult(path, rewarded.length, List.copyOf(arms), works);
  }

  private static boolean rose(PairedTest test, double p) {
    return test.mean() > 0 && test.permutation() < p;
  }

  static List<Course> of(List<Course> courses, Condition condition) {
    return courses.stream().filter(course -> course.condition() == condition).toList();
  }

  private static double[] changes(List<Course> courses, Condition condition) {
    return of(courses, condition).stream().mapToDouble(Course::change).toArray();
  }

  private static double mean(List<Course> courses, int quarter) {
    return courses.stream().mapToDouble(course -> course.success(quarter, 4)).average().orElse(0);
  }

  static List<String> head() {
    return List.of(
        "condition",
        "before",
        "first quarter",
        "last quarter",
        "change, points",
        "effect d",
        "p (permutation)",
        "p (Wilcoxon)",
        "reward against it: d",
        "p");
  }

  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (Arm arm : arms) {
      PairedTest against = arm.againstReward();
      rows.add(
          List.of(
              arm.condition(),
              percent(arm.before()),
              percent(arm.first()),
              percent(arm.last()),
              String.format(Locale.ROOT, "%+.1f", 100 * arm.change().mean()),
              number(arm.change().effect()),
              probability(arm.change().permutation()),
              probability(arm.change().wilcoxon()),
              against == null ? "" : number(against.effect()),
              against == null ? "" : probability(against.permutation())));
    }
    return rows;
  }

  /** What it means, in one sentence. */
  String verdict() {
    return works
        ? "Reward teaches: success rises under reward (d > 1, p < 0.01), more than under each"
            + " control (p < 0.01), and under no control by itself (p >= 0.05)."
        : "Not shown: for \"reward teaches\", success must rise under reward (d > 1, p < 0.01), more"
            + " than under each of three controls (p < 0.01), and under no control (p >= 0.05).";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "–";
  }

  static String probability(double p) {
    return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }
}
