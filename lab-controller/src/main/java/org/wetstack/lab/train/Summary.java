package org.wetstack.lab.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a training came to.
 *
 * @param teaches whether the plan's bar was met: by success under reward, and by every control;
 *     says nothing (false) if a control is missing
 */
public record Summary(
    String plan, int cultures, List<Row> arms, List<Cost> costs, boolean teaches) {

  /**
   * One arm, or the same arm of the software learner.
   *
   * @param before rate of success before the training, mean over the cultures
   * @param first likewise, in the first quarter of the training
   * @param last likewise, in the last
   * @param change last less before, in shares, paired
   * @param changeInterval 95 % of its mean
   * @param effectInterval 95 % of its effect
   * @param scoreChange mean change of the score; not a number if all were silent
   * @param against change under reward less change here, paired by seed; null for reward itself
   */
  public record Row(
      String arm,
      boolean silicon,
      double before,
      double first,
      double last,
      PairedTest change,
      Interval changeInterval,
      Interval effectInterval,
      double scoreChange,
      @Nullable PairedTest against,
      @Nullable Interval againstInterval) {}

  /**
   * What a trial took, mean over all trials of an arm.
   *
   * @param rigJoules power of the rig times the time of a trial
   * @param cpuMillis of the computer; where the culture is emulated, emulating it included
   * @param cpuJoules the same times the power of a core
   * @param nanocoulombs of all phases, without their signs
   * @param nanoliters of doses
   * @param microjoules of light
   */
  public record Cost(
      String arm,
      boolean silicon,
      double rigJoules,
      double cpuMillis,
      double cpuJoules,
      double nanocoulombs,
      double nanoliters,
      double microjoules) {}

  /** Of {@code cultures} and of the learner in software. */
  public static Summary of(Plan plan, Collection<Trained> cultures, Collection<Trained> silicon) {
    List<Row> rows = new ArrayList<>();
    List<Cost> costs = new ArrayList<>();
    boolean teaches = plan.arms().size() == Arm.values().length;
    for (boolean soft : new boolean[] {false, true}) {
      Collection<Trained> all = soft ? silicon : cultures;
      for (Arm arm : plan.arms()) {
        List<Trained> here = of(all, arm);
        if (here.isEmpty()) {
          teaches &= soft;
          continue;
        }
        Row row = row(arm, soft, here, of(all, Arm.REWARD));
        rows.add(row);
        costs.add(cost(plan, arm, soft, here));
        teaches &= soft || passes(plan.bar(), row);
      }
    }
    int count = of(cultures, Arm.REWARD).size();
    return new Summary(plan.name(), count, rows, costs, teaches && count == plan.seeds());
  }

  private static boolean passes(Plan.Bar bar, Row row) {
    PairedTest against = row.against();
    return against == null
        ? row.change().effect() > bar.effect() && rose(row.change(), bar.p())
        : rose(against, bar.p()) && !rose(row.change(), bar.controlP());
  }

  private static boolean rose(PairedTest test, double p) {
    return test.mean() > 0 && test.permutation() < p;
  }

  static List<Trained> of(Collection<Trained> all, Arm arm) {
    return all.stream().filter(each -> each.arm() == arm).toList();
  }

  private static Row row(Arm arm, boolean silicon, List<Trained> here, List<Trained> rewarded) {
    double[] changes = here.stream().mapToDouble(Trained::change).toArray();
    double[] less = differences(here, rewarded);
    boolean control = arm != Arm.REWARD && less.length > 0;
    return new Row(
        arm.toString(),
        silicon,
        here.stream().mapToDouble(Trained::before).average().orElse(0),
        here.stream().mapToDouble(each -> each.rate(0, 4)).average().orElse(0),
        here.stream().mapToDouble(each -> each.rate(3, 4)).average().orElse(0),
        PairedTest.of(changes),
        Interval.ofMean(changes),
        Interval.ofEffect(changes),
        here.stream()
            .mapToDouble(Trained::scoreChange)
            .filter(each -> !Double.isNaN(each))
            .average()
            .orElse(Double.NaN),
        control ? PairedTest.of(less) : null,
        control ? Interval.ofEffect(less) : null);
  }

  /** Change under reward less change here, of the seeds that have both. */
  private static double[] differences(List<Trained> here, List<Trained> rewarded) {
    return here.stream()
        .flatMapToDouble(
            each ->
                rewarded.stream()
                    .filter(other -> other.seed() == each.seed())
                    .mapToDouble(other -> other.change() - each.change()))
        .toArray();
  }

  private static Cost cost(Plan plan, Arm arm, boolean silicon, List<Trained> here) {
    int trials = plan.course().baseline() + plan.course().trials();
    double all = (double) trials * here.size();
    double seconds = plan.course().period().toNanos() / 1e9;
    double millis = here.stream().mapToDouble(each -> each.cpuNanos() / 1e6).sum() / all;
    return new Cost(
        arm.toString(),
        silicon,
        silicon ? 0 : plan.watts().rig() * seconds,
        millis,
        plan.watts().core() * millis / 1_000,
        here.stream().mapToDouble(each -> each.total().picocoulombs() / 1_000).sum() / all,
        here.stream().mapToDouble(each -> each.total().nanoliters()).sum() / all,
        here.stream().mapToDouble(each -> each.total().picojoules() / 1e6).sum() / all);
  }

  /** What stands above {@link #rows}. */
  public static List<String> head() {
    return List.of(
        "arm",
        "before",
        "first quarter",
        "last quarter",
        "change, points [95 %]",
        "effect d [95 %]",
        "p (permutation)",
        "p (Wilcoxon)",
        "reward against it: d [95 %]",
        "p");
  }

  /** A row for each arm; those of the learner in software say so. */
  public List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (Row row : arms) {
      PairedTest against = row.against();
      Interval interval = row.againstInterval();
      rows.add(
          List.of(
              name(row.arm(), row.silicon()),
              percent(row.before()),
              percent(row.first()),
              percent(row.last()),
              number("%+.1f", 100 * row.change().mean())
                  + interval("%+.1f", 100, row.changeInterval()),
              number("%.2f", row.change().effect()) + interval("%.2f", 1, row.effectInterval()),
              probability(row.change().permutation()),
              probability(row.change().wilcoxon()),
              against == null || interval == null
                  ? ""
                  : number("%.2f", against.effect()) + interval("%.2f", 1, interval),
              against == null ? "" : probability(against.permutation())));
    }
    return rows;
  }

  static String name(String arm, boolean silicon) {
    return silicon ? arm + " (software)" : arm;
  }

  /** What it means, in one sentence. */
  public String verdict(Plan plan) {
    String bar =
        String.format(
            Locale.ROOT,
            "success rises under reward (d > %.1f, p < %.3f), more than under each of the three"
                + " controls (p < %.3f), and under no control by itself (p >= %.2f)",
            plan.bar().effect(),
            plan.bar().p(),
            plan.bar().p(),
            plan.bar().controlP());
    return teaches
        ? "Reward teaches: " + bar + "."
        : "Not shown. \"Reward teaches\" requires of all "
            + plan.seeds()
            + " cultures: "
            + bar
            + ".";
  }

  /** How long one culture takes in its own time. */
  static String length(Plan plan) {
    Duration length = plan.course().length();
    return length.toMinutes() + " min";
  }

  private static String percent(double share) {
    return number("%.1f", 100 * share) + " %";
  }

  static String number(String form, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, form, value) : "–";
  }

  private static String interval(String form, double times, Interval interval) {
    return " ["
        + number(form, times * interval.low())
        + ", "
        + number(form, times * interval.high())
        + "]";
  }

  private static String probability(double p) {
    return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }
}
