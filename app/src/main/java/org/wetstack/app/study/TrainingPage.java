package org.wetstack.app.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.wetstack.lab.plot.Chart;
import org.wetstack.lab.plot.Page;

/** The page about a training. */
final class TrainingPage {

  private static final int MOST_PARTS = 16;
  private static final int WIDE = 960;
  private static final int TALL = 320;

  private TrainingPage() {}

  static Page of(
      TrainingResult result, Protocol protocol, List<Condition> conditions, List<Course> courses) {
    Page page =
        new Page("Training of an emulated culture")
            .words(
                String.format(
                    Locale.ROOT,
                    "Every %d s electrode %d is stimulated %d times. A response is wanted if electrodes"
                        + " %s answer more, compared with %s, within %d to %d ms, than on average in"
                        + " the %d trials before; for every other seed it is the other way round."
                        + " One that is better than the last twenty or so is followed by what the"
                        + " condition says, any other by %d unpredictable pulses.",
                    protocol.period().toSeconds(),
                    protocol.stimulated(),
                    protocol.pulses(),
                    protocol.first(),
                    protocol.second(),
                    protocol.windowFrom().toMillis(),
                    protocol.windowTo().toMillis(),
                    protocol.baseline(),
                    protocol.correctionPulses()))
            .words(result.verdict())
            .facts(facts(result, protocol, courses))
            .table(TrainingResult.head(), result.rows())
            .markup(curves(protocol, conditions, courses))
            .markup(changes(conditions, courses))
            .heading("Conditions");
    page.table(
        List.of("condition", "what follows a response"),
        conditions.stream().map(each -> List.of(each.toString(), each.meaning())).toList());
    return page;
  }

  private static List<String> facts(
      TrainingResult result, Protocol protocol, List<Course> courses) {
    double spikes = courses.stream().mapToDouble(Course::spikes).average().orElse(0);
    return List.of(
        "cultures",
            "seeds %d to %d, each under every condition"
                .formatted(courses.get(0).seed(), courses.get(courses.size() - 1).seed()),
        "how they were reached", result.path(),
        "trials", protocol.trials() + " after " + protocol.baseline() + " without consequences",
        "time of a culture", Course.length(protocol).toMinutes() + " min",
        "pulse",
            protocol.nanoamps() / 1_000.0 + " µA for " + protocol.phase().toNanos() / 1_000 + " µs",
        "dose", protocol.doseNanoliters() + " nL",
        "spikes of both groups in a trial, before", String.format(Locale.ROOT, "%.1f", spikes));
  }

  private static String curves(
      Protocol protocol, List<Condition> conditions, List<Course> courses) {
    int parts = Math.min(MOST_PARTS, protocol.trials() / 4);
    Chart chart =
        new Chart(
            "Success, mean over the cultures and standard error",
            new Chart.Scale("trial", 0, protocol.trials()),
            new Chart.Scale("wanted responses, %", 0, 100),
            WIDE,
            TALL);
    chart.level(50);
    double[] xs = new double[parts];
    Arrays.setAll(xs, part -> (part + 0.5) * protocol.trials() / parts);
    for (int i = 0; i < conditions.size(); i++) {
      List<Course> here = TrainingResult.of(courses, conditions.get(i));
      double[] means = new double[parts];
      double[] errors = new double[parts];
      for (int part = 0; part < parts; part++) {
        double[] rates = rates(here, part, parts);
        means[part] = Arrays.stream(rates).average().orElse(0);
        errors[part] = standardError(rates);
      }
      double[] lows = new double[parts];
      double[] highs = new double[parts];
      Arrays.setAll(lows, part -> means[part] - errors[part]);
      Arrays.setAll(highs, part -> means[part] + errors[part]);
      chart.band(i, xs, lows, highs).curve(i, xs, means).legend(conditions.get(i).toString());
    }
    return chart.svg();
  }

  private static double[] rates(List<Course> courses, int part, int parts) {
    return courses.stream().mapToDouble(each -> 100 * each.success(part, parts)).toArray();
  }

  private static double standardError(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    int n = values.length;
    return n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
  }

  private static String changes(List<Condition> conditions, List<Course> courses) {
    Chart chart =
        new Chart(
            "Last quarter less before, culture by culture",
            new Chart.Scale("condition", -0.5, conditions.size() - 0.5),
            new Chart.Scale("change of success, percentage points", -100, 100),
            WIDE,
            TALL - 60);
    chart.level(0);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      List<Course> here = TrainingResult.of(courses, conditions.get(i));
      double[] xs = new double[here.size()];
      double[] ys = new double[here.size()];
      for (int k = 0; k < xs.length; k++) {
        xs[k] = i - 0.25 + 0.5 * (k + 0.5) / xs.length;
        ys[k] = 100 * here.get(k).change();
      }
      double mean = Arrays.stream(ys).average().orElse(0);
      chart.dots(i, xs, ys);
      chart.curve(i, new double[] {i - 0.3, i + 0.3}, new double[] {mean, mean});
      names.add(conditions.get(i).toString());
    }
    return chart.names(names).svg();
  }
}
