package org.wetstack.lab.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.wetstack.lab.plot.Chart;
import org.wetstack.lab.plot.Page;
import org.wetstack.lab.rig.Quantities;

/** The page about a training: verdict, table, learning curves, effects, energy, plan. */
public final class TrainReport {

  private static final int MOST_PARTS = 16;
  private static final int WIDE = 960;
  private static final int TALL = 320;

  private TrainReport() {}

  /** The whole page; {@code summary} is of the same plan and runs. */
  public static Page page(
      Plan plan, Summary summary, Collection<Trained> cultures, Collection<Trained> silicon) {
    Page page =
        new Page("Training: " + plan.name())
            .words(summary.verdict(plan))
            .facts(facts(plan, summary))
            .table(Summary.head(), summary.rows())
            .words(
                "Intervals are 95 % by bootstrap over the cultures (percentiles of "
                    + Interval.RESAMPLES
                    + " resamples); p are exact permutations of signs and Wilcoxon's, two-sided. The"
                    + " rows (software) are a small learner in software, asked the same.")
            .markup(curves("Success of the cultures, mean and standard error", plan, cultures))
            .markup(effects(plan, summary))
            .markup(changes(plan, cultures))
            .markup(curves("Success of the learner in software", plan, silicon))
            .heading("Energy and what was delivered, per trial");
    page.table(costHead(), costs(summary));
    page.words(
        "Rig: "
            + Summary.number("%.1f", plan.watts().rig())
            + " W ("
            + plan.watts().source()
            + ") for the time of a trial. Computer: measured CPU time at "
            + Summary.number("%.1f", plan.watts().core())
            + " W per core, stated; where the culture is emulated it is what emulating costs, and"
            + " says nothing of a living one. Charge is of all phases without their signs. Light is"
            + " what left its source.");
    page.heading("Arms");
    page.table(
        List.of("arm", "what follows a trial"),
        plan.arms().stream().map(each -> List.of(each.toString(), each.meaning())).toList());
    page.heading("Plan, as it was written down before the first trial");
    page.markup("<pre>" + Page.escape(plan.json()) + "</pre>\n");
    return page;
  }

  private static List<String> facts(Plan plan, Summary summary) {
    String path =
        plan.through() == Plan.Through.DIRECT
            ? "directly: an emulated culture's own spikes, no instrument between"
            : plan.instruments().isPresent()
                ? "over the HAL, real instruments, in real time"
                : "over the HAL, emulated instruments, in virtual time";
    return List.of(
        "experiment", plan.provider().name(),
        "score", plan.provider().score(),
        "cultures", summary.cultures() + " of " + plan.seeds() + ", seeds from " + plan.firstSeed(),
        "how they were reached", path,
        "trials",
            plan.course().trials() + " after " + plan.course().baseline() + " without consequences",
        "a trial", Quantities.shown(plan.course().period()),
        "time of a culture in an arm", Summary.length(plan),
        "reward", plan.procedure().reward().toString(),
        "SHA-256 of the plan", plan.digest());
  }

  private static String curves(String title, Plan plan, Collection<Trained> all) {
    int trials = plan.course().trials();
    int parts = Math.min(MOST_PARTS, trials / 4);
    Chart chart =
        new Chart(
            title,
            new Chart.Scale("trial of the training", 0, trials),
            new Chart.Scale("successes, %", 0, 100),
            WIDE,
            TALL);
    double[] xs = new double[parts];
    Arrays.setAll(xs, part -> (part + 0.5) * trials / parts);
    for (int i = 0; i < plan.arms().size(); i++) {
      List<Trained> here = Summary.of(all, plan.arms().get(i));
      double[] means = new double[parts];
      double[] lows = new double[parts];
      double[] highs = new double[parts];
      for (int part = 0; part < parts; part++) {
        int at = part;
        double[] rates = here.stream().mapToDouble(each -> 100 * each.rate(at, parts)).toArray();
        means[part] = Arrays.stream(rates).average().orElse(Double.NaN);
        double error = standardError(rates, means[part]);
        lows[part] = means[part] - error;
        highs[part] = means[part] + error;
      }
      if (!here.isEmpty()) {
        chart.band(i, xs, lows, highs).curve(i, xs, means);
      }
      chart.legend(plan.arms().get(i).toString());
    }
    return chart.svg();
  }

  private static double standardError(double[] values, double mean) {
    int n = values.length;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
  }

  /** Effects of the cultures with their intervals. */
  private static String effects(Plan plan, Summary summary) {
    List<Summary.Row> rows = summary.arms().stream().filter(each -> !each.silicon()).toList();
    double most = plan.bar().effect();
    for (Summary.Row row : rows) {
      Interval interval = row.effectInterval();
      most = Math.max(most, Math.max(finite(interval.low()), finite(interval.high())));
    }
    double edge = Math.ceil(most + 0.5);
    Chart chart =
        new Chart(
            "Effect with 95 % interval; dashed: none, and the bar",
            new Chart.Scale("arm", -0.5, Math.max(1, rows.size()) - 0.5),
            new Chart.Scale("Cohen's d of the change of success", -edge, edge),
            WIDE,
            TALL);
    chart.level(0).level(plan.bar().effect());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Summary.Row row = rows.get(i);
      Interval interval = row.effectInterval();
      chart.curve(i, new double[] {i, i}, new double[] {interval.low(), interval.high()});
      chart.dots(i, new double[] {i}, new double[] {row.change().effect()});
      names.add(row.arm());
    }
    return chart.names(names).svg();
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? Math.abs(value) : 0;
  }

  private static String changes(Plan plan, Collection<Trained> cultures) {
    Chart chart =
        new Chart(
            "Last quarter less before, culture by culture",
            new Chart.Scale("arm", -0.5, plan.arms().size() - 0.5),
            new Chart.Scale("change of success, percentage points", -100, 100),
            WIDE,
            TALL);
    chart.level(0);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < plan.arms().size(); i++) {
      List<Trained> here = Summary.of(cultures, plan.arms().get(i));
      double[] xs = new double[here.size()];
      double[] ys = new double[here.size()];
      for (int k = 0; k < xs.length; k++) {
        xs[k] = i - 0.25 + 0.5 * (k + 0.5) / xs.length;
        ys[k] = 100 * here.get(k).change();
      }
      double mean = Arrays.stream(ys).average().orElse(Double.NaN);
      chart.dots(i, xs, ys);
      chart.curve(i, new double[] {i - 0.3, i + 0.3}, new double[] {mean, mean});
      names.add(plan.arms().get(i).toString());
    }
    return chart.names(names).svg();
  }

  private static List<String> costHead() {
    return List.of("arm", "rig, J", "CPU, ms", "CPU, J", "charge, nC", "dose, nL", "light, µJ");
  }

  private static List<List<String>> costs(Summary summary) {
    List<List<String>> rows = new ArrayList<>();
    for (Summary.Cost cost : summary.costs()) {
      rows.add(
          List.of(
              Summary.name(cost.arm(), cost.silicon()),
              String.format(Locale.ROOT, "%.1f", cost.rigJoules()),
              String.format(Locale.ROOT, "%.4f", cost.cpuMillis()),
              String.format(Locale.ROOT, "%.6f", cost.cpuJoules()),
              String.format(Locale.ROOT, "%.2f", cost.nanocoulombs()),
              String.format(Locale.ROOT, "%.1f", cost.nanoliters()),
              String.format(Locale.ROOT, "%.1f", cost.microjoules())));
    }
    return rows;
  }
}
