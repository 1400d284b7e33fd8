package org.wetstack.app.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.wetstack.lab.plot.Chart;
import org.wetstack.lab.plot.Chart.Scale;
import org.wetstack.lab.plot.Page;

/** The page about cultures that age: each a thin line, their mean a thick one. */
final class AgeingPage {

  private static final int WIDE = 480;
  private static final int TALL = 270;

  private final List<Ageing> lives;
  private final int days;

  private AgeingPage(List<Ageing> lives, int days) {
    this.lives = lives;
    this.days = days;
  }

  static Page of(List<Ageing> lives, Ageing.Plan plan) {
    var page = new AgeingPage(lives, plan.days());
    long cared = lives.stream().filter(Ageing::cared).count();
    return new Page("Cultures that age")
        .words(
            "Each culture is placed on its array at day 0. At each age it is listened to for a"
                + " minute, pulses of growing current are tried on it, and at some ages a twin of it"
                + " is trained with reward. Days between pass at rest. Cared for: its medium is"
                + " renewed as the profile says. Neglected: it never is.")
        .words(
            "Thin lines: cultures; thick: their mean, in which the dead count as 0 where they have a"
                + " viability and an activity. The table has means of those alive.")
        .facts(
            List.of(
                "cultures",
                cared + " cared for, " + (lives.size() - cared) + " neglected",
                "last seen alive, cared for",
                lastAlive(lives, true),
                "last seen alive, neglected",
                lastAlive(lives, false),
                "training",
                plan.training().trials() + " trials, directly: the culture's own spikes"))
        .sideBySide(
            List.of(
                page.chart("Viability", "%", 100, point -> 100 * point.viability()),
                page.chart("Activity", "spikes/s, all electrodes", 0, Ageing.Point::hertz),
                page.chart(
                    "Current that half of all pulses need", "µA", 0, Ageing.Point::microamps),
                page.chart(
                    "Wanted responses at the end of a training",
                    "%",
                    100,
                    point -> 100 * point.success())))
        .table(head(), rows(lives));
  }

  private static String lastAlive(List<Ageing> lives, boolean cared) {
    DoubleSummaryStatistics days =
        lives.stream()
            .filter(life -> life.cared() == cared)
            .mapToDouble(
                life ->
                    life.points().stream()
                        .filter(point -> point.viability() > 0)
                        .mapToDouble(Ageing.Point::days)
                        .max()
                        .orElse(0))
            .summaryStatistics();
    return String.format(
        Locale.ROOT, "day %.0f on average, day %.0f at most", days.getAverage(), days.getMax());
  }

  static List<String> head() {
    return List.of(
        "day", "care", "alive", "viability, %", "spikes/s", "threshold, µA", "trained, wanted %");
  }

  /** Means over the cultures that are alive, age by age, up to the first at which none is. */
  static List<List<String>> rows(List<Ageing> lives) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < lives.get(0).points().size(); i++) {
      int age = i;
      for (boolean cared : new boolean[] {true, false}) {
        List<Ageing.Point> all =
            lives.stream().filter(l -> l.cared() == cared).map(l -> l.points().get(age)).toList();
        List<Ageing.Point> alive = all.stream().filter(point -> point.viability() > 0).toList();
        boolean over =
            age > 0 && lives.stream().noneMatch(l -> l.cared() == cared && aliveAt(l, age - 1));
        if (!all.isEmpty() && !over) {
          rows.add(
              List.of(
                  String.format(Locale.ROOT, "%.0f", all.get(0).days()),
                  cared ? "cared for" : "neglected",
                  alive.size() + " of " + all.size(),
                  mean(alive, point -> 100 * point.viability()),
                  mean(alive, Ageing.Point::hertz),
                  mean(alive, Ageing.Point::microamps),
                  mean(alive, point -> 100 * point.success())));
        }
      }
    }
    return rows;
  }

  private static boolean aliveAt(Ageing life, int age) {
    return life.points().get(age).viability() > 0;
  }

  private static String mean(List<Ageing.Point> points, ToDoubleFunction<Ageing.Point> of) {
    double mean =
        points.stream().mapToDouble(of).filter(Double::isFinite).average().orElse(Double.NaN);
    return Double.isFinite(mean) ? String.format(Locale.ROOT, "%.1f", mean) : "–";
  }

  private String chart(String title, String unit, double top, ToDoubleFunction<Ageing.Point> of) {
    double most =
        lives.stream()
            .flatMap(life -> life.points().stream())
            .mapToDouble(of)
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    Chart chart =
        new Chart(
            title,
            new Scale("days on the array", 0, days),
            Scale.upTo(unit, top > 0 ? top : most),
            WIDE,
            TALL);
    for (boolean cared : new boolean[] {true, false}) {
      int colour = cared ? 0 : 1;
      List<Ageing> here = lives.stream().filter(life -> life.cared() == cared).toList();
      for (Ageing life : here) {
        List<Ageing.Point> known =
            life.points().stream().filter(p -> Double.isFinite(of.applyAsDouble(p))).toList();
        chart.thin(colour, days(known), known.stream().mapToDouble(of).toArray());
      }
      if (!here.isEmpty()) {
        drawMean(chart, colour, here, of);
      }
    }
    return chart.legend("cared for").legend("neglected").svg();
  }

  private static void drawMean(
      Chart chart, int colour, List<Ageing> here, ToDoubleFunction<Ageing.Point> of) {
    int ages = here.get(0).points().size();
    double[] means = new double[ages];
    Arrays.setAll(
        means,
        age ->
            here.stream()
                .mapToDouble(life -> of.applyAsDouble(life.points().get(age)))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN));
    double[] xs = days(here.get(0).points());
    int[] known = IntStream.range(0, ages).filter(i -> Double.isFinite(means[i])).toArray();
    chart.curve(
        colour,
        Arrays.stream(known).mapToDouble(i -> xs[i]).toArray(),
        Arrays.stream(known).mapToDouble(i -> means[i]).toArray());
  }

  private static double[] days(List<Ageing.Point> points) {
    return points.stream().mapToDouble(Ageing.Point::days).toArray();
  }
}
